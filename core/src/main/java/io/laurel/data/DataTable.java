package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.Closing;
import io.laurel.env.DiskFullException;
import io.laurel.env.DurableDirectory;
import io.laurel.part.BlockCache;
import io.laurel.part.PartDirectory;
import io.laurel.part.PartLinks;
import io.laurel.part.PartSet;
import io.laurel.series.TimeRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The samples of a storage, month by month: the folder {@code data/}.
 *
 * <pre>
 *   data/
 *     flock.lock            held while open
 *     small/YYYY_MM/PART/   parts of a month, the smaller ones; with tmp/ and txn/, see PartDirectory
 *     big/YYYY_MM/PART/     the same structure, the bigger parts
 *     {small,big}/snapshots/
 *     tmp/                  months being deleted, see MonthFolders
 * </pre>
 *
 * A row is found by every {@link #view} taken after {@link #addRows} returned, and durable after the next
 * {@link #persist}. Safe for threads. No thread of its own: whoever owns the table calls what should happen in the
 * background.
 */
public final class DataTable implements Closeable {
    /** The two folders of the months. */
    public static final String SMALL = "small";
    public static final String BIG = "big";
    /** Beside the months of each side: the parts of snapshots. */
    public static final String SNAPSHOTS = "snapshots";

    private static final String LOCK_FILE = "flock.lock";

    private final DataContext context;
    private final DataLimits limits;
    private final MonthFolders folders;
    private final BlockCache<IndexBlock> cache;
    private final RowBufferPool buffers;
    private final MemoryPartMakers makers;
    private final AtomicLong memoryBytes = new AtomicLong();
    private final DataMerges merges;
    /** Null when read-only. */
    private final Closeable lock;

    /** Guards the writes of {@link #partitions}. */
    private final Object months = new Object();
    /** One {@link #dropBefore} at a time. */
    private final Object dropping = new Object();
    /** In the order of time; the array never changes. */
    private volatile Partition[] partitions;
    /** The month that was hit last: nearly always the next one too. */
    private volatile Partition recent;

    private DataTable(Path directory, DataContext context, DataLimits limits, Closeable lock) {
        this.context = context;
        this.limits = limits;
        this.lock = lock;
        folders = new MonthFolders(context.disk(), directory);
        cache = new BlockCache<>(context.indexCacheBytes());
        buffers = new RowBufferPool(limits.pendingRows());
        makers = new MemoryPartMakers(context.series());
        merges = new DataMerges(context.merges(), () -> partitions, lock != null);
    }

    /**
     * Opens the folder for reading and writing; it is created if need be.
     *
     * @throws io.laurel.env.LockedException if somebody else has it open
     * @throws CorruptedDataException if a folder in it is no month or no part; nothing of the kind is touched
     */
    public static DataTable open(Path directory, DataContext context) throws IOException {
        Runtime machine = Runtime.getRuntime();
        return open(directory, context, DataLimits.forMachine(machine.availableProcessors(), machine.maxMemory()));
    }

    static DataTable open(Path directory, DataContext context, DataLimits limits) throws IOException {
        DurableDirectory.create(context.disk(), directory);
        Closeable lock = context.disk().lock(directory.resolve(LOCK_FILE));
        try {
            DataTable table = new DataTable(directory, context, limits, lock);
            table.openForWriting(directory);
            return table;
        } catch (IOException | RuntimeException e) {
            Closing.after(e, lock);
            throw e;
        }
    }

    /**
     * Opens the folder for reading: no lock is taken and nothing is written, so it may be a snapshot, or a table that
     * another process writes to. Symbolic links are followed.
     */
    public static DataTable openReadOnly(Path directory, DataContext context) throws IOException {
        DataTable table = new DataTable(directory, context, DataLimits.forMachine(1, 0), null);
        table.openForReading();
        return table;
    }

    private void openForWriting(Path directory) throws IOException {
        // Synced even if they are there: an earlier start may have been killed between making and syncing them.
        for (String name : List.of(SMALL, BIG)) {
            Path side = directory.resolve(name);
            DurableDirectory.create(context.disk(), side.resolve(SNAPSHOTS));
            context.disk().syncDirectory(side);
        }
        context.disk().syncDirectory(directory);
        context.disk().syncDirectory(directory.toAbsolutePath().getParent());
        folders.deleteTmp();
        List<PartStore> stores = new ArrayList<>();
        for (Month month : folders.list()) {
            stores.add(createStore(month));
        }
        // A swap of one side may remove parts of the other, so all of them come before the first part is opened.
        for (PartStore store : stores) {
            store.replayTransactions();
        }
        openPartitions(stores, PartStore::openParts);
    }

    private void openForReading() throws IOException {
        List<PartStore> stores = new ArrayList<>();
        for (Month month : folders.list()) {
            stores.add(PartStore.readOnly(month, context, cache, folders.small(month), folders.big(month)));
        }
        openPartitions(stores, PartStore::openPartsReadOnly);
    }

    /** How the parts of a month are opened. */
    private interface Opener {
        List<Part> open(PartStore store) throws IOException;
    }

    private void openPartitions(List<PartStore> stores, Opener opener) throws IOException {
        List<Partition> opened = new ArrayList<>();
        try {
            for (PartStore store : stores) {
                opened.add(newPartition(store, opener.open(store)));
            }
        } catch (IOException | RuntimeException e) {
            Closing.after(e, opened);
            throw e;
        }
        partitions = opened.toArray(new Partition[0]);
    }

    private PartStore createStore(Month month) throws IOException {
        return PartStore.create(month, context, limits, cache, folders.small(month), folders.big(month));
    }

    private Partition newPartition(PartStore store, List<Part> parts) {
        return new Partition(store, parts, limits, buffers, makers, memoryBytes);
    }

    /**
     * Adds rows, in any order and of any months. They are copied.
     *
     * @throws IllegalArgumentException if a timestamp lies before 1970 or behind 9999; nothing was added
     * @throws IOException if rows that this call had to put in order could not be; all rows are there nevertheless
     */
    public void addRows(RowBuffer rows) throws IOException {
        int size = rows.size;
        if (size == 0) {
            return;
        }
        requireWritable();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            min = Math.min(min, rows.timestamps[i]);
            max = Math.max(max, rows.timestamps[i]);
        }
        Partition partition = partitionOf(min);
        if (max <= partition.month().lastMs()) {
            // Fast path: one month.
            partition.addRows(rows, 0, size);
        } else {
            // Slow path: several.
            addToMonths(rows, max);
        }
    }

    private void requireWritable() {
        if (lock == null) {
            throw new IllegalStateException("the data are open for reading only");
        }
    }

    private void addToMonths(RowBuffer rows, long maxTimestampMs) throws IOException {
        Month.of(maxTimestampMs);
        MonthSplitter splitter = new MonthSplitter();
        int from = 0;
        while (from < rows.size) {
            Partition partition = partitionOf(rows.timestamps[from]);
            long first = partition.month().firstMs();
            long last = partition.month().lastMs();
            int to = from + 1;
            while (to < rows.size && rows.timestamps[to] >= first && rows.timestamps[to] <= last) {
                to++;
            }
            splitter.add(partition, rows, from, to);
            from = to;
        }
        splitter.addRows();
    }

    /** The partition for a timestamp, created if there is none. */
    private Partition partitionOf(long timestampMs) throws IOException {
        Partition hit = recent;
        if (hit == null || !hit.month().contains(timestampMs) || hit.isDropped()) {
            hit = find(partitions, timestampMs);
            if (hit == null) {
                hit = create(Month.of(timestampMs));
            }
            recent = hit;
        }
        return hit;
    }

    private static Partition find(Partition[] sorted, long timestampMs) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].month().lastMs() < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < sorted.length && sorted[low].month().contains(timestampMs) ? sorted[low] : null;
    }

    private Partition create(Month month) throws IOException {
        synchronized (months) {
            Partition[] old = partitions;
            Partition partition = find(old, month.firstMs());
            if (partition == null) {
                partition = newPartition(createStore(month), List.of());
                Partition[] grown = Arrays.copyOf(old, old.length + 1);
                grown[old.length] = partition;
                Arrays.sort(grown, Comparator.comparing(Partition::month));
                partitions = grown;
            }
            return partition;
        }
    }

    /** The parts that may have samples in the range, unchanging until the view is closed. */
    public View view(TimeRange range) throws IOException {
        View view = new View();
        try {
            for (Partition partition : partitions) {
                if (range.overlaps(partition.month().firstMs(), partition.month().lastMs())) {
                    view.add(lock == null ? partition.viewFlushed() : partition.view(), range);
                }
            }
        } catch (IOException | RuntimeException e) {
            Closing.after(e, view);
            throw e;
        }
        view.sort();
        return view;
    }

    /** Turns pending rows into parts in memory. No search needs that; it bounds how long they are 20 bytes each. */
    public void flushPending() throws IOException {
        requireWritable();
        for (Partition partition : partitions) {
            partition.flushPending();
        }
    }

    /** Something to be done with a table. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /**
     * Does something while no month is being dropped: after {@link #flushPending} there is then no row that is known
     * by the ordinal of its series, until one is added.
     */
    public void whileNoMonthGoes(Action action) throws IOException {
        synchronized (dropping) {
            action.run();
        }
    }

    /** What has to be on disk before the samples are. */
    @FunctionalInterface
    public interface NamesFirst {
        void persist() throws IOException;
    }

    /**
     * Makes everything added before the call durable: one new part for each month that has something.
     *
     * @param names runs when it is settled which rows will be written, before the first of them is
     * @return false if there was nothing to write
     */
    public boolean persist(NamesFirst names) throws IOException {
        return persist(names, MergeRules.KEEP_ALL);
    }

    /** The same, leaving out what the rules drop. */
    public boolean persist(NamesFirst names, MergeRules rules) throws IOException {
        requireWritable();
        List<Partition.Persist> months = new ArrayList<>();
        try {
            for (Partition partition : partitions) {
                Partition.Persist month = partition.beginPersist();
                if (month.isEmpty()) {
                    month.close();
                } else {
                    months.add(month);
                }
            }
            if (months.isEmpty()) {
                return false;
            }
            names.persist();
            for (Partition.Persist month : months) {
                month.write(rules);
            }
            return true;
        } finally {
            months.forEach(Partition.Persist::close);
        }
    }

    /** Bytes of the parts in memory; pending rows are bounded on their own. */
    public long memoryBytes() {
        return memoryBytes.get();
    }

    /** Merges of parts on disk, of some or of all of them. */
    public DataMerges merges() {
        return merges;
    }

    /** {@link DataMerges#some} of it, dropping nothing. */
    public boolean mergeOnce() throws IOException {
        return merges.some(MergeRules.KEEP_ALL);
    }

    /** {@link DataMerges#all} of it, dropping nothing. */
    public void mergeAll() throws IOException {
        mergeAll(MergeRules.KEEP_ALL);
    }

    /** {@link DataMerges#all} of it. */
    public void mergeAll(MergeRules rules) throws IOException {
        merges.all(rules, month -> true, () -> false);
    }

    /**
     * Links what was persisted, of all months, into two new folders, which then are the {@code small/} and the
     * {@code big/} of a snapshot.
     *
     * @param links while the {@link io.laurel.part.SwapGate} of the table is closed
     */
    public void linkTo(Path smallTarget, Path bigTarget, PartLinks links) throws IOException {
        links.folder(smallTarget);
        links.folder(bigTarget);
        for (Partition partition : partitions) {
            String month = partition.month().name();
            partition.linkTo(smallTarget.resolve(month), bigTarget.resolve(month), links);
        }
    }

    /**
     * Drops months of which every millisecond lies before the deadline, and of other months the parts on disk that do.
     * Views keep what they have. What is being merged or persisted at that moment is left for the next call. Rows that
     * come later make a dropped month anew.
     *
     * @return false if there was nothing to drop
     */
    public boolean dropBefore(long deadlineMs) throws IOException {
        requireWritable();
        boolean dropped = false;
        synchronized (dropping) {
            for (Partition partition : partitions) {
                Month month = partition.month();
                if (month.lastMs() < deadlineMs) {
                    dropped |= drop(partition, deadlineMs);
                } else if (month.firstMs() < deadlineMs) {
                    dropped |= partition.dropPartsBefore(deadlineMs);
                }
            }
            folders.deleteTmp();
        }
        return dropped;
    }

    private boolean drop(Partition partition, long deadlineMs) throws IOException {
        try {
            return partition.drop(() -> takeAway(partition));
        } catch (DiskFullException e) {
            // Not even a folder can be made to put it into. Its parts have one, and make room.
            return partition.dropPartsBefore(deadlineMs);
        }
    }

    private void takeAway(Partition partition) throws IOException {
        // Together, so that nobody makes the month anew before its folders are gone.
        synchronized (months) {
            context.swaps().pass(() -> folders.takeAway(partition.month()));
            partitions = Arrays.stream(partitions).filter(other -> other != partition).toArray(Partition[]::new);
            recent = null;
        }
    }

    /** How many rows are pending and how the cache does; what else there is to say is said by the {@link #parts}. */
    public DataStats stats() {
        long pendingRows = 0;
        long bufferBytes = buffers.idleBytes() + makers.idleBytes();
        for (Partition partition : partitions) {
            pendingRows += partition.pending().size();
            bufferBytes += partition.pending().heapBytes();
        }
        long pendingBytes = pendingRows * RowBuffer.ROW_BYTES;
        return new DataStats(pendingRows, pendingBytes, Math.max(0, bufferBytes - pendingBytes), memoryBytes.get(),
                cache.stats());
    }

    /** All parts there are, by month. */
    public List<PartInfo> parts() throws IOException {
        List<PartInfo> infos = new ArrayList<>();
        for (Partition partition : partitions) {
            try (PartSet.View<Part> view = partition.viewFlushed()) {
                for (Part part : view.parts()) {
                    infos.add(PartInfo.of(partition.month(), part));
                }
            }
        }
        return infos;
    }

    /** Closes and unlocks; what is only in memory is gone, so {@link #persist} comes first. Views stay valid. */
    @Override
    public void close() throws IOException {
        List<Closeable> all = new ArrayList<>(List.of(partitions));
        all.add(lock);
        Closing.all(all);
    }

    /** An unchanging list of parts, which stay open until it is closed. */
    public static final class View implements Closeable {
        private final List<PartSet.View<Part>> views = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();

        private View() {}

        private void add(PartSet.View<Part> view, TimeRange range) {
            views.add(view);
            for (Part part : view.parts()) {
                if (range.overlaps(part.header().minTimestampMs(), part.header().maxTimestampMs())) {
                    parts.add(part);
                }
            }
        }

        /** In the order of time, so that mostly the samples of one part follow those of the one before. */
        private void sort() {
            parts.sort(Comparator.comparingLong(part -> part.header().minTimestampMs()));
        }

        List<Part> parts() {
            return parts;
        }

        @Override
        public void close() throws IOException {
            List<PartSet.View<Part>> open = List.copyOf(views);
            views.clear();
            Closing.all(open);
        }
    }
}
