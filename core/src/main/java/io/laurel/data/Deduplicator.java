package io.laurel.data;

import io.laurel.codec.Decimal;
import io.laurel.series.TimeRange;

/**
 * Thins out samples so that one per interval remains: of the samples in (k I, (k+1) I] the last. Of several with that
 * same timestamp a number goes before a stale marker and a larger number before a smaller one, so that the choice does
 * not depend on the order in which samples come, nor on whether some of them were thinned out before: merges do it
 * block by block, reading does it over whole series, and the outcome is the same as if only reading did.
 */
public final class Deduplicator {
    /** As a mantissa; it means the same whatever the scale. */
    private static final long STALE_MANTISSA = Long.MAX_VALUE - 1;

    private Deduplicator() {}

    /**
     * Where samples have to be read from to know which ones of a range remain: a later sample of the interval in which
     * the range ends takes the place of those in the range.
     *
     * @param intervalMs 0: everything remains
     */
    public static TimeRange rangeToRead(TimeRange range, long intervalMs) {
        if (intervalMs <= 0 || range.toMs() > Long.MAX_VALUE - intervalMs || range.toMs() == Long.MIN_VALUE) {
            return range;
        }
        return TimeRange.ofMillis(range.fromMs(), endOfInterval(range.toMs(), intervalMs));
    }

    /**
     * Moves the samples that stay to the front of both columns.
     *
     * @param timestamps {@code timestamps[from..from+count)}, not decreasing and not negative, ms
     * @param mantissas of one scale
     * @param intervalMs 0: everything stays
     * @return how many stay
     */
    static int apply(long[] timestamps, long[] mantissas, int from, int count, long intervalMs) {
        if (intervalMs <= 0 || count < 2) {
            return count;
        }
        int kept = from;
        int best = from;
        long intervalEnd = endOfInterval(timestamps[from], intervalMs);
        for (int i = from + 1; i < from + count; i++) {
            long timestamp = timestamps[i];
            if (timestamp > intervalEnd) {
                timestamps[kept] = timestamps[best];
                mantissas[kept++] = mantissas[best];
                best = i;
                intervalEnd = endOfInterval(timestamp, intervalMs);
            } else if (timestamp > timestamps[best] || beats(mantissas[i], mantissas[best])) {
                best = i;
            }
        }
        timestamps[kept] = timestamps[best];
        mantissas[kept++] = mantissas[best];
        return kept - from;
    }

    /** The same for the first {@code count} samples with their values. */
    static int apply(long[] timestamps, double[] values, int count, long intervalMs) {
        if (intervalMs <= 0 || count < 2) {
            return count;
        }
        int kept = 0;
        int best = 0;
        long intervalEnd = endOfInterval(timestamps[0], intervalMs);
        for (int i = 1; i < count; i++) {
            long timestamp = timestamps[i];
            if (timestamp > intervalEnd) {
                timestamps[kept] = timestamps[best];
                values[kept++] = values[best];
                best = i;
                intervalEnd = endOfInterval(timestamp, intervalMs);
            } else if (timestamp > timestamps[best] || beats(values[i], values[best])) {
                best = i;
            }
        }
        timestamps[kept] = timestamps[best];
        values[kept++] = values[best];
        return kept;
    }

    private static boolean beats(long mantissa, long other) {
        return mantissa != STALE_MANTISSA && (other == STALE_MANTISSA || mantissa > other);
    }

    private static boolean beats(double value, double other) {
        return !isStale(value) && (isStale(other) || value > other);
    }

    private static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == Decimal.STALE_MARKER_BITS;
    }

    private static long endOfInterval(long timestampMs, long intervalMs) {
        return -Math.floorDiv(-timestampMs, intervalMs) * intervalMs;
    }

    /** The end of the last interval that ends no later than that. */
    static long lastEnd(long timestampMs, long intervalMs) {
        return timestampMs < Long.MIN_VALUE + intervalMs ? Long.MIN_VALUE
                : Math.floorDiv(timestampMs, intervalMs) * intervalMs;
    }
}
