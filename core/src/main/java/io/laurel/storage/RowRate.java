package io.laurel.storage;

import java.util.concurrent.TimeUnit;

/**
 * How many rows a second came over the last minute: a ring of marks "so many rows there were by then", set by whoever
 * adds rows, or asks, when the last mark is five seconds old. Safe for threads.
 */
final class RowRate {
    static final long SPAN_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long STEP_NS = TimeUnit.SECONDS.toNanos(5);

    /** One to spare, so that there is always a mark that is a minute old if there ever was one. */
    private static final int MARKS = (int) (SPAN_NS / STEP_NS) + 2;

    private volatile long nextNs;

    // Guarded by this object
    private final long[] atNs = new long[MARKS];
    private final long[] rows = new long[MARKS];
    private int last;
    private int count = 1;

    /** @param nowNs here and below by {@link io.laurel.env.TimeSource#monotonicNs()} */
    RowRate(long nowNs) {
        atNs[0] = nowNs;
        nextNs = nowNs + STEP_NS;
    }

    /** Whether it is time for {@link #mark}. */
    boolean isDue(long nowNs) {
        return nowNs - nextNs >= 0;
    }

    /** So many rows were added since the beginning. */
    synchronized void mark(long nowNs, long rowsSoFar) {
        if (isDue(nowNs)) {
            last = (last + 1) % MARKS;
            atNs[last] = nowNs;
            rows[last] = rowsSoFar;
            count = Math.min(count + 1, MARKS);
            nextNs = nowNs + STEP_NS;
        }
    }

    /** Rows a second since the last mark that is a minute old, or since the beginning. */
    synchronized double perSecond(long nowNs, long rowsSoFar) {
        int at = last;
        for (int back = 0; back < count - 1 && nowNs - atNs[at] < SPAN_NS; back++) {
            at = (at + MARKS - 1) % MARKS;
        }
        long ns = nowNs - atNs[at];
        return ns <= 0 ? 0 : (rowsSoFar - rows[at]) * 1e9 / ns;
    }
}
