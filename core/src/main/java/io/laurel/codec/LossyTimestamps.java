package io.laurel.codec;

/**
 * Mends the timestamps of a block with fewer than 64 precision bits. They were rounded like values and may run
 * backward; the header knows the exact first and last one.
 */
public final class LossyTimestamps {
    private LossyTimestamps() {}

    /**
     * Makes {@code timestamps[from..from+n)} (n is at least 1) begin with {@code minMs}, end with {@code maxMs}, and
     * never decrease: a value below its predecessor is raised to it, one above the last is lowered to it.
     */
    public static void ensureNonDecreasing(long[] timestamps, int from, int n, long minMs, long maxMs) {
        int last = from + n - 1;
        timestamps[from] = minMs;
        for (int i = from + 1; i <= last; i++) {
            timestamps[i] = Math.max(timestamps[i], timestamps[i - 1]);
        }
        if (timestamps[last] != maxMs) {
            timestamps[last] = maxMs;
            for (int i = last - 1; i >= from && timestamps[i] > maxMs; i--) {
                timestamps[i] = maxMs;
            }
        }
    }
}
