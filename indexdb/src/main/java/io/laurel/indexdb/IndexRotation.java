package io.laurel.indexdb;

import io.laurel.series.Days;

/**
 * When an index generation ends and how series move to the next one, and to the next day: arithmetic, shared with the
 * reference engine.
 */
public final class IndexRotation {
    public static final long HOUR_MS = 3_600_000;

    /** A rotation comes this long after the multiple of the retention, when fewer people are watching. */
    private static final long DELAY_MS = 4 * HOUR_MS;

    private IndexRotation() {}

    /**
     * The last moment for a rotation at or before now: an index that began earlier is due. It is asked for, and not the
     * next one, so that nothing has to be awake at the moment itself; and once there is a newer index, the answer is
     * no, whatever the clock does.
     */
    public static long latestRotationMs(long nowMs, long retentionMs) {
        long period = periodMs(retentionMs);
        return Math.floorDiv(nowMs - DELAY_MS, period) * period + DELAY_MS;
    }

    /** The first moment for a rotation after now. */
    public static long followingRotationMs(long nowMs, long retentionMs) {
        return latestRotationMs(nowMs, retentionMs) + periodMs(retentionMs);
    }

    /**
     * The next rotation at or after now; the retention counts in whole days, rounded up.
     *
     * @param offsetMs time zone of the rotation, added to UTC
     */
    static long nextRotationMs(long nowMs, long retentionMs, long offsetMs) {
        long period = periodMs(retentionMs);
        return ceilDiv(nowMs, period) * period + DELAY_MS - offsetMs;
    }

    private static long periodMs(long retentionMs) {
        return ceilDiv(retentionMs, Days.DAY_MS) * Days.DAY_MS;
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

    /** Where in an hour a series has its turn, from 0 to 1. */
    private static double turn(long metricId) {
        return (spread(metricId) & 0xffffffffL) / 4294967296.0;
    }

    /** How much of the last hour of the day, in UTC, has passed, from 0 to 1; 0 in all other hours. */
    public static double nextDayShare(long nowMs) {
        return Math.max(0, Math.floorMod(nowMs, Days.DAY_MS) / (double) HOUR_MS - 23);
    }

    /** True if a series that gets a sample at that share of the hour is to be registered for the next day, too. */
    public static boolean isNextDayDue(long metricId, double share) {
        return turn(metricId) < share;
    }

    /** True if a known series that gets a sample that long after a rotation is to be registered anew. */
    static boolean isDue(long metricId, long sinceRotationMs) {
        return turn(metricId) <= sinceRotationMs / (double) HOUR_MS;
    }
}
