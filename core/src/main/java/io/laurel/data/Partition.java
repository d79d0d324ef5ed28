package io.laurel.data;

import io.laurel.part.MergePicker;
import io.laurel.part.PartLinks;
import io.laurel.part.PartSet;
import io.laurel.part.UnfinishedSwapException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/**
 * One month of samples. Rows move through it in one direction:
 *
 * <pre>
 *   addRows -&gt; pending rows -&gt; parts in memory -&gt; one part on disk -&gt; bigger parts on disk
 *                       freeze           persist              mergeOnce, mergeAll
 *                                (small ones merge with each other)
 * </pre>
 *
 * Only {@link #beginPersist} leads from memory to disk. Safe for threads. Locks, in the order they are taken; pending
 * rows and the part set have their own below these:
 *
 * <pre>
 *   merging      shared by mergeOnce, alone for mergeAll and drop, which want every part for themselves
 *   persisting   one persist at a time, so that whoever returns from it has everything on disk
 *   inMemory     from choosing parts in memory to having replaced them, so that beginPersist finds none missing
 * </pre>
 */
final class Partition implements Closeable {
    /** The reference merges no further than this, and larger files are a burden to copy. */
    private static final long MAX_PART_BYTES = 1_000_000_000_000L;

    private final PartStore store;
    private final PartSet<Part> parts;
    private final PendingRows pending;
    private final MemoryPartMakers makers;
    /** Bytes of parts in memory, of all months. */
    private final AtomicLong memoryBytes;

    private final ReentrantReadWriteLock merging = new ReentrantReadWriteLock();
    private final ReentrantLock persisting = new ReentrantLock();
    private final ReentrantLock inMemory = new ReentrantLock();
    /** Why no more swaps may be made here until the next open; null normally. */
    private volatile UnfinishedSwapException unfinished;
    /** True when the folders of the month are gone: rows that still come are expired, and forgotten. */
    private volatile boolean dropped;

    Partition(PartStore store, List<Part> opened, DataLimits limits, RowBufferPool buffers, MemoryPartMakers makers,
            AtomicLong memoryBytes) {
        this.store = store;
        this.makers = makers;
        this.memoryBytes = memoryBytes;
        parts = new PartSet<>(opened);
        pending = new PendingRows(limits.shards(), buffers, this::freeze);
    }

    Month month() {
        return store.month();
    }

    /** Adds rows {@code [from, to)}, all of this month. When this returns a view has them. */
    void addRows(RowBuffer rows, int from, int to) throws IOException {
        pending.add(rows, from, to);
        mergeInMemory();
    }

    /** All parts, after everything pending has become one. */
    PartSet.View<Part> view() throws IOException {
        flushPending();
        return parts.view();
    }

    /** All parts as they are. */
    PartSet.View<Part> viewFlushed() {
        return parts.view();
    }

    void flushPending() throws IOException {
        pending.flush();
        mergeInMemory();
    }

    /** Rows that lie in no part yet. */
    long pendingRows() {
        return pending.size();
    }

    private void freeze(RowBuffer rows) throws IOException {
        if (dropped) {
            return;
        }
        MemoryPartMaker maker = makers.take();
        Part part;
        try {
            part = maker.fromRows(rows);
        } finally {
            makers.give(maker);
        }
        parts.add(part);
        memoryBytes.addAndGet(part.sizeBytes());
        if (dropped) {
            forgetMemory();
        }
    }

    /**
     * Merges small parts in memory as long as there are many; whoever finds another thread at it leaves it to that one.
     */
    private void mergeInMemory() throws IOException {
        boolean more = true;
        while (more && inMemory.tryLock()) {
            try {
                more = mergeTier();
            } finally {
                inMemory.unlock();
            }
        }
    }

    private boolean mergeTier() throws IOException {
        List<Part> chosen = parts.reserve(MemoryTiers::choose);
        if (chosen.isEmpty()) {
            return false;
        }
        MemoryPartMaker maker = makers.take();
        Part merged = null;
        try {
            merged = maker.fromParts(chosen);
        } finally {
            makers.give(maker);
            if (merged == null) {
                parts.unreserve(chosen);
            }
        }
        parts.replace(chosen, List.of(merged));
        memoryBytes.addAndGet(merged.sizeBytes() - Part.totalBytes(chosen));
        if (dropped) {
            forgetMemory();
        }
        return true;
    }

    /** Settles what is to be written: everything added before the call. To be closed by the same thread. */
    Persist beginPersist() throws IOException {
        persisting.lock();
        boolean begun = false;
        try {
            pending.flush();
            inMemory.lock();
            try {
                Persist persist = new Persist(dropped ? List.of()
                        : parts.reserve(free -> free.stream().filter(Part::inMemory).toList()));
                begun = true;
                return persist;
            } finally {
                inMemory.unlock();
            }
        } finally {
            if (!begun) {
                persisting.unlock();
            }
        }
    }

    /** Parts in memory on their way to the disk: nobody else merges or persists them until this is closed. */
    final class Persist {
        private List<Part> sources;

        private Persist(List<Part> sources) {
            this.sources = sources;
        }

        boolean isEmpty() {
            return sources.isEmpty();
        }

        /** Makes all of them one part on disk. */
        void write(MergeRules rules) throws IOException {
            List<Part> taken = sources;
            sources = List.of();
            merge(taken, rules);
            memoryBytes.addAndGet(-Part.totalBytes(taken));
        }

        /** Lets go of what was not written. */
        void close() {
            parts.unreserve(sources);
            persisting.unlock();
        }
    }

    /**
     * Merges some parts on disk, if there are enough of nearly one size.
     *
     * @return false if there was nothing to do, or somebody is merging everything
     */
    boolean mergeOnce(MergeRules rules) throws IOException {
        if (unfinished != null || !merging.readLock().tryLock()) {
            return false;
        }
        try {
            if (dropped) {
                return false;
            }
            long maxBytes = Math.min(store.freeBytes(), MAX_PART_BYTES);
            List<Part> sources = parts.reserve(pick(true, maxBytes));
            if (sources.isEmpty()) {
                sources = parts.reserve(pick(false, maxBytes));
            }
            if (sources.isEmpty()) {
                return false;
            }
            merge(sources, rules);
            return true;
        } finally {
            merging.readLock().unlock();
        }
    }

    private UnaryOperator<List<Part>> pick(boolean small, long maxBytes) {
        return free -> {
            List<Part> candidates = new ArrayList<>();
            for (Part part : free) {
                if (!part.inMemory() && store.isSmall(part) == small) {
                    candidates.add(part);
                }
            }
            // Of equal sizes the later ones are preferred: late rows may still come to the earlier ones' time.
            candidates.sort(Comparator.comparingLong((Part part) -> part.header().minTimestampMs()).reversed());
            long[] sizes = candidates.stream().mapToLong(Part::sizeBytes).toArray();
            List<Part> picked = new ArrayList<>();
            for (int index : MergePicker.pick(sizes, MergePicker.FAN_IN, maxBytes)) {
                picked.add(candidates.get(index));
            }
            return picked;
        };
    }

    /** Makes one part on disk of all that are there, and of a single one if the rules leave out some of it. */
    void mergeAll(MergeRules rules) throws IOException {
        merging.writeLock().lock();
        try {
            if (unfinished != null) {
                throw unfinished;
            }
            if (dropped) {
                return;
            }
            List<Part> sources = parts.reserve(free -> free.stream().filter(part -> !part.inMemory()).toList());
            if (isWorthIt(sources, rules)) {
                merge(sources, rules);
            }
        } finally {
            merging.writeLock().unlock();
        }
    }

    /** Whether all that is on disk has to be merged; if not, it is free again. */
    private boolean isWorthIt(List<Part> reserved, MergeRules rules) throws IOException {
        boolean worthIt = false;
        try {
            worthIt = reserved.size() > 1 || reserved.size() == 1
                    && (reserved.get(0).minDedupIntervalMs() < rules.dedupIntervalMs()
                            || store.hasRubbish(reserved.get(0), rules));
            return worthIt;
        } finally {
            if (!worthIt) {
                parts.unreserve(reserved);
            }
        }
    }

    /** Merges reserved parts to disk and swaps them; after a failure they are free again, if that is safe. */
    private void merge(List<Part> sources, MergeRules rules) throws IOException {
        PartStore.Merged merged;
        try {
            merged = store.merge(sources, rules);
        } catch (UnfinishedSwapException e) {
            // The sources stay reserved: merged once more, their samples would be there twice after the next open.
            unfinished = e;
            throw e;
        } catch (IOException | RuntimeException e) {
            parts.unreserve(sources);
            throw e;
        }
        parts.replace(sources, merged.result() == null ? List.of() : List.of(merged.result()));
        store.tell(merged.done());
    }

    /** What takes the folders of the month out of their place. */
    @FunctionalInterface
    interface TakeAway {
        void run() throws IOException;
    }

    /**
     * Ends the month: afterwards it has no folders and no parts. Views keep theirs.
     *
     * @return false if it was left as it is, because somebody is writing there
     */
    boolean drop(TakeAway folders) throws IOException {
        if (unfinished != null || !merging.writeLock().tryLock()) {
            return false;
        }
        try {
            if (!persisting.tryLock()) {
                return false;
            }
            try {
                folders.run();
                dropped = true;
                pending.flush();
                forget(parts.reserve(free -> free));
                return true;
            } finally {
                persisting.unlock();
            }
        } finally {
            merging.writeLock().unlock();
        }
    }

    boolean isDropped() {
        return dropped;
    }

    private void forgetMemory() throws IOException {
        forget(parts.reserve(free -> free.stream().filter(Part::inMemory).toList()));
    }

    /** Reserved parts are no longer served. */
    private void forget(List<Part> sources) throws IOException {
        memoryBytes.addAndGet(-Part.totalBytes(sources.stream().filter(Part::inMemory).toList()));
        parts.replace(sources, List.of());
    }

    /** Removes parts on disk that end before the deadline; false if there is none that nobody merges. */
    boolean dropPartsBefore(long deadlineMs) throws IOException {
        if (unfinished != null || !merging.readLock().tryLock()) {
            return false;
        }
        try {
            List<Part> expired = parts.reserve(free -> free.stream()
                    .filter(part -> !part.inMemory() && part.header().maxTimestampMs() < deadlineMs).toList());
            if (expired.isEmpty()) {
                return false;
            }
            forget(expired);
            for (Part part : expired) {
                store.remove(part);
            }
            return true;
        } finally {
            merging.readLock().unlock();
        }
    }

    /** Links all parts on disk into this month's two folders of a snapshot. */
    void linkTo(Path smallTarget, Path bigTarget, PartLinks links) throws IOException {
        store.linkTo(smallTarget, bigTarget, links);
    }

    /** Lets go of the parts; what is only in memory is gone. */
    @Override
    public void close() throws IOException {
        parts.close();
    }
}
