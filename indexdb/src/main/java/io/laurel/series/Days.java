package io.laurel.series;

/**
 * The days of UTC that a time range touches, by number since 1970, as the index asks for them. Both ends belong to
 * the range: one that ends with the first millisecond of a day reaches that day. A range that is too wide for a
 * look-up day by day, or starts on day 0 or before it, is answered from the index of all days ({@link #isGlobal}).
 */
public record Days(long first, long last) {
    public static final long DAY_MS = 86_400_000;

    /** The widest range that is looked up day by day. */
    public static final int MAX_DAYS = 41;

    /** The day of a time. */
    public static long of(long timestampMs) {
        return Math.floorDiv(timestampMs, DAY_MS);
    }

    /** Times before 1970 hold no samples: a range that starts there starts with day 0. */
    public static Days of(TimeRange range) {
        return new Days(of(Math.max(range.fromMs(), 0)), of(Math.max(range.toMs(), 0)));
    }

    /** Whether the range is answered without days. */
    public boolean isGlobal() {
        return first <= 0 || last - first >= MAX_DAYS;
    }
}
