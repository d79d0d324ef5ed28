package io.laurel.indexdb;

import io.laurel.env.Closing;
import io.laurel.mergeset.ItemBatch;
import io.laurel.part.SwapGate;
import io.laurel.series.MetricIds;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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
 *   (day, id) not in DailyMetricIds?              rows of that day, and all its rows if it is not in SettledIds
 * </pre>
 *
 * Look-ups never wait for the flush of what was added a moment ago: they see the flushed rows, and {@link RecentNames}
 * has the rest. All rows of one series and day go to the table in one call, so that they become durable together.
 *
 * <p>Whoever brings names keeps the generations in use as they are until he is done: {@link #follow} waits for him.
 */
final class SeriesCreator {
    /** A power of two, enough that two threads seldom meet in one; each costs a batch of its own. */
    private static final int STRIPES = 16;

    /** Rows are handed to the table when there are so many bytes of them. */
    private static final int BATCH_BYTES = 1 << 20;

    /** Names remembered before they must be flushed. */
    private static final int MAX_RECENT_NAMES = 100_000;
    private static final int BYTES_PER_RECENT_NAME = 300;

    private final IdCounter ids;
    private final DeletedIds deleted;
    private final RecentNames[] stripes = new RecentNames[STRIPES];
    private final AtomicInteger recentNames = new AtomicInteger();
    private final LongAdder created = new LongAdder();
    private final LongAdder settledAgain = new LongAdder();

    /** Shared by everybody here, taken alone to go on to the next generation. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private final long filterBytes;

    // Guarded by the gate; current is the first of them
    private List<IndexGeneration> generations;
    private IndexGeneration current;
    private NameFilter filter;

    /**
     * @param generations current first, then previous
     * @param deleted ids to be passed over
     * @param filterBytes heap for the filter of names
     */
    SeriesCreator(List<IndexGeneration> generations, IdCounter ids, DeletedIds deleted, long filterBytes)
            throws IOException {
        this.generations = generations;
        this.current = generations.get(0);
        this.ids = ids;
        this.deleted = deleted;
        this.filterBytes = filterBytes;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new RecentNames();
        }
        filter = new NameFilter(areEmpty(generations), filterBytes);
    }

    private static boolean areEmpty(List<IndexGeneration> generations) throws IOException {
        boolean empty = true;
        for (IndexGeneration generation : generations) {
            empty &= !generation.table().hasParts() && !generation.table().hasUnflushed();
        }
        return empty;
    }

    /**
     * Goes on with the next generation; the current one becomes the previous one.
     *
     * @param publish shows them to everybody else, while nobody is here
     */
    void follow(IndexGeneration next, SwapGate.Work publish) throws IOException {
        gate.writeLock().lock();
        try {
            if (!areEmpty(generations)) {
                // The old one would be right too, but remembers names of long ago
                filter = new NameFilter(false, filterBytes);
            }
            generations = List.of(next, current);
            current = next;
            publish.run();
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** How many series got an id. */
    long created() {
        return created.sum();
    }

    /** About what is remembered of names. */
    long namesBytes() {
        gate.readLock().lock();
        try {
            return filter.heapBytes() + (long) BYTES_PER_RECENT_NAME * recentNames.get();
        } finally {
            gate.readLock().unlock();
        }
    }

    /** How many series got rows over all days in current that they have in previous, or had in an older one. */
    long settledAgain() {
        return settledAgain.sum();
    }

    /**
     * Finds or creates a series for each name and registers it for its day.
     *
     * @param target gets the TSIDs, null for a name longer than {@link MetricName#MAX_MARSHALED_BYTES}
     */
    void resolve(List<MetricName> names, long[] dayOf, Tsid[] target) throws IOException {
        gate.readLock().lock();
        try {
            resolveInside(names, dayOf, target);
        } finally {
            gate.readLock().unlock();
        }
    }

    private void resolveInside(List<MetricName> names, long[] dayOf, Tsid[] target) throws IOException {
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
        registerDaysInside(names, dayOf, target);
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
        gate.readLock().lock();
        try (FlushedSearch search = new FlushedSearch()) {
            Unknown unknown = findKnown(names, target);
            for (int i = 0; i < names.size(); i++) {
                if (target[i] == null && !filter.excludes(names.get(i).hashCode())) {
                    target[i] = search.inPrevious(names.get(i));
                }
            }
            filter.missed(unknown.lookUps, generations);
        } finally {
            gate.readLock().unlock();
        }
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
                } else {
                    current.settled().add(target[i].metricId());
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
                    (inPrevious == null ? created : settledAgain).increment();
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
                current.days().add(registered.get(i), tsids.get(i).metricId());
                current.settled().add(tsids.get(i).metricId());
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
     * Adds the rows of a day for each series that lacks them, and its rows over all days if it has not settled in the
     * current generation: it may be known from an older one.
     *
     * @param tsids as {@link #resolve} gave them, at any time; null entries are passed over
     */
    void registerDays(List<MetricName> names, long[] dayOf, Tsid[] tsids) throws IOException {
        gate.readLock().lock();
        try {
            registerDaysInside(names, dayOf, tsids);
        } finally {
            gate.readLock().unlock();
        }
    }

    private void registerDaysInside(List<MetricName> names, long[] dayOf, Tsid[] tsids) throws IOException {
        DayRows rows = new DayRows();
        try (FlushedSearch search = new FlushedSearch()) {
            for (int i = 0; i < names.size(); i++) {
                if (tsids[i] != null && !current.days().contains(dayOf[i], tsids[i].metricId())) {
                    rows.add(names.get(i), tsids[i], dayOf[i], search);
                }
            }
            rows.send();
        }
    }

    /** The rows of known series for further days, on their way to the table. */
    private final class DayRows {
        private final SeriesRows rows = new SeriesRows();
        private final ItemBatch batch = new ItemBatch();
        private final List<Tsid> tsids = new ArrayList<>();
        private final List<Long> days = new ArrayList<>();
        private MetricIds settling = new MetricIds();

        void add(MetricName name, Tsid tsid, long day, FlushedSearch search) throws IOException {
            long metricId = tsid.metricId();
            rows.series(name.marshaled());
            if (!settling.contains(metricId) && !search.isSettled(metricId)) {
                rows.addAllDays(tsid, batch);
                settling.add(metricId);
            }
            rows.addDay(day, metricId, batch);
            tsids.add(tsid);
            days.add(day);
            if (batch.sizeBytes() >= BATCH_BYTES) {
                send();
            }
        }

        void send() throws IOException {
            if (batch.size() == 0) {
                return;
            }
            current.table().addItems(batch);
            batch.clear();
            for (int i = 0; i < days.size(); i++) {
                current.days().add(days.get(i), tsids.get(i).metricId());
            }
            days.clear();
            tsids.clear();
            current.settled().add(settling);
            settledAgain.add(settling.size());
            settling = new MetricIds();
        }
    }

    /** Makes the rows added so far searchable and forgets the names that were remembered in their place. */
    void flush() throws IOException {
        gate.readLock().lock();
        try {
            flushInside();
        } finally {
            gate.readLock().unlock();
        }
    }

    private synchronized void flushInside() throws IOException {
        int forgotten = 0;
        for (RecentNames stripe : stripes) {
            stripe.lock().lock();
            stripe.flushStarts();
            forgotten += stripe.size();
            stripe.lock().unlock();
        }
        // In previous too: what was added just before this generation began may still be on its way there
        for (IndexGeneration generation : generations) {
            generation.table().flushPending();
        }
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
            GenerationSearch search = search(0);
            return search == null ? null : search.tsid(name.marshaled(), deleted.get());
        }

        Tsid inPrevious(MetricName name) throws IOException {
            GenerationSearch search = search(1);
            return search == null ? null : search.tsid(name.marshaled(), deleted.get());
        }

        /** Whether a series has settled in the current generation. */
        boolean isSettled(long metricId) throws IOException {
            if (current.settled().contains(metricId)) {
                return true;
            }
            GenerationSearch search = search(0);
            if (search == null || search.tsid(metricId) == null) {
                return false;
            }
            current.settled().add(metricId);
            return true;
        }

        /** Null if nothing is there. */
        private GenerationSearch search(int index) throws IOException {
            if (searches[index] == null && generations.get(index).table().hasParts()) {
                searches[index] = generations.get(index).searchFlushed();
            }
            return searches[index];
        }

        @Override
        public void close() throws IOException {
            Closing.all(searches);
        }
    }
}
