package io.laurel.part;

import java.util.function.BooleanSupplier;

/**
 * One merge under way. It asks here before each block whether it may go on, and tells what it has written; whoever
 * began it closes it. For one thread.
 */
public final class MergeRun implements AutoCloseable {
    /** A merge in memory: short, and nobody's business. */
    public static final MergeRun UNTOLD = new MergeRun("memory", null, () -> false, false, 0);

    private final String table;
    private final MergeControl control;
    private final BooleanSupplier end;
    private final boolean limited;
    private long promisedBytes;

    MergeRun(String table, MergeControl control, BooleanSupplier end, boolean limited, long promisedBytes) {
        this.table = table;
        this.control = control;
        this.end = end;
        this.limited = limited;
        this.promisedBytes = promisedBytes;
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
        if (limited) {
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
        if (promisedBytes > 0) {
            control.space().give(promisedBytes);
            promisedBytes = 0;
        }
    }
}
