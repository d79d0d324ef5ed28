package io.laurel.mergeset;

import io.laurel.bytes.Zstd;
import io.laurel.env.DiskFullException;
import io.laurel.part.MergeControl;
import io.laurel.part.MergeDone;
import io.laurel.part.MergePicker;
import io.laurel.part.MergeRun;
import io.laurel.part.MergeStoppedException;
import io.laurel.part.MergeVerdict;
import io.laurel.part.PartDirectory;
import io.laurel.part.PartIds;
import io.laurel.part.PartSet;
import io.laurel.part.PartTransaction;
import io.laurel.part.PartsSize;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import io.laurel.part.UnfinishedSwapException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/** The merges of parts on disk in a {@link Table}. Safe for threads. */
final class TableMerges {
    /** More than that on disk gain nothing from being one part. */
    private static final long MAX_PART_BYTES = 400_000_000_000L;

    /** A table that got no part for that long is idle. */
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(30);

    /** An idle table becomes one part anyway while it is no larger than that. */
    private static final long CHEAP_BYTES = 4L << 20;

    /** Who waits for merges under way looks that often whether he should go on waiting. */
    private static final long CANCEL_MS = 100;

    private final Table.Context context;
    private final PartDirectory directory;
    private final PartSet<TablePart> parts;
    private final PartIds ids;

    /** Shared by merges; alone for {@link #all} while it takes every part for itself. */
    private final ReentrantReadWriteLock mergeLock = new ReentrantReadWriteLock();
    /** When the last part came to the disk from memory, or the table was opened. */
    private volatile long lastPartNs;
    /** How many want every part on disk: merges in the background make way. */
    private final AtomicInteger wanted = new AtomicInteger();

    TableMerges(Table.Context context, PartDirectory directory, PartSet<TablePart> parts, PartIds ids) {
        this.context = context;
        this.directory = directory;
        this.parts = parts;
        this.ids = ids;
        partAdded();
    }

    /** Merges some parts on disk, if that is worth while; see {@link Table#mergeOnce}. */
    boolean some() throws IOException {
        return some(name(), MergePicker::pickNext);
    }

    /** Merges what is left when nothing has come for a while; see {@link Table#mergeIdle}. */
    boolean idle() throws IOException {
        if (context.merges().nowNs() - lastPartNs < IDLE_NS) {
            return false;
        }
        return some(name() + " idle parts", (sizes, maxBytes) -> MergePicker.pickIdle(sizes, CHEAP_BYTES, maxBytes));
    }

    /** A part came from memory. */
    void partAdded() {
        lastPartNs = context.merges().nowNs();
    }

    private interface Picker {
        int[] pick(long[] sizes, long maxOutBytes);
    }

    private boolean some(String sort, Picker picker) throws IOException {
        MergeControl control = context.merges();
        if (wanted.get() > 0 || !control.mayBegin() || !mergeLock.readLock().tryLock()) {
            return false;
        }
        try {
            List<TablePart> sources = parts.reserve(free -> pick(free, picker, MAX_PART_BYTES));
            MergeRun run = begin(sources);
            boolean needsSpace = run == null && !sources.isEmpty();
            control.noteSpace(sort, needsSpace);
            if (needsSpace) {
                long available = Math.min(MAX_PART_BYTES, control.availableBytes());
                sources = parts.reserve(free -> pick(free, picker, available));
                run = begin(sources);
            }
            if (run == null) {
                return false;
            }
            try (MergeRun going = run) {
                merge(sources, null, going);
            }
            return true;
        } catch (MergeStoppedException e) {
            // As it was told; the parts are as they were.
            return false;
        } catch (DiskFullException e) {
            control.foundFull();
            control.noteSpace(sort, true);
            return false;
        } finally {
            mergeLock.readLock().unlock();
        }
    }

    private static List<TablePart> pick(List<TablePart> free, Picker picker, long maxOutBytes) {
        List<TablePart> onDisk = onDisk(free);
        long[] sizes = onDisk.stream().mapToLong(TablePart::sizeBytes).toArray();
        List<TablePart> chosen = new ArrayList<>();
        for (int index : picker.pick(sizes, maxOutBytes)) {
            chosen.add(onDisk.get(index));
        }
        return chosen;
    }

    /** Null if there is nothing, or no space for it: then the parts are free again. */
    private MergeRun begin(List<TablePart> reserved) throws IOException {
        MergeRun run = null;
        try {
            if (!reserved.isEmpty()) {
                run = context.merges().background(name(), totalBytes(reserved), () -> wanted.get() > 0);
            }
            return run;
        } finally {
            if (run == null) {
                parts.unreserve(reserved);
            }
        }
    }

    /** Makes one part on disk of all that are there; see {@link Table#mergeAll(ItemFilter, BooleanSupplier)}. */
    TableMerge all(ItemFilter filter, BooleanSupplier cancelled) throws IOException {
        List<TablePart> sources = reserveAll(cancelled);
        try {
            MergeVerdict verdict = verdict(sources.size(), filter != null);
            MergeRun run = null;
            try {
                if (verdict.merges()) {
                    run = context.merges().forced(name(), totalBytes(sources), cancelled);
                    verdict = run == null ? MergeVerdict.NO_SPACE : verdict;
                }
            } finally {
                if (run == null) {
                    parts.unreserve(sources);
                }
            }
            if (run == null) {
                return TableMerge.none(MergeDone.Kind.INDEX, name(), verdict, size(sources));
            }
            try (MergeRun going = run) {
                MergeDone done = merge(sources, filter, going);
                return TableMerge.of(done, verdict, partsOnDisk());
            } catch (DiskFullException e) {
                context.merges().foundFull();
                return TableMerge.none(MergeDone.Kind.INDEX, name(), MergeVerdict.NO_SPACE, size(sources));
            }
        } finally {
            mergeLock.readLock().unlock();
        }
    }

    /** Reserves everything on disk, for the holder of the shared lock that this takes. */
    private List<TablePart> reserveAll(BooleanSupplier cancelled) throws IOException {
        wanted.incrementAndGet();
        try {
            while (!mergeLock.writeLock().tryLock(CANCEL_MS, TimeUnit.MILLISECONDS)) {
                context.merges().ensureGoesOn(name(), cancelled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MergeStoppedException(name(), "its thread was interrupted");
        } finally {
            wanted.decrementAndGet();
        }
        try {
            List<TablePart> all = parts.reserve(TableMerges::onDisk);
            mergeLock.readLock().lock();
            return all;
        } finally {
            mergeLock.writeLock().unlock();
        }
    }

    /** What {@link #all} would do now. */
    PlannedMerge plan(boolean filtered) throws IOException {
        try (PartSet.View<TablePart> view = parts.view()) {
            PartsSize size = size(view.parts());
            MergeVerdict verdict = verdict(size.parts(), filtered);
            if (verdict.merges() && context.merges().availableBytes() < size.bytes()) {
                verdict = MergeVerdict.NO_SPACE;
            }
            return new PlannedMerge(MergeDone.Kind.INDEX, name(), verdict, size);
        }
    }

    private static MergeVerdict verdict(int parts, boolean filtered) {
        return parts > 1 ? MergeVerdict.SEVERAL_PARTS
                : parts == 1 && filtered ? MergeVerdict.DELETED_OR_EXPIRED : MergeVerdict.NOTHING_TO_DO;
    }

    /** Replaces parts on disk, which are reserved, by one of what the filter keeps; null: of everything. */
    private MergeDone merge(List<TablePart> sources, ItemFilter filter, MergeRun run) throws IOException {
        String id = ids.next();
        Path tmp = directory.tmp(id);
        PartHeader header;
        try {
            header = write(sources, tmp, filter, run);
            Path target = header == null ? null : directory.path().resolve(header.folderName(id));
            List<Path> paths = sources.stream().map(TablePart::path).toList();
            context.swaps().pass(() -> PartTransaction.commit(context.disk(), directory.txn(), id, paths, tmp, target,
                    List.of(directory.path())));
        } catch (UnfinishedSwapException e) {
            // The sources may have left their places: they are served as long as they are open, and never merged again.
            throw e;
        } catch (IOException | RuntimeException e) {
            parts.unreserve(sources);
            throw e;
        }
        List<TablePart> results = header == null ? List.of() : List.of(openPart(header.folderName(id)));
        parts.replace(sources, results);
        return tell(sources, results, run);
    }

    /** Tells of a merge whose result is in place. */
    MergeDone tell(List<TablePart> sources, List<TablePart> results, MergeRun run) {
        List<String> onDisk = sources.stream().filter(part -> !part.inMemory()).map(TablePart::name).toList();
        MergeDone done = new MergeDone(MergeDone.Kind.INDEX, name(),
                onDisk, sources.size() - onDisk.size(), results.isEmpty() ? null : results.get(0).name(),
                totalItems(sources), totalItems(results), totalBytes(sources), totalBytes(results),
                MergeDone.Dropped.NOTHING, run.durationNs());
        run.tell(done);
        return done;
    }

    /** Merges what the filter keeps, or everything, into a part at {@code tmp}; null if nothing was left. */
    PartHeader write(List<TablePart> sources, Path tmp, ItemFilter filter, MergeRun run) throws IOException {
        Zstd zstd = context.zstd().take();
        try (BlockLoader loader = new BlockLoader(context.zstd());
                PartWriter writer = new PartWriter(context.disk(), tmp, PartWriter.level(totalItems(sources)), zstd)) {
            List<MergeSource> readers = new ArrayList<>();
            for (TablePart source : sources) {
                MergeSource reader = source.reader(loader);
                readers.add(() -> {
                    run.check();
                    return reader.next();
                });
            }
            BlockSink sink = block -> {
                long before = writer.sizeBytes();
                writer.add(block);
                run.wrote(writer.sizeBytes() - before);
            };
            new PartMerger(readers, context.preparers().get(), ItemsBlockCodec.MAX_BLOCK_BYTES, sink).run(filter);
            PartHeader header = writer.finish();
            if (header == null) {
                context.disk().deleteTree(tmp);
            }
            return header;
        } catch (IOException | RuntimeException e) {
            try {
                context.disk().deleteTree(tmp);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        } finally {
            context.zstd().give(zstd);
        }
    }

    Part openPart(String name) throws IOException {
        return Part.open(context.disk(), directory.path().resolve(name), context.caches(), context.zstd());
    }

    static long totalBytes(List<TablePart> parts) {
        return parts.stream().mapToLong(TablePart::sizeBytes).sum();
    }

    private static long totalItems(List<TablePart> parts) {
        return parts.stream().mapToLong(TablePart::itemsCount).sum();
    }

    private static PartsSize size(List<TablePart> parts) {
        return new PartsSize(parts.size(), totalItems(parts), totalBytes(parts));
    }

    private static List<TablePart> onDisk(List<TablePart> parts) {
        return parts.stream().filter(part -> !part.inMemory()).toList();
    }

    private int partsOnDisk() throws IOException {
        try (PartSet.View<TablePart> view = parts.view()) {
            return onDisk(view.parts()).size();
        }
    }

    private String name() {
        return directory.path().getFileName().toString();
    }
}
