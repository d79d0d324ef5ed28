package io.laurel.part;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One merge under way. It asks here before each block whether it may go on, and tells what it has written; whoever
 * began it closes it. For one thread.
 */
public final class MergeRun implements AutoCloseable {
    /** A merge in memory: short, and nobody's business. */
    public static final MergeRun UNTOLD = new MergeRun();

    /** Why there is one; see {@link MergeControl}. */
    public enum Sort { PERSIST, BACKGROUND, FORCED }

    private final String table;
    private final MergeControl control;
    private final Sort sort;
    private final BooleanSupplier end;
    private final long startNs;
    private final Consumer<MergeDone> watcher;
    private long promisedBytes;
    private boolean closed;

    private MergeRun() {
        table = "memory";
        control = null;
        sort = Sort.PERSIST;
        end = () -> false;
        startNs = 0;
        watcher = done -> { };
    }

    MergeRun(String table, MergeControl control, Sort sort, BooleanSupplier end, long promisedBytes) {
        this.table = table;
        this.control = control;
        this.sort = sort;
        this.end = end;
        this.promisedBytes = promisedBytes;
        startNs = control.nowNs();
        watcher = control.begins(sort);
    }

    /** Nanoseconds since it began. */
    public long durationNs() {
        return control.nowNs() - startNs;
    }

    /** Its result is in place. */
    public void tell(MergeDone done) {
        watcher.accept(done);
    }

    /** @throws MergeStoppedException if the merge is to end here */
    public void check() throws MergeStoppedException {
        if (end.getAsBoolean()) {
            throw control.stopped(table);
        }
    }

    /** That many bytes more are on disk. Waits, if the merge is faster than it may be. */
    public void wrote(long bytes) throws MergeStoppedException {
        long given = Math.min(bytes, promisedBytes);
        if (given > 0) {
            promisedBytes -= given;
            control.space().give(given);
        }
        if (sort == Sort.BACKGROUND) {
            try {
                control.speed().spend(bytes, end);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MergeStoppedException(table, "its thread was interrupted");
            }
        }
    }

    /** Gives back the space that was not used. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            control.ended(sort);
        }
        if (promisedBytes > 0) {
            control.space().give(promisedBytes);
            promisedBytes = 0;
        }
    }
}
