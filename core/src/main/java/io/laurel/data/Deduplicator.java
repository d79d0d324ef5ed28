package io.laurel.data;

/**
 * Thins out a block so that one sample per interval remains: of the samples in (k I, (k+1) I] the last. Works on one
 * block at a time; two blocks of one series may each keep a sample of the interval in which they meet.
 */
final class Deduplicator {
    private Deduplicator() {}

    /**
     * Moves the samples that stay to the front of both columns.
     *
     * @param timestamps {@code timestamps[from..from+count)}, not decreasing and not negative, ms
     * @param intervalMs 0: everything stays
     * @return how many stay
     */
    static int apply(long[] timestamps, long[] values, int from, int count, long intervalMs) {
        if (intervalMs <= 0 || count < 2) {
            return count;
        }
        int kept = from;
        long intervalEnd = endOfInterval(timestamps[from], intervalMs);
        for (int i = from + 1; i < from + count; i++) {
            long timestamp = timestamps[i];
            if (timestamp <= intervalEnd) {
                continue;
            }
            timestamps[kept] = timestamps[i - 1];
            values[kept] = values[i - 1];
            kept++;
            intervalEnd += intervalMs;
            if (intervalEnd < timestamp) {
                intervalEnd = endOfInterval(timestamp, intervalMs);
            }
        }
        timestamps[kept] = timestamps[from + count - 1];
        values[kept] = values[from + count - 1];
        return kept + 1 - from;
    }

    private static long endOfInterval(long timestampMs, long intervalMs) {
        return -Math.floorDiv(-timestampMs, intervalMs) * intervalMs;
    }
}
