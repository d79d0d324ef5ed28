package io.laurel.codec;

/**
 * Differences between neighbours, the coding of gauges. With 64 precision bits they are exact. With fewer, each
 * difference is cut, toward zero, to a number of trailing zero bits that follows the magnitude of the values; the next
 * difference is taken against the value a reader will have, so errors do not add up.
 *
 * <pre>
 *   a[0] | a[1]-r[0] | a[2]-r[1] | ...        r[i]: what a reader has at i; equal to a[i] with 64 bits
 * </pre>
 */
final class NearestDelta {
    /** So many precision bits mean that nothing is cut. */
    static final int EXACT = 64;

    /** How far the wished number of zero bits may be from the last one and still be taken at once. */
    private static final int JUMP_BITS = 4;

    private NearestDelta() {}

    /** Writes the n-1 differences of {@code values[from..from+n)} to {@code deltas[0..n-1)}. */
    static void deltas(long[] values, int from, int n, int precisionBits, long[] deltas) {
        if (precisionBits == EXACT) {
            for (int i = 1; i < n; i++) {
                deltas[i - 1] = values[from + i] - values[from + i - 1];
            }
            return;
        }
        long reached = values[from];
        int zeros = trailingZeros(reached, precisionBits);
        for (int i = 1; i < n; i++) {
            long next = values[from + i];
            long delta = step(next, reached, precisionBits, zeros);
            zeros = stepZeros(next, next - reached, precisionBits, zeros);
            reached += delta;
            deltas[i - 1] = delta;
        }
    }

    /** The difference to store from {@code previous} to {@code next}, given the trailing zero bits of the last one. */
    static long step(long next, long previous, int precisionBits, int zeros) {
        long delta = next - previous;
        int wished = magnitudeBits(next) - precisionBits;
        if (wished <= 0 || Math.abs(wished - zeros) > JUMP_BITS) {
            return delta;
        }
        long magnitude = (delta < 0 ? -delta : delta) & (-1L << wished);
        return delta < 0 ? -magnitude : magnitude;
    }

    /** The trailing zero bits to hand to the step after the one that stored a value {@code delta} away. */
    static int stepZeros(long next, long delta, int precisionBits, int zeros) {
        int wished = magnitudeBits(next) - precisionBits;
        if (delta == 0 || wished <= 0) {
            return Math.max(zeros - 1, 0);
        }
        if (wished > zeros + JUMP_BITS) {
            return zeros + 2;
        }
        return wished + JUMP_BITS < zeros ? zeros - 2 : wished;
    }

    /** How many low bits of that value lie below the precision. */
    static int trailingZeros(long value, int precisionBits) {
        return Math.max(0, magnitudeBits(value) - precisionBits);
    }

    /** Bit length of |value|; 64 for the smallest long. */
    private static int magnitudeBits(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value < 0 ? -value : value);
    }
}
