package io.laurel.indexdb;

import io.laurel.series.Days;

/** When an index generation ends and how series move to the next one: arithmetic, shared with the reference engine. */
final class IndexRotation {
    private static final long HOUR_MS = 3_600_000;

    /** A rotation comes this long after the multiple of the retention, when fewer people are watching. */
    private static final long DELAY_MS = 4 * HOUR_MS;

    private IndexRotation() {}

    /**
     * The next rotation at or after now; the retention counts in whole days, rounded up.
     *
     * @param offsetMs time zone of the rotation, added to UTC
     */
    static long nextRotationMs(long nowMs, long retentionMs, long offsetMs) {
        long period = ceilDiv(retentionMs, Days.DAY_MS) * Days.DAY_MS;
        return ceilDiv(nowMs, period) * period + DELAY_MS - offsetMs;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    /** Spreads metric ids evenly over 64 bits; the low half says when after a rotation a series moves. */
    static long spread(long metricId) {
        long x = metricId;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        return x * 2685821657736338717L;
    }

    /** True if a known series that gets a sample that long after a rotation is to be registered anew. */
    static boolean isDue(long metricId, long sinceRotationMs) {
        long low = spread(metricId) & 0xffffffffL;
        return low / 4294967296.0 <= sinceRotationMs / (double) HOUR_MS;
    }
}
