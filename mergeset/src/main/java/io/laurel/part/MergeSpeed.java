package io.laurel.part;

import io.laurel.env.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How many bytes a second the merges in the background write, all together. What was written has to be paid for with
 * time: with threads they wait between two blocks until that is done, otherwise the next merge does not begin before.
 * Safe for threads.
 */
public final class MergeSpeed {
    /** Time that was not used may be used later, but no more than that. */
    private static final long SAVED_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A waiting thread looks at the clock at least that often: it may be one that jumps. */
    private static final long GLANCE_NS = TimeUnit.SECONDS.toNanos(1);

    private final TimeSource time;
    /** 0: no limit. */
    private final long bytesPerSecond;
    private final boolean waits;
    private long paidAtNs;

    /** @param waits whether {@link #spend} waits on its thread */
    public MergeSpeed(TimeSource time, long bytesPerSecond, boolean waits) {
        this.time = time;
        this.bytesPerSecond = bytesPerSecond;
        this.waits = waits;
        paidAtNs = time.monotonicNs();
    }

    static MergeSpeed unlimited(TimeSource time) {
        return new MergeSpeed(time, 0, false);
    }

    /** How long it takes until everything written so far is paid for. */
    synchronized long debtNs() {
        return bytesPerSecond == 0 ? 0 : Math.max(0, paidAtNs - time.monotonicNs());
    }

    /** Somebody wrote that many bytes; waits until they are paid for, or until it is told to end. */
    synchronized void spend(long bytes, BooleanSupplier end) throws InterruptedException {
        if (bytesPerSecond == 0) {
            return;
        }
        paidAtNs = Math.max(paidAtNs, time.monotonicNs() - SAVED_NS);
        paidAtNs += (long) (1e9 * bytes / bytesPerSecond);
        long mineNs = paidAtNs;
        while (waits && !end.getAsBoolean()) {
            long waitNs = mineNs - time.monotonicNs();
            if (waitNs <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(waitNs, GLANCE_NS));
        }
    }

    /** Lets those that wait see whether they should end. */
    synchronized void wake() {
        notifyAll();
    }
}
