package io.laurel.indexdb;

import io.laurel.env.Closing;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From names to TSIDs on the way in: finds known series, registers new ones. One name gets one id, however many threads
 * bring it at the same time, because a name is created under the lock of its stripe, after a second look at the names
 * created lately.
 *
 * <pre>
 *   name in RecentNames?                          its TSID
 *   else in the flushed rows of current?          its TSID
 *   else in those of previous?                    the same TSID, all its rows once more, into current
 *   else                                          a new TSID, all its rows
 *   (day, id) not in DailyMetricIds?              rows of that day
 * </pre>
 *
 * Look-ups never wait for the flush of what was added a moment ago: they see the flushed rows, and {@link RecentNames}
 * has the rest. All rows of one series and day go to the table in one call, so that they become durable together.
 */
final class SeriesCreator {
    /** A power of two, enough that two threads seldom meet in one; each costs a batch of its own. */
    private static final int STRIPES = 16;

    /** Rows are handed to the table when there are so many bytes of them. */
    private static final int BATCH_BYTES = 1 << 20;

    /** Names remembered before they must be flushed: some 300 bytes each. */
    private static final int MAX_RECENT_NAMES = 100_000;

    private final IndexGeneration current;
    private final List<IndexGeneration> generations;
    private final IdCounter ids;
    private final DailyMetricIds days;
    private final DeletedIds deleted;
    private final RecentNames[] stripes = new RecentNames[STRIPES];
    private final AtomicInteger recentNames = new AtomicInteger();
    private final NameFilter filter;

    /**
     * @param generations current first, then previous if there is one
     * @param deleted ids to be passed over
     */
    SeriesCreator(List<IndexGeneration> generations, IdCounter ids, DailyMetricIds days, DeletedIds deleted)
            throws IOException {
        this.generations = generations;
        this.current = generations.get(0);
        this.ids = ids;
        this.days = days;
        this.deleted = deleted;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new RecentNames();
        }
        boolean empty = true;
        for (IndexGeneration generation : generations) {
            empty &= !generation.table().hasParts();
        }
        filter = new NameFilter(empty);
    }

    /**
     * Finds or creates a series for each name and registers it for its day.
     *
     * @param target gets the TSIDs, null for a name longer than {@link MetricName#MAX_MARSHALED_BYTES}
     */
    void resolve(List<MetricName> names, long[] dayOf, Tsid[] target) throws IOException {
        long[] flushes = new long[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            RecentNames stripe = stripes[i];
            stripe.lock().lock();
            flushes[i] = stripe.flushes();
            stripe.lock().unlock();
        }
        Unknown unknown = findKnown(names, target);
        filter.missed(unknown.lookUps, generations);
        for (int i = 0; i < STRIPES; i++) {
            if (unknown.inStripe(i) > 0) {
                create(i, flushes[i], names, dayOf, unknown, target);
            }
        }
        registerDays(names, dayOf, target);
        if (recentNames.get() > MAX_RECENT_NAMES) {
            flush();
        }
    }

    /**
     * Finds the series of names, and creates none.
     *
     * @param target gets the TSIDs, null for an unknown name
     */
    void find(List<MetricName> names, Tsid[] target) throws IOException {
        Unknown unknown = findKnown(names, target);
        try (FlushedSearch search = new FlushedSearch()) {
            for (int i = 0; i < names.size(); i++) {
                if (target[i] == null && !filter.excludes(names.get(i).hashCode())) {
                    target[i] = search.inPrevious(names.get(i));
                }
            }
        }
        filter.missed(unknown.lookUps, generations);
    }

    /** The names that were not found, by stripe, as indexes into the batch. */
    private static final class Unknown {
        private final int[][] indexes = new int[STRIPES][];
        private final int[] counts = new int[STRIPES];

        /** Look-ups in the index that found nothing. */
        private int lookUps;

        void add(int stripe, int index) {
            int count = counts[stripe]++;
            if (indexes[stripe] == null) {
                indexes[stripe] = new int[16];
            } else if (count == indexes[stripe].length) {
                indexes[stripe] = Arrays.copyOf(indexes[stripe], 2 * count);
            }
            indexes[stripe][count] = index;
        }

        int inStripe(int stripe) {
            return counts[stripe];
        }

        int index(int stripe, int at) {
            return indexes[stripe][at];
        }
    }

    private Unknown findKnown(List<MetricName> names, Tsid[] target) throws IOException {
        Unknown unknown = new Unknown();
        List<Integer> lookUps = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            MetricName name = names.get(i);
            target[i] = null;
            if (name.marshaled().length() > MetricName.MAX_MARSHALED_BYTES) {
                continue;
            }
            if (filter.excludes(name.hashCode())) {
                // Fast path for new names.
                unknown.add(stripeOf(name), i);
                continue;
            }
            target[i] = recent(name);
            if (target[i] == null) {
                lookUps.add(i);
            }
        }
        // In the order of the index, so that the look-ups walk through it once.
        lookUps.sort(Comparator.comparing(i -> names.get(i).marshaled()));
        try (FlushedSearch search = new FlushedSearch()) {
            for (int i : lookUps) {
                target[i] = search.inCurrent(names.get(i));
                if (target[i] == null) {
                    unknown.add(stripeOf(names.get(i)), i);
                    unknown.lookUps++;
                }
            }
        }
        return unknown;
    }

    private static int stripeOf(MetricName name) {
        return name.hashCode() & STRIPES - 1;
    }

    private Tsid recent(MetricName name) {
        if (recentNames.get() == 0) {
            return null;
        }
        RecentNames stripe = stripes[stripeOf(name)];
        stripe.lock().lock();
        try {
            return stripe.find(name);
        } finally {
            stripe.lock().unlock();
        }
    }

    private void create(int index, long flushes, List<MetricName> names, long[] dayOf, Unknown unknown, Tsid[] target)
            throws IOException {
        RecentNames stripe = stripes[index];
        NewRows rows = new NewRows(stripe);
        stripe.lock().lock();
        try (FlushedSearch search = new FlushedSearch()) {
            boolean lookAgain = stripe.flushes() != flushes;
            for (int i = 0; i < unknown.inStripe(index); i++) {
                int at = unknown.index(index, i);
                MetricName name = names.get(at);
                boolean isNew = filter.excludes(name.hashCode());
                if (!isNew) {
                    target[at] = stripe.find(name);
                    if (target[at] == null && lookAgain) {
                        target[at] = search.inCurrent(name);
                    }
                }
                if (target[at] == null) {
                    Tsid inPrevious = isNew ? null : search.inPrevious(name);
                    target[at] = inPrevious == null ? name.newTsid(ids.next()) : inPrevious;
                    rows.add(name, target[at], dayOf[at]);
                }
            }
            rows.send();
        } finally {
            rows.abandon();
            stripe.lock().unlock();
        }
    }

    /** The rows of the series created under one lock, on their way to the table. */
    private final class NewRows {
        private final RecentNames stripe;
        private final SeriesRows rows = new SeriesRows();
        private final ItemBatch batch = new ItemBatch();
        private final List<MetricName> names = new ArrayList<>();
        private final List<Tsid> tsids = new ArrayList<>();
        private final List<Long> registered = new ArrayList<>();

        NewRows(RecentNames stripe) {
            this.stripe = stripe;
        }

        void add(MetricName name, Tsid tsid, long day) throws IOException {
            rows.series(name.marshaled());
            rows.addAllDays(tsid, batch);
            rows.addDay(day, tsid.metricId(), batch);
            names.add(name);
            tsids.add(tsid);
            registered.add(day);
            stripe.add(name, tsid);
            filter.add(name.hashCode());
            if (batch.sizeBytes() >= BATCH_BYTES) {
                send();
            }
        }

        void send() throws IOException {
            current.table().addItems(batch);
            for (int i = 0; i < names.size(); i++) {
                days.add(registered.get(i), tsids.get(i).metricId());
            }
            recentNames.addAndGet(names.size());
            batch.clear();
            names.clear();
            tsids.clear();
            registered.clear();
        }

        /** Forgets the series whose rows were not sent, because something failed. */
        void abandon() {
            names.forEach(stripe::remove);
        }
    }

    /**
     * Adds the rows of a day for each series that lacks them.
     *
     * @param tsids as {@link #resolve} gave them; null entries are passed over
     */
    void registerDays(List<MetricName> names, long[] dayOf, Tsid[] tsids) throws IOException {
        ItemBatch batch = new ItemBatch();
        SeriesRows rows = new SeriesRows();
        int sent = 0;
        for (int i = 0; i < names.size(); i++) {
            if (tsids[i] != null && !days.contains(dayOf[i], tsids[i].metricId())) {
                rows.series(names.get(i).marshaled());
                rows.addDay(dayOf[i], tsids[i].metricId(), batch);
                if (batch.sizeBytes() >= BATCH_BYTES) {
                    sent = send(batch, sent, i + 1, dayOf, tsids);
                }
            }
        }
        send(batch, sent, names.size(), dayOf, tsids);
    }

    private int send(ItemBatch batch, int from, int to, long[] dayOf, Tsid[] tsids) throws IOException {
        if (batch.size() > 0) {
            current.table().addItems(batch);
            batch.clear();
            for (int i = from; i < to; i++) {
                if (tsids[i] != null) {
                    days.add(dayOf[i], tsids[i].metricId());
                }
            }
        }
        return to;
    }

    /** Makes the rows added so far searchable and forgets the names that were remembered in their place. */
    synchronized void flush() throws IOException {
        int forgotten = 0;
        for (RecentNames stripe : stripes) {
            stripe.lock().lock();
            stripe.flushStarts();
            forgotten += stripe.size();
            stripe.lock().unlock();
        }
        current.table().flushPending();
        for (RecentNames stripe : stripes) {
            stripe.lock().lock();
            stripe.flushDone();
            stripe.lock().unlock();
        }
        recentNames.addAndGet(-forgotten);
    }

    /** Look-ups of names in the flushed rows, opened when first needed. */
    private final class FlushedSearch implements AutoCloseable {
        private final GenerationSearch[] searches = new GenerationSearch[generations.size()];

        Tsid inCurrent(MetricName name) throws IOException {
            return find(0, name);
        }

        Tsid inPrevious(MetricName name) throws IOException {
            return generations.size() > 1 ? find(1, name) : null;
        }

        private Tsid find(int index, MetricName name) throws IOException {
            IndexGeneration generation = generations.get(index);
            if (searches[index] == null) {
                if (!generation.table().hasParts()) {
                    return null;
                }
                searches[index] = generation.searchFlushed();
            }
            return searches[index].tsid(name.marshaled(), deleted.get());
        }

        @Override
        public void close() throws IOException {
            Closing.all(searches);
        }
    }
}
