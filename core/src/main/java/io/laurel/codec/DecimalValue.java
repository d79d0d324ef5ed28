package io.laurel.codec;

/**
 * One double as mantissa and exponent. The steps, their order and their rounding are part of the format: they decide
 * the last digit that is kept, and two engines that disagree there write different files for the same data. Plain on
 * purpose; {@link Decimal} has the fast paths.
 */
final class DecimalValue {
    private static final double TWO_POW_64 = 0x1p64;
    private static final double TWO_POW_63 = 0x1p63;
    private static final long MAX_EXACT_INTEGER = 1L << 55;

    /** Fractions between these go through the loop as they are, others are brought near 1 first. */
    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-6;

    /** The loop that moves digits in front of the point ends here: 12 digits, or 15 for large numbers. */
    private static final double PRECISION = 1e12;
    private static final double LARGE_PRECISION = 1e15;

    /** log10 of 2, with exactly these bits. */
    private static final double LOG10_OF_2 = Double.longBitsToDouble(0x3fd34413509f79ffL);

    private DecimalValue() {}

    /**
     * Writes the mantissa to {@code mantissas[at]} and returns the exponent (0 for a special value).
     *
     * @throws IllegalArgumentException if the value is a NaN other than the stale marker
     */
    static int convert(double value, long[] mantissas, int at) {
        if (value == 0) {
            mantissas[at] = 0;
            return 0;
        }
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            mantissas[at] = special(value);
            return 0;
        }
        if (value > 0) {
            int exponent = positive(value, mantissas, at);
            mantissas[at] = Math.min(mantissas[at], Decimal.MAX_ORDINARY);
            return exponent;
        }
        int exponent = positive(-value, mantissas, at);
        mantissas[at] = Math.max(-mantissas[at], Decimal.MIN_ORDINARY);
        return exponent;
    }

    private static long special(double value) {
        if (Double.doubleToRawLongBits(value) == Decimal.STALE_MARKER_BITS) {
            return Decimal.STALE_MARKER;
        }
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("a NaN that is not the stale marker cannot be stored");
        }
        return value > 0 ? Decimal.POSITIVE_INFINITY : Decimal.NEGATIVE_INFINITY;
    }

    private static int positive(double value, long[] mantissas, int at) {
        if (value < TWO_POW_63) {
            long integer = (long) value;
            if (integer == value) {
                return integer(integer, mantissas, at);
            }
        } else if (value < TWO_POW_64) {
            return integer((long) (value / 2) << 1, mantissas, at);
        }
        return fraction(value, mantissas, at);
    }

    /** Exact below 2^55; above, digits are cut until it fits. The number is unsigned. */
    private static int integer(long number, long[] mantissas, int at) {
        long u = number;
        int exponent = 0;
        while (Long.compareUnsigned(u, MAX_EXACT_INTEGER) >= 0) {
            u = Long.divideUnsigned(u, 10);
            exponent++;
        }
        while (u % 10 == 0) {
            u /= 10;
            exponent++;
        }
        mantissas[at] = u;
        return exponent;
    }

    private static int fraction(double value, long[] mantissas, int at) {
        double f = value;
        int exponent = 0;
        double precision = PRECISION;
        if (f > LARGE || f < SMALL) {
            if (f > LARGE) {
                precision = LARGE_PRECISION;
            }
            int binary = Math.min(Math.getExponent(f) + 1, Double.MAX_EXPONENT);
            exponent = (int) (binary * LOG10_OF_2);
            f *= PowersOfTen.ofDouble(-exponent);
        }
        while (f < precision) {
            double whole = (long) f;
            double rest = f - whole;
            if (rest * precision < whole) {
                f = whole;
                break;
            }
            if ((1 - rest) * precision < whole) {
                f = whole + 1;
                break;
            }
            f *= 100;
            exponent -= 2;
        }
        long u = (long) f;
        if (u % 10 != 0) {
            mantissas[at] = u;
            return exponent;
        }
        mantissas[at] = u / 10;
        return exponent + 1;
    }
}
