package io.laurel.series;

import java.time.Instant;

/** A closed range of time in unix milliseconds: both ends belong to it. */
public record TimeRange(long fromMs, long toMs) {
    public TimeRange {
        if (fromMs > toMs) {
            throw new IllegalArgumentException("the time range ends at " + toMs + " ms, before it starts at " + fromMs);
        }
    }

    public static TimeRange ofMillis(long fromMs, long toMs) {
        return new TimeRange(fromMs, toMs);
    }

    /** Both ends belong to it, to the millisecond; {@link Instant#MIN} and {@link Instant#MAX} are the ends of time. */
    public static TimeRange between(Instant from, Instant to) {
        return new TimeRange(millis(from), millis(to));
    }

    private static long millis(Instant instant) {
        long seconds = instant.getEpochSecond();
        return Math.abs(seconds) < Long.MAX_VALUE / 1000 ? instant.toEpochMilli()
                : seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** Every time there is. */
    public static TimeRange all() {
        return new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public boolean contains(long timestampMs) {
        return fromMs <= timestampMs && timestampMs <= toMs;
    }

    public boolean overlaps(long otherFromMs, long otherToMs) {
        return fromMs <= otherToMs && otherFromMs <= toMs;
    }
}
