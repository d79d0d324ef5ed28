package io.laurel.part;

import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the merges of all tables of a storage obey, and whom they tell. Safe for threads. There are three sorts:
 *
 * <pre>
 *                 space           speed      ends before it is done
 *   persist       what there is   unlimited  never
 *   background    promised first  limited    when merges are paused, somebody wants the parts, or the storage closes
 *   forced        promised first  unlimited  when its caller cancels it, or the storage closes
 * </pre>
 */
public final class MergeControl {
    private final TimeSource time;
    private final DiskSpace space;
    private final MergeSpeed speed;
    private final MergeListener listener;
    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentSkipListSet<String> shortOfSpace = new ConcurrentSkipListSet<>();
    private volatile boolean stopped;
    private volatile boolean paused;

    public MergeControl(TimeSource time, DiskSpace space, MergeSpeed speed, MergeListener listener) {
        this.time = time;
        this.space = space;
        this.speed = speed;
        this.listener = listener;
    }

    /**
     * Whatever the disk has, as fast as it goes.
     *
     * @param listener told of each merge when its result is in place
     */
    public static MergeControl unlimited(Disk disk, Path path, TimeSource time, Consumer<MergeDone> listener) {
        return new MergeControl(time, new DiskSpace(disk, time, path, 0), MergeSpeed.unlimited(time),
                sort -> listener);
    }

    DiskSpace space() {
        return space;
    }

    MergeSpeed speed() {
        return speed;
    }

    /** The clock of merges. */
    public long nowNs() {
        return time.monotonicNs();
    }

    Consumer<MergeDone> begins(MergeRun.Sort sort) {
        if (sort != MergeRun.Sort.PERSIST) {
            running.incrementAndGet();
        }
        return listener.begins(sort);
    }

    void ended(MergeRun.Sort sort) {
        if (sort != MergeRun.Sort.PERSIST) {
            running.decrementAndGet();
        }
    }

    /** How many merges of parts on disk are under way. */
    public int running() {
        return running.get();
    }

    /** Ends all merges but those from memory to disk, and begins no more, for good. */
    public void stop() {
        stopped = true;
        speed.wake();
    }

    /** Ends the merges in the background at their next block, and begins no more until {@link #resume()}. */
    public void pause() {
        paused = true;
        speed.wake();
    }

    public void resume() {
        paused = false;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Whether a merge in the background may begin now: not while one has still to be paid for. */
    public boolean mayBegin() {
        return !stopped && !paused && speed.debtNs() == 0;
    }

    /** The merges in the background that did not begin for lack of space. */
    public List<String> shortOfSpace() {
        return List.copyOf(shortOfSpace);
    }

    /** Free bytes that a merge could have now. */
    public long availableBytes() throws IOException {
        return space.availableBytes();
    }

    /** Writes what is in memory. */
    public MergeRun persist(String table) {
        return new MergeRun(table, this, MergeRun.Sort.PERSIST, () -> false, 0);
    }

    /**
     * Begins a merge in the background.
     *
     * @param bytes what it may write
     * @param unwanted says when the parts are wanted for something else
     * @return null if there is not that much space
     */
    public MergeRun background(String table, long bytes, BooleanSupplier unwanted) throws IOException {
        return space.take(bytes)
                ? new MergeRun(table, this, MergeRun.Sort.BACKGROUND,
                        () -> stopped || paused || unwanted.getAsBoolean(), bytes)
                : null;
    }

    /**
     * Begins a merge that somebody asked for.
     *
     * @param cancelled says when he has changed his mind
     * @return null if there is not that much space
     */
    public MergeRun forced(String table, long bytes, BooleanSupplier cancelled) throws IOException {
        return space.take(bytes)
                ? new MergeRun(table, this, MergeRun.Sort.FORCED, () -> stopped || cancelled.getAsBoolean(), bytes)
                : null;
    }

    /** A merge found no space for what it was promised: for a while none begins. */
    public void foundFull() {
        space.foundFull();
    }

    /** Remembers whether merges in the background, of a table and of that sort, lack space at the moment. */
    public void noteSpace(String merges, boolean isShort) {
        if (isShort) {
            shortOfSpace.add(merges);
        } else {
            shortOfSpace.remove(merges);
        }
    }

    /** @throws MergeStoppedException if nothing is merged any more, or the merge was cancelled */
    public void ensureGoesOn(String table, BooleanSupplier cancelled) throws MergeStoppedException {
        if (stopped || cancelled.getAsBoolean()) {
            throw stopped(table);
        }
    }

    MergeStoppedException stopped(String table) {
        return new MergeStoppedException(table, stopped ? "the storage is being closed" : "it was cancelled");
    }
}
