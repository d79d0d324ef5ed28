package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricIds;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * Carries series from the previous generation to the current one, so that they stay known when the previous one goes: a
 * series that is registered for a day there and not here gets the rows of that day here, and its rows over all days
 * if it has not settled here yet. Deleted series are left behind. Nothing changes for a search meanwhile: it finds the
 * same ids in one generation, in the other, or in both.
 *
 * <p>The previous generation gets no more rows, so what was carried once need not be looked at again. Nobody may delete
 * series, or begin a generation, meanwhile. For one thread.
 */
final class SeriesCarrier {
    /** Rows are handed to the table when there are so many bytes of them. */
    private static final int BATCH_BYTES = 1 << 20;

    private final IndexGeneration current;
    private final IndexGeneration previous;
    private final GenerationView view;
    private final SeriesRows rows = new SeriesRows();

    /** Rows that were not sent yet, and whose they are. */
    private final ItemBatch batch = new ItemBatch();
    private MetricIds settling = new MetricIds();
    private MetricIds registering = new MetricIds();

    private int settled;

    SeriesCarrier(GenerationView view) {
        this.view = view;
        this.current = view.current();
        this.previous = view.previous();
    }

    /**
     * Carries series with their days from that one on.
     *
     * @param wanted says which series
     * @param limit the number of registrations after which it stops, having carried some of them
     * @return the number of registrations; less than the limit if nothing is left
     */
    int carryDays(long firstDay, LongPredicate wanted, int limit) throws IOException {
        int carried = 0;
        try (GenerationSearch source = previous.search(); GenerationSearch target = current.searchFlushed();
                SeriesNames names = new SeriesNames(view.retain())) {
            for (long day : source.daysFrom(firstDay)) {
                MetricIds missing = previous.days().copy(day);
                missing.andNot(current.days().copy(day));
                missing.andNot(view.deleted());
                for (long id : missing.toArray()) {
                    if (carried < limit && wanted.test(id) && take(id, target, names)) {
                        rows.addDay(day, id, batch);
                        registering.add(id);
                        carried++;
                        sendIfLarge(day);
                    }
                }
                send(day);
            }
        }
        return carried;
    }

    /**
     * Carries the rows over all days of series that have rows of single days here, from that day on, and only there the
     * others: other engines leave them like this.
     */
    void settle(long firstDay) throws IOException {
        try (GenerationSearch source = previous.search(); GenerationSearch target = current.search();
                SeriesNames names = new SeriesNames(view.retain())) {
            MetricIds unsettled = source.ids();
            unsettled.andNot(target.ids());
            unsettled.andNot(view.deleted());
            if (unsettled.isEmpty()) {
                return;
            }
            for (long id : target.registeredFrom(firstDay, unsettled).toArray()) {
                take(id, target, names);
                sendIfLarge(IndexItems.ALL_DAYS);
            }
            send(IndexItems.ALL_DAYS);
        }
    }

    /** Adds the rows over all days if need be; false if the id has no name, so that nobody could show the series. */
    private boolean take(long id, GenerationSearch target, SeriesNames names) throws IOException {
        boolean unsettled = !isSettled(id, target);
        Tsid tsid = unsettled ? names.tsid(id) : null;
        Slice name = names.find(id);
        if (name == null || unsettled && tsid == null) {
            return false;
        }
        rows.series(name);
        if (unsettled) {
            rows.addAllDays(tsid, batch);
            settling.add(id);
        }
        return true;
    }

    private boolean isSettled(long id, GenerationSearch target) throws IOException {
        if (current.settled().contains(id) || settling.contains(id)) {
            return true;
        }
        if (target.tsid(id) == null) {
            return false;
        }
        current.settled().add(id);
        return true;
    }

    private void sendIfLarge(long day) throws IOException {
        if (batch.sizeBytes() >= BATCH_BYTES) {
            send(day);
        }
    }

    private void send(long day) throws IOException {
        current.table().addItems(batch);
        batch.clear();
        current.settled().add(settling);
        settled += (int) settling.size();
        settling = new MetricIds();
        for (long id : registering.toArray()) {
            current.days().add(day, id);
        }
        registering = new MetricIds();
    }

    /** How many series got their rows over all days. */
    int settled() {
        return settled;
    }
}
