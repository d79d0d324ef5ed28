package io.laurel.mergeset;

import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import io.laurel.part.MergeControl;
import io.laurel.part.MergeRun;
import io.laurel.part.PartDirectory;
import io.laurel.part.PartIds;
import io.laurel.part.PartLinks;
import io.laurel.part.PartListing;
import io.laurel.part.PartSet;
import io.laurel.part.PartTransaction;
import io.laurel.part.PlannedMerge;
import io.laurel.part.SwapGate;
import io.laurel.part.TableMerge;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A sorted set of items in one folder. Items are only ever added; equal items may be kept more than once. Safe for many
 * threads.
 *
 * <pre>
 *   18E9BAA1D3E07961/
 *     3132_2_18E9BAA1D4A8891B/    a part, see {@link PartHeader}; any number of them
 *     tmp/  txn/                  see {@link PartDirectory}
 *     flock.lock                  empty; locked while the table is open for writing
 *     converted-to-v1.28.0        "ok": tells other engines that no part is of an older format
 * </pre>
 *
 * An item goes through four places: pending as it came; in a sorted memory part, where searches see it; in a part on
 * disk, where a power cut does not reach it; in a larger part on disk. {@link #search()} moves everything at least to
 * the second place, {@link #persist()} to the third, {@link #mergeOnce()} some to the fourth. Nothing happens on its
 * own, except that a caller that adds faster than anybody persists is made to persist itself.
 */
public final class Table implements Closeable {
    /** A longer item would keep other engines of the format merging for ever. */
    public static final int MAX_ITEM_BYTES = 1 << 16;

    static final String LOCK_FILE = "flock.lock";
    static final String CONVERTED_FILE = "converted-to-v1.28.0";

    /**
     * Memory parts of that size together are persisted by whoever adds to them: a part of the heap, since twice as much
     * may be there for a moment, but no more than what is merged in half a second.
     */
    private static final long MAX_MEMORY_BYTES =
            Math.max(4L << 20, Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 32));

    /** Memory parts below that size are merged with each other when there are many: searches leave one each. */
    private static final long SMALL_PART_BYTES = 1L << 20;
    private static final int MAX_SMALL_PARTS = 12;
    private static final int SMALL_PARTS_FAN_IN = 8;

    /**
     * What a table needs from outside; several tables may share it.
     *
     * @param preparers gives one preparer for each merge to disk
     * @param swaps passed by whatever changes the parts on disk; one for all tables of a storage
     * @param merges what every merge obeys and reports to; one for all tables of a storage
     */
    public record Context(Disk disk, TimeSource time, ZstdPool zstd, TableCaches caches,
            Supplier<ItemsPreparer> preparers, SwapGate swaps, MergeControl merges) {}

    private final Context context;
    private final PartDirectory directory;
    private final PartSet<TablePart> parts;
    private final PendingItems pending;
    private final PartIds ids;
    /** Null if the table is open for reading only. */
    private final Closeable lock;

    /** Held by whoever merges or persists memory parts. */
    private final ReentrantLock memoryLock = new ReentrantLock();
    private final AtomicLong memoryBytes = new AtomicLong();

    private final TableMerges merges;
    private volatile boolean closed;

    private Table(Context context, PartDirectory directory, List<TablePart> parts, Closeable lock) {
        this.context = context;
        this.directory = directory;
        this.parts = new PartSet<>(parts);
        this.lock = lock;
        pending = new PendingItems(Runtime.getRuntime().availableProcessors(), this::addMemoryPart);
        ids = new PartIds(TimeUnit.MILLISECONDS.toNanos(context.time().wallMs()));
        parts.forEach(part -> ids.skip(part.path().getFileName().toString()));
        merges = new TableMerges(context, directory, this.parts, ids);
    }

    /**
     * Opens a table for adding, and creates its folder if need be. Finishes what a crash interrupted.
     *
     * @throws io.laurel.env.LockedException if somebody else has it open
     * @throws io.laurel.bytes.CorruptedDataException if a folder in it is no valid part; names the folder
     */
    public static Table open(Path path, Context context) throws IOException {
        Disk disk = context.disk();
        PartDirectory directory = PartDirectory.create(disk, path);
        Closeable lock = disk.lock(path.resolve(LOCK_FILE));
        try {
            PartTransaction.replayAll(disk, directory.txn(), List.of(path));
            directory.emptyTmpAndTxn();
            List<String> names = directory.partNames();
            if (names.isEmpty() && !disk.exists(path.resolve(CONVERTED_FILE))) {
                AtomicFile.write(disk, path.resolve(CONVERTED_FILE), "ok".getBytes(StandardCharsets.US_ASCII));
            }
            return new Table(context, directory, openParts(context, path, names), lock);
        } catch (IOException | RuntimeException e) {
            Closing.after(e, lock);
            throw e;
        }
    }

    /** Opens a table as it is: takes no lock, writes nothing. Works beside a program that writes to it. */
    public static Table openReadOnly(Path path, Context context) throws IOException {
        PartDirectory directory = PartDirectory.open(context.disk(), path);
        List<TablePart> parts = PartListing.openAll(context.disk(), List.of(path), place ->
                Part.open(context.disk(), place.folder(), place.name(), context.caches(), context.zstd()));
        return new Table(context, directory, parts, null);
    }

    private static List<TablePart> openParts(Context context, Path path, List<String> names) throws IOException {
        List<TablePart> opened = new ArrayList<>();
        try {
            for (String name : names) {
                opened.add(Part.open(context.disk(), path.resolve(name), context.caches(), context.zstd()));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            Closing.after(e, opened);
            throw e;
        }
    }

    public Path path() {
        return directory.path();
    }

    /**
     * Adds all items of the batch, which stays the caller's. They become visible together and durable together. Blocks
     * while more is in memory than may be.
     *
     * @throws IllegalArgumentException if an item is longer than {@link #MAX_ITEM_BYTES}; nothing was added
     * @throws IOException if the caller was made to persist and that failed; the items are in memory nevertheless
     */
    public void addItems(ItemBatch items) throws IOException {
        ensureWritable();
        if (items.longest() > MAX_ITEM_BYTES) {
            throw new IllegalArgumentException(
                    "an item of " + items.longest() + " bytes; the limit is " + MAX_ITEM_BYTES);
        }
        if (items.size() > 0) {
            pending.add(items);
            relieveMemory();
        }
    }

    private void addMemoryPart(MemoryPart part) throws IOException {
        memoryBytes.addAndGet(part.sizeBytes());
        parts.add(part);
    }

    /** Lets the caller carry the load it brings. */
    private void relieveMemory() throws IOException {
        long bytes = memoryBytes.get();
        if (bytes >= 2 * MAX_MEMORY_BYTES) {
            memoryLock.lock();
        } else if (bytes < MAX_MEMORY_BYTES || !memoryLock.tryLock()) {
            return;
        }
        try {
            if (memoryBytes.get() >= MAX_MEMORY_BYTES) {
                persistMemoryParts();
            }
        } finally {
            memoryLock.unlock();
        }
    }

    /** A cursor that sees every item added before this call. */
    public TableSearch search() throws IOException {
        flushPending();
        return searchFlushed();
    }

    /**
     * A cursor that may miss items added since the last {@link #search()}, {@link #flushPending()} or
     * {@link #persist()}.
     */
    public TableSearch searchFlushed() throws IOException {
        return new TableSearch(parts.view(), context.zstd());
    }

    /** Makes everything added visible to {@link #searchFlushed()}. */
    public void flushPending() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        pending.flush();
        if (memoryLock.tryLock()) {
            try {
                mergeSmallMemoryParts();
            } finally {
                memoryLock.unlock();
            }
        }
    }

    private void mergeSmallMemoryParts() throws IOException {
        List<TablePart> sources = parts.reserve(free -> {
            List<TablePart> small = new ArrayList<>(free);
            small.removeIf(part -> !part.inMemory() || part.sizeBytes() >= SMALL_PART_BYTES);
            small.sort(Comparator.comparingLong(TablePart::sizeBytes));
            return small.size() <= MAX_SMALL_PARTS ? List.of() : small.subList(0, SMALL_PARTS_FAN_IN);
        });
        if (sources.isEmpty()) {
            return;
        }
        MemoryPart.Builder result = new MemoryPart.Builder();
        List<MergeSource> readers = new ArrayList<>();
        sources.forEach(part -> readers.add(part.reader(null)));
        new PartMerger(readers, ItemsPreparer.none().get(), MemoryPart.MAX_BLOCK_BYTES, result).run();
        MemoryPart merged = result.build();
        memoryBytes.addAndGet(merged.sizeBytes() - TableMerges.totalBytes(sources));
        parts.replace(sources, List.of(merged));
    }

    /** Makes everything added so far durable, in one part on disk. */
    public void persist() throws IOException {
        ensureWritable();
        memoryLock.lock();
        try {
            pending.flush();
            persistMemoryParts();
        } finally {
            memoryLock.unlock();
        }
    }

    private void persistMemoryParts() throws IOException {
        List<TablePart> sources = parts.reserve(free -> free.stream().filter(TablePart::inMemory).toList());
        if (sources.isEmpty()) {
            return;
        }
        boolean done = false;
        try (MergeRun run = context.merges().persist(path().getFileName().toString())) {
            String id = ids.next();
            PartHeader header = merges.write(sources, directory.tmp(id), null, run);
            List<TablePart> results = new ArrayList<>();
            if (header != null) {
                // One rename is atomic, and there is nothing to remove: no transaction needed.
                context.swaps().pass(() -> directory.publish(directory.tmp(id), header.folderName(id)));
                results.add(merges.openPart(header.folderName(id)));
            }
            done = true;
            memoryBytes.addAndGet(-TableMerges.totalBytes(sources));
            parts.replace(sources, results);
            merges.partAdded();
            merges.tell(sources, results, run);
        } finally {
            if (!done) {
                parts.unreserve(sources);
            }
        }
    }

    /**
     * Merges some parts on disk into one, if the picker finds it worth while; false if there is nothing to do, or it
     * may not be done now.
     */
    public boolean mergeOnce() throws IOException {
        ensureWritable();
        return merges.some();
    }

    /**
     * Merges what there is when no part has come from memory for half a minute: to one part; or to two, if everything
     * beside the biggest is little. False as for {@link #mergeOnce}.
     */
    public boolean mergeIdle() throws IOException {
        ensureWritable();
        return merges.idle();
    }

    /** Persists, and merges everything on disk into one part. */
    public TableMerge mergeAll() throws IOException {
        return mergeAll(null, () -> false);
    }

    /**
     * The same. Merges that are under way end without a result, since this one does their work; parts that come later
     * are left to others.
     *
     * @param filter says what is kept, then a single part is written anew, too; null: everything
     * @param cancelled looked at between blocks
     * @throws io.laurel.part.MergeStoppedException if it was cancelled, or the storage closes
     */
    public TableMerge mergeAll(ItemFilter filter, BooleanSupplier cancelled) throws IOException {
        persist();
        return merges.all(filter, cancelled);
    }

    /**
     * What {@link #mergeAll(ItemFilter, BooleanSupplier)} would do now; works on tables open for reading only, too.
     *
     * @param filtered whether there would be a filter
     */
    public PlannedMerge planMergeAll(boolean filtered) throws IOException {
        if (lock != null) {
            flushPending();
        }
        return merges.plan(filtered);
    }

    /** Links what is on disk into a new folder, which then is such a table; the {@link SwapGate} must be closed. */
    public void linkTo(Path target, PartLinks links) throws IOException {
        links.parts(List.of(path()), List.of(target));
        if (context.disk().exists(path().resolve(CONVERTED_FILE))) {
            links.file(path().resolve(CONVERTED_FILE), target.resolve(CONVERTED_FILE));
        }
    }

    /** What is on disk and in memory parts; pending items are not among it. */
    public List<PartInfo> parts() throws IOException {
        try (PartSet.View<TablePart> view = parts.view()) {
            return view.parts().stream().map(TablePart::info).toList();
        }
    }

    /** Items that are in no part yet. */
    public long pendingItems() {
        return pending.size();
    }

    /** Bytes of what a power cut would take: items in memory parts and pending ones. */
    public long memoryBytes() {
        return memoryBytes.get() + pending.heapBytes();
    }

    /** True if anything is on disk or in memory parts. */
    public boolean hasParts() throws IOException {
        try (PartSet.View<TablePart> view = parts.view()) {
            return !view.parts().isEmpty();
        }
    }

    /** True if something would be lost in a power cut. */
    public boolean hasUnflushed() {
        return !pending.isEmpty() || memoryBytes.get() > 0;
    }

    private void ensureWritable() {
        if (closed || lock == null) {
            throw new IllegalStateException(
                    "the table " + path() + " is " + (closed ? "closed" : "open for reading only"));
        }
    }

    /** Persists and lets go of the folder. Searches that are open stay usable; merges must have ended. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            if (lock != null) {
                persist();
            }
        } finally {
            closed = true;
            try {
                parts.close();
            } finally {
                if (lock != null) {
                    lock.close();
                }
            }
        }
    }
}
