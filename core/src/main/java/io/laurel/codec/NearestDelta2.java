package io.laurel.codec;

/**
 * Differences of differences, the coding of counters and timestamps. Exact with 64 precision bits; with fewer the
 * second differences are cut as {@link NearestDelta} cuts first ones, against what a reader will have.
 *
 * <pre>
 *   a[0] | d1 = a[1]-a[0] | (a[2]-r[1]) - d1 | ...      r[i]: what a reader has at i; the running difference follows it
 * </pre>
 */
final class NearestDelta2 {
    private NearestDelta2() {}

    /**
     * Writes the first difference and the n-2 second ones of {@code values[from..from+n)} to {@code deltas[0..n-1)};
     * n is at least 2.
     */
    static void deltas(long[] values, int from, int n, int precisionBits, long[] deltas) {
        long difference = values[from + 1] - values[from];
        deltas[0] = difference;
        if (precisionBits == NearestDelta.EXACT) {
            for (int i = 2; i < n; i++) {
                long p = values[from + i - 1];
                deltas[i - 1] = (values[from + i] - p) - (p - values[from + i - 2]);
            }
            return;
        }
        long reached = values[from + 1];
        int zeros = NearestDelta.trailingZeros(reached, precisionBits);
        for (int i = 2; i < n; i++) {
            long wanted = values[from + i] - reached;
            long delta = NearestDelta.step(wanted, difference, precisionBits, zeros);
            zeros = NearestDelta.stepZeros(wanted, wanted - difference, precisionBits, zeros);
            difference += delta;
            reached += difference;
            deltas[i - 1] = delta;
        }
    }
}
