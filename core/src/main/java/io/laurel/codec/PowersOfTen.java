package io.laurel.codec;

/**
 * Powers of ten. The double-valued ones are part of the format: most are the double nearest to the power, but 169 of
 * them are not, since each is put together from two short tables:
 *
 * <pre>
 *      0 &lt;= n &lt;= 308   10^(32 * (n / 32)) * 10^(n % 32)
 *   -323 &lt;= n &lt;  0     10^(-32 * (-n / 32)) / 10^(-n % 32)
 *   above, below       infinity, 0
 * </pre>
 */
final class PowersOfTen {
    /** Room of a number that stays what it is, however often it is multiplied by ten. */
    static final int UNLIMITED_ROOM = 1024;

    private static final int MAX_EXPONENT = 308;
    private static final int MIN_EXPONENT = -323;
    private static final int STRIDE = 32;

    /** 10^n at index n. */
    private static final double[] POSITIVE = new double[MAX_EXPONENT + 1];
    /** 10^-n at index n. */
    private static final double[] NEGATIVE = new double[1 - MIN_EXPONENT];
    /** 10^0 .. 10^18, all that fit a long. */
    private static final long[] WHOLE = new long[19];
    /** The greatest long that may be multiplied by 10^n, at index n. */
    private static final long[] GREATEST = new long[WHOLE.length];

    static {
        for (int n = 0; n < POSITIVE.length; n++) {
            POSITIVE[n] = nearest(n / STRIDE * STRIDE) * nearest(n % STRIDE);
        }
        for (int n = 0; n < NEGATIVE.length; n++) {
            NEGATIVE[n] = nearest(-(n / STRIDE * STRIDE)) / nearest(n % STRIDE);
        }
        WHOLE[0] = 1;
        for (int n = 1; n < WHOLE.length; n++) {
            WHOLE[n] = 10 * WHOLE[n - 1];
        }
        for (int n = 0; n < WHOLE.length; n++) {
            GREATEST[n] = Long.MAX_VALUE / WHOLE[n];
        }
    }

    private PowersOfTen() {}

    static double ofDouble(int n) {
        if (n >= 0) {
            return n <= MAX_EXPONENT ? POSITIVE[n] : Double.POSITIVE_INFINITY;
        }
        return n >= MIN_EXPONENT ? NEGATIVE[-n] : 0;
    }

    /** value * 10^n for n up to the {@link #room} of the value. */
    static long up(long value, int n) {
        return n < WHOLE.length ? value * WHOLE[n] : 0;
    }

    /** value / 10^n, truncated, for any n of 0 and more. */
    static long down(long value, int n) {
        return n < WHOLE.length ? value / WHOLE[n] : 0;
    }

    /** How often an ordinary number may be multiplied by ten; 0 has {@link #UNLIMITED_ROOM}. */
    static int room(long value) {
        if (value == 0) {
            return UNLIMITED_ROOM;
        }
        long magnitude = Math.abs(value);
        int room = WHOLE.length - 1;
        while (room > 0 && magnitude > GREATEST[room]) {
            room--;
        }
        return room;
    }

    private static double nearest(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }
}
