package io.laurel.codec;

import java.util.Arrays;

/**
 * Float64 columns as int64 mantissas with one decimal exponent, the scale: value = mantissa * 10^scale.
 *
 * <pre>
 *   mantissa                      value
 *   2^63 - 1                      +infinity
 *   -2^63                         -infinity
 *   2^63 - 2                      the stale marker, the NaN with the bits 7ff0000000000002
 *   -2^63 + 1 .. 2^63 - 3         mantissa * 10^scale
 *
 *   scale                         int16; {@value #ONLY_SPECIALS} when the column holds nothing but specials
 * </pre>
 *
 * <p>Special mantissas mean the same under every scale and are never multiplied. Other NaNs cannot be stored. The sign
 * of zero is lost. A fraction keeps 11 to 14 digits up to a million and 14 to 17 above, an integer is exact below
 * 2^55; what a person typed with ten digits or fewer comes back bit for bit. A column that spans more than 18 decimal
 * digits loses its smallest ones.
 *
 * <p>The stale marker is a signalling NaN, which arithmetic may quieten: it is compared and stored as raw bits only.
 *
 * <p>Writers and readers have to agree on the last bit, so {@link DecimalValue} does one number exactly as the
 * reference engine does it, operation by operation, and the fast paths below are shown to give the same columns.
 */
public final class Decimal {
    /** The NaN that says that a series has ended. */
    public static final long STALE_MARKER_BITS = 0x7ff0000000000002L;

    /** Scale of a column without any ordinary number. */
    public static final short ONLY_SPECIALS = -1024;

    static final long POSITIVE_INFINITY = Long.MAX_VALUE;
    static final long NEGATIVE_INFINITY = Long.MIN_VALUE;
    static final long STALE_MARKER = Long.MAX_VALUE - 1;
    static final long MAX_ORDINARY = Long.MAX_VALUE - 2;
    static final long MIN_ORDINARY = Long.MIN_VALUE + 1;

    /** Integers below keep all digits. */
    private static final int EXACT_INTEGER_BITS = 55;

    /** 1.5 * 2^52: adding and subtracting it rounds a double of moderate size to the nearest integer. */
    private static final double ROUNDER = 6755399441055744.0;

    private Decimal() {}

    static boolean isSpecial(long mantissa) {
        return mantissa > MAX_ORDINARY || mantissa < MIN_ORDINARY;
    }

    /**
     * Converts {@code values[from..from+n)} to {@code mantissas[0..n)}.
     *
     * @param exponents working memory for n numbers
     * @return the scale
     * @throws IllegalArgumentException if a value is a NaN other than the stale marker
     */
    public static short toDecimals(double[] values, int from, int n, long[] mantissas, short[] exponents) {
        // Fast path - one value again and again.
        if (n > 0 && isConst(values, from, n)) {
            int exponent = DecimalValue.convert(values[from], mantissas, 0);
            Arrays.fill(mantissas, 1, n, mantissas[0]);
            return isSpecial(mantissas[0]) ? ONLY_SPECIALS : (short) exponent;
        }
        // Fast path - integers.
        if (integers(values, from, n, mantissas) && anyNoMultipleOf10(mantissas, n)) {
            return 0;
        }
        // Fast path - up to two, or four, digits behind the point.
        for (int k = 1; k <= 2; k++) {
            if (fewDigits(values, from, n, k, mantissas)) {
                if (anyNoMultipleOf10(mantissas, n)) {
                    return (short) (-2 * k);
                }
                if (anyNoMultipleOf100(mantissas, n)) {
                    for (int i = 0; i < n; i++) {
                        mantissas[i] /= 10;
                    }
                    return (short) (1 - 2 * k);
                }
            }
        }
        // Slow path - anything.
        return general(values, from, n, mantissas, exponents);
    }

    /** The conversion in its plain form, for every column; the fast paths are measured against it. */
    static short general(double[] values, int from, int n, long[] mantissas, short[] exponents) {
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            int exponent = DecimalValue.convert(values[from + i], mantissas, i);
            exponents[i] = (short) exponent;
            if (exponent < lowest && !isSpecial(mantissas[i])) {
                lowest = exponent;
            }
        }
        if (lowest == Integer.MAX_VALUE) {
            return n == 0 ? 0 : ONLY_SPECIALS;
        }
        int lost = 0;
        for (int i = 0; i < n; i++) {
            if (exponents[i] - lowest > lost && !isSpecial(mantissas[i])) {
                lost = Math.max(lost, exponents[i] - lowest - PowersOfTen.room(mantissas[i]));
            }
        }
        int scale = lowest + lost;
        for (int i = 0; i < n; i++) {
            int up = exponents[i] - scale;
            if (up != 0 && !isSpecial(mantissas[i])) {
                mantissas[i] = up > 0 ? PowersOfTen.up(mantissas[i], up) : PowersOfTen.down(mantissas[i], -up);
            }
        }
        return (short) scale;
    }

    private static boolean isConst(double[] values, int from, int n) {
        long first = Double.doubleToRawLongBits(values[from]);
        for (int i = from + 1; i < from + n; i++) {
            if (Double.doubleToRawLongBits(values[i]) != first) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes the values as they are if all are integers below 2^55.
     *
     * <p>Why that is what {@link #general} does, given a mantissa that is no multiple of ten: an integer below 2^55
     * becomes (u, e) with u * 10^e equal to it and e at least 0; e is 0 for the mantissa mentioned, so the lowest
     * exponent is 0. u * 10^e is below 2^63, so no digit is lost, the scale is 0, and each mantissa is the integer
     * itself.
     */
    private static boolean integers(double[] values, int from, int n, long[] mantissas) {
        long bits = 0;
        for (int i = 0; i < n; i++) {
            double value = values[from + i];
            long mantissa = (long) value;
            if (mantissa != value) {
                return false;
            }
            mantissas[i] = mantissa;
            bits |= mantissa ^ mantissa >> 63;
        }
        return bits >>> EXACT_INTEGER_BITS == 0;
    }

    /**
     * Takes 100^k times each value, k being 1 or 2, if all are below a million and have at most 2 k digits behind the
     * point.
     *
     * <p>Why that is what {@link #general} does, up to a division by ten. Let f be the magnitude of a value, p0 = f,
     * p1 = fl(100 p0), ... p = pk, and m the integer nearest to p. Accepted is: p &lt; 10^6 * 100^k, and p = m or
     * |p - m| * 10^12 &lt; m - 1. Claim: f becomes (u, e) with u * 10^(e + 2 k) = m.
     * <ul>
     * <li>f is 0: u is 0 and m is 0.
     * <li>f is another integer: the products are exact, so m = 100^k f, and u * 10^e = f.
     * <li>f has a fraction. Then f is at least 10^-6, as a smaller one has p below 0.02 and above 0, so m = 0, which
     *     is not accepted; and f is below 10^6, as p is below that times 100^k. So f goes through the loop with the
     *     limit 10^12, in which it takes the values p0, p1, ... until one of them, being so near an integer w that the
     *     distance times 10^12 is below w, is replaced by w.
     *     <ul>
     *     <li>That happens to pj with j &lt; k. p differs from 100^(k-j) w by at most 100^(k-j) w * 10^-12 and the
     *         rounding of two products, together less than 0.1; so m = 100^(k-j) w, and with e = -2 j the claim holds.
     *     <li>It does not happen before pk = p. If p = m, the fraction is 0 and m, being at least 1, ends the loop
     *         with m. If p is above m, the fraction is p - m (exact) and the accepted condition ends it with m. If p
     *         is below, the whole number is m - 1 and the fraction is above 1/2, so the first test fails; 1 minus the
     *         fraction is m - p (both differences are exact), and the accepted condition ends the loop with m. With
     *         e = -2 k the claim holds.
     *     </ul>
     *     One last zero of u goes into e, which changes nothing of the claim.
     * </ul>
     * An m that is no multiple of 100 comes from the last case: there e = -2 k, or 1 - 2 k if ten divides m; every
     * other m has an e of 1 - 2 k or more. So the lowest exponent is -2 k if any m is no multiple of ten, else
     * 1 - 2 k if any m is no multiple of 100. u * 10^(e + 2 k) is at most 10^10, so no digit is lost, the lowest
     * exponent is the scale, and each mantissa is m, or m / 10, with the sign of its value. The products and
     * roundings below are symmetric in the sign. NaNs and infinities fail the first comparison.
     */
    private static boolean fewDigits(double[] values, int from, int n, int k, long[] mantissas) {
        double limit = k == 1 ? 1e8 : 1e10;
        for (int i = 0; i < n; i++) {
            double product = values[from + i] * 100;
            if (k == 2) {
                product *= 100;
            }
            double whole = (product + ROUNDER) - ROUNDER;
            if (!(Math.abs(product) < limit)
                    || !(Math.abs(product - whole) * 1e12 < Math.abs(whole) - 1) && product != whole) {
                return false;
            }
            mantissas[i] = (long) whole;
        }
        return true;
    }

    private static boolean anyNoMultipleOf10(long[] mantissas, int n) {
        for (int i = 0; i < n; i++) {
            if (mantissas[i] % 10 != 0) {
                return true;
            }
        }
        return false;
    }

    /** A constant divisor becomes a multiplication, which is why this is not the same method. */
    private static boolean anyNoMultipleOf100(long[] mantissas, int n) {
        for (int i = 0; i < n; i++) {
            if (mantissas[i] % 100 != 0) {
                return true;
            }
        }
        return false;
    }

    /** Converts {@code mantissas[from..from+n)} with one scale to {@code target[at..at+n)}. */
    public static void toDoubles(long[] mantissas, int from, int n, short scale, double[] target, int at) {
        if (isZero(mantissas, from, n)) {
            Arrays.fill(target, at, at + n, 0);
            return;
        }
        long bits = 0;
        for (int i = 0; i < n; i++) {
            long mantissa = mantissas[from + i];
            bits |= mantissa ^ mantissa >> 63;
            target[at + i] = mantissa;
        }
        if (scale < 0) {
            double divisor = PowersOfTen.ofDouble(-scale);
            for (int i = at; i < at + n; i++) {
                target[i] /= divisor;
            }
        } else if (scale > 0) {
            double factor = PowersOfTen.ofDouble(scale);
            for (int i = at; i < at + n; i++) {
                target[i] *= factor;
            }
        }
        if (bits >>> 62 != 0) {
            putSpecials(mantissas, from, n, target, at);
        }
    }

    private static boolean isZero(long[] mantissas, int from, int n) {
        for (int i = from; i < from + n; i++) {
            if (mantissas[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void putSpecials(long[] mantissas, int from, int n, double[] target, int at) {
        for (int i = 0; i < n; i++) {
            long mantissa = mantissas[from + i];
            if (mantissa == POSITIVE_INFINITY) {
                target[at + i] = Double.POSITIVE_INFINITY;
            } else if (mantissa == NEGATIVE_INFINITY) {
                target[at + i] = Double.NEGATIVE_INFINITY;
            } else if (mantissa == STALE_MARKER) {
                target[at + i] = Double.longBitsToDouble(STALE_MARKER_BITS);
            }
        }
    }

    /**
     * Brings two columns to one scale, in place: the one with the greater scale is multiplied as far as its mantissas
     * have room, the other one is divided by what is left, truncating.
     *
     * @return the common scale
     */
    public static short calibrate(long[] a, int aFrom, int aSize, short aScale,
            long[] b, int bFrom, int bSize, short bScale) {
        if (aScale == bScale || aSize == 0) {
            return bScale;
        }
        if (bSize == 0) {
            return aScale;
        }
        return aScale > bScale
                ? lower(a, aFrom, aSize, aScale, b, bFrom, bSize, bScale)
                : lower(b, bFrom, bSize, bScale, a, aFrom, aSize, aScale);
    }

    /** {@link #calibrate} for a scale of {@code a} above that of {@code b}. */
    private static short lower(long[] a, int aFrom, int aSize, short aScale,
            long[] b, int bFrom, int bSize, short bScale) {
        int apart = aScale - bScale;
        int down = 0;
        for (int i = aFrom; i < aFrom + aSize; i++) {
            if (!isSpecial(a[i])) {
                down = Math.max(down, apart - PowersOfTen.room(a[i]));
            }
        }
        int up = apart - down;
        for (int i = aFrom; i < aFrom + aSize && up > 0; i++) {
            if (!isSpecial(a[i])) {
                a[i] = PowersOfTen.up(a[i], up);
            }
        }
        for (int i = bFrom; i < bFrom + bSize && down > 0; i++) {
            if (!isSpecial(b[i])) {
                b[i] = PowersOfTen.down(b[i], down);
            }
        }
        return (short) (bScale + down);
    }
}
