package io.laurel.data;

import io.laurel.env.DiskFullException;
import io.laurel.part.MergeControl;
import io.laurel.part.MergeDone;
import io.laurel.part.MergeRun;
import io.laurel.part.MergeStoppedException;
import io.laurel.part.MergeVerdict;
import io.laurel.part.PartLinks;
import io.laurel.part.PartSet;
import io.laurel.part.PartsSize;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import io.laurel.part.UnfinishedSwapException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/**
 * One month of samples. Rows move through it in one direction:
 *
 * <pre>
 *   addRows -&gt; pending rows -&gt; parts in memory -&gt; one part on disk -&gt; bigger parts on disk
 *                       freeze           persist              mergeSmall, mergeBig, mergeAll
 *                                (small ones merge with each other)
 * </pre>
 *
 * Only {@link #beginPersist} leads from memory to disk. Safe for threads. Locks, in the order they are taken; pending
 * rows and the part set have their own below these:
 *
 * <pre>
 *   merging      shared by merges; alone for drop, and for mergeAll while it takes every part for itself
 *   persisting   one persist at a time, so that whoever returns from it has everything on disk
 *   inMemory     from choosing parts in memory to having replaced them, so that beginPersist finds none missing
 * </pre>
 */
final class Partition implements Closeable {
    /** A month that got no part for that long is idle. */
    static final long IDLE_NS = TimeUnit.HOURS.toNanos(1);
    /** Who waits for merges under way looks that often whether he should go on waiting. */
    private static final long CANCEL_MS = 100;
    /** A month that is to be dropped waits that long for merges that were told to end. */
    private static final long DROP_MS = 1_000;

    private final PartStore store;
    private final MergeChoice choice;
    private final PartSet<Part> parts;
    private final PendingRows pending;
    private final MemoryPartMakers makers;
    /** Bytes of parts in memory, of all months. */
    private final AtomicLong memoryBytes;

    private final ReentrantReadWriteLock merging = new ReentrantReadWriteLock();
    private final ReentrantLock persisting = new ReentrantLock();
    private final ReentrantLock inMemory = new ReentrantLock();
    /** When the last part came to the disk from memory, or the month was opened. */
    private volatile long lastPartNs;
    /** How many want every part on disk: merges in the background make way. */
    private final AtomicInteger wanted = new AtomicInteger();
    /** Why no more swaps may be made here until the next open; null normally. */
    private volatile UnfinishedSwapException unfinished;
    /** True when the folders of the month are gone: rows that still come are expired, and forgotten. */
    private volatile boolean dropped;

    Partition(PartStore store, List<Part> opened, DataLimits limits, RowBufferPool buffers, MemoryPartMakers makers,
            AtomicLong memoryBytes) {
        this.store = store;
        this.choice = new MergeChoice(store, limits.maxSmallPartBytes());
        this.makers = makers;
        this.memoryBytes = memoryBytes;
        lastPartNs = store.merges().nowNs();
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

    /** The rows that lie in no part yet. */
    PendingRows pending() {
        return pending;
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
            try (MergeRun run = store.merges().persist(month().name())) {
                merge(taken, rules, run);
            }
            lastPartNs = store.merges().nowNs();
            memoryBytes.addAndGet(-Part.totalBytes(taken));
        }

        /** Lets go of what was not written. */
        void close() {
            parts.unreserve(sources);
            persisting.unlock();
        }
    }

    /**
     * Merges some parts on disk to a small one, if there are enough of nearly one size.
     *
     * @return false if there was nothing to do, or it may not be done now
     */
    boolean mergeSmall(MergeRules rules) throws IOException {
        return mergeSome(rules, "small parts", choice::small);
    }

    /** The same for parts that become a big one. */
    boolean mergeBig(MergeRules rules) throws IOException {
        return mergeSome(rules, "big parts", choice::big);
    }

    /**
     * Merges what is left when no part has come for {@link #IDLE_NS}; all of it, if the month is over and was not
     * thinned out to the interval of the rules yet.
     */
    boolean mergeIdle(MergeRules rules) throws IOException {
        if (store.merges().nowNs() - lastPartNs < IDLE_NS) {
            return false;
        }
        long dedupIntervalMs = month().lastMs() < store.wallMs() ? rules.dedupIntervalMs() : 0;
        return mergeSome(rules, "idle parts", (free, maxBytes) -> choice.idle(free, dedupIntervalMs, maxBytes));
    }

    private boolean mergeSome(MergeRules rules, String sort, MergeChoice.Chooser chooser) throws IOException {
        MergeControl control = store.merges();
        if (unfinished != null || wanted.get() > 0 || !control.mayBegin() || !merging.readLock().tryLock()) {
            return false;
        }
        try {
            if (dropped) {
                return false;
            }
            List<Part> sources = parts.reserve(free -> chooser.choose(free, Long.MAX_VALUE));
            MergeRun run = begin(sources);
            boolean needsSpace = run == null && !sources.isEmpty();
            control.noteSpace(month() + " " + sort, needsSpace);
            if (needsSpace) {
                long available = control.availableBytes();
                sources = parts.reserve(free -> chooser.choose(free, available));
                run = begin(sources);
            }
            if (run == null) {
                return false;
            }
            try (MergeRun going = run) {
                merge(sources, rules, going);
            }
            return true;
        } catch (MergeStoppedException e) {
            // As it was told; the parts are as they were.
            return false;
        } catch (DiskFullException e) {
            control.foundFull();
            control.noteSpace(month() + " " + sort, true);
            return false;
        } finally {
            merging.readLock().unlock();
        }
    }

    /** Null if there is nothing, or no space for it: then the parts are free again. */
    private MergeRun begin(List<Part> reserved) throws IOException {
        MergeRun run = null;
        try {
            if (!reserved.isEmpty()) {
                run = store.merges().background(month().name(), Part.totalBytes(reserved), () -> wanted.get() > 0);
            }
            return run;
        } finally {
            if (run == null) {
                parts.unreserve(reserved);
            }
        }
    }

    /**
     * Makes one part on disk of all that are there, and of a single one if the rules leave out some of it. Merges that
     * are under way end without a result, since this one does their work; parts that come later are left to others.
     *
     * @param cancelled looked at between blocks
     * @throws io.laurel.part.MergeStoppedException if it was cancelled, or the storage closes
     */
    TableMerge mergeAll(MergeRules rules, BooleanSupplier cancelled) throws IOException {
        List<Part> sources = reserveAll(cancelled);
        try {
            MergeVerdict verdict = null;
            MergeRun run = null;
            try {
                verdict = store.verdict(sources, rules);
                if (verdict.merges()) {
                    run = store.merges().forced(month().name(), Part.totalBytes(sources), cancelled);
                    verdict = run == null ? MergeVerdict.NO_SPACE : verdict;
                }
            } finally {
                if (run == null) {
                    parts.unreserve(sources);
                }
            }
            if (run == null) {
                return TableMerge.none(MergeDone.Kind.SAMPLES, month().name(), verdict, size(sources));
            }
            try (MergeRun going = run) {
                MergeDone done = merge(sources, rules, going);
                return TableMerge.of(done, verdict, partsOnDisk());
            } catch (DiskFullException e) {
                store.merges().foundFull();
                return TableMerge.none(MergeDone.Kind.SAMPLES, month().name(), MergeVerdict.NO_SPACE, size(sources));
            }
        } finally {
            merging.readLock().unlock();
        }
    }

    /** Reserves everything on disk, for the holder of the shared lock that this takes. */
    private List<Part> reserveAll(BooleanSupplier cancelled) throws IOException {
        wanted.incrementAndGet();
        try {
            while (!merging.writeLock().tryLock(CANCEL_MS, TimeUnit.MILLISECONDS)) {
                store.merges().ensureGoesOn(month().name(), cancelled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MergeStoppedException(month().name(), "its thread was interrupted");
        } finally {
            wanted.decrementAndGet();
        }
        try {
            if (unfinished != null) {
                throw unfinished;
            }
            List<Part> all = dropped ? List.of() : parts.reserve(MergeChoice::onDisk);
            merging.readLock().lock();
            return all;
        } finally {
            merging.writeLock().unlock();
        }
    }

    /** What {@link #mergeAll} would do now, apart from what is in memory. */
    PlannedMerge plan(MergeRules rules) throws IOException {
        try (PartSet.View<Part> view = parts.view()) {
            List<Part> all = view.parts();
            MergeVerdict verdict = store.verdict(all, rules);
            if (verdict.merges() && store.merges().availableBytes() < Part.totalBytes(all)) {
                verdict = MergeVerdict.NO_SPACE;
            }
            return new PlannedMerge(MergeDone.Kind.SAMPLES, month().name(), verdict, size(all));
        }
    }

    private static PartsSize size(List<Part> list) {
        long rows = 0;
        for (Part part : list) {
            rows += part.header().rows();
        }
        return new PartsSize(list.size(), rows, Part.totalBytes(list));
    }

    private int partsOnDisk() throws IOException {
        try (PartSet.View<Part> view = parts.view()) {
            return MergeChoice.onDisk(view.parts()).size();
        }
    }

    /** Merges reserved parts to disk and swaps them; after a failure they are free again, if that is safe. */
    private MergeDone merge(List<Part> sources, MergeRules rules, MergeRun run) throws IOException {
        PartStore.Merged merged;
        try {
            merged = store.merge(sources, rules, run);
        } catch (UnfinishedSwapException e) {
            // The sources stay reserved: merged once more, their samples would be there twice after the next open.
            unfinished = e;
            throw e;
        } catch (IOException | RuntimeException e) {
            parts.unreserve(sources);
            throw e;
        }
        parts.replace(sources, merged.result() == null ? List.of() : List.of(merged.result()));
        run.tell(merged.done());
        return merged.done();
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
        if (unfinished != null || !waitForMerges()) {
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

    /** Takes the lock alone, if merges end soon: those in the background do, a forced one may take long. */
    private boolean waitForMerges() {
        wanted.incrementAndGet();
        try {
            return merging.writeLock().tryLock(DROP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            wanted.decrementAndGet();
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
