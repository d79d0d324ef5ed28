package io.laurel.vmctl;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.laurel.bytes.ByteBuilder;

/**
 * Writes numbers as the server does: an integer that fits 64 bits with all its digits, any other with the fewest digits
 * that read back as the same float; never an exponent, so that 1e-7 is {@code 0.0000001} and 1e21 a one with 21 zeros.
 */
final class NumberText {
    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    /**
     * A decimal of up to 15 digits is the only one of that length, or shorter, that reads as its float: what has been
     * found to be one is the answer.
     */
    private static final double MAX_EXACT = 1e15;

    /** 2^63; casting it to a long gives another number. */
    private static final double INTEGERS_END = 0x1p63;

    private NumberText() {}

    static void append(ByteBuilder target, long value) {
        if (value == Long.MIN_VALUE) {
            ascii(target, Long.toString(value));
            return;
        }
        if (value < 0) {
            target.u8('-');
        }
        digits(target, Math.abs(value));
    }

    private static void digits(ByteBuilder target, long value) {
        int count = countOf(value);
        byte[] array = target.reserve(count);
        int at = target.size() + count;
        long rest = value;
        do {
            long quotient = rest / 10;
            array[--at] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        } while (rest != 0);
        target.setSize(target.size() + count);
    }

    private static int countOf(long value) {
        int count = 1;
        for (long limit = 10; count < 19 && value >= limit; limit *= 10) {
            count++;
        }
        return count;
    }

    /** Infinities are {@code +Inf} and {@code -Inf}, any other that is not a number {@code NaN}. */
    static void append(ByteBuilder target, double value) {
        if (Double.isNaN(value)) {
            ascii(target, "NaN");
        } else if (Double.isInfinite(value)) {
            ascii(target, value > 0 ? "+Inf" : "-Inf");
        } else {
            appendFinite(target, value);
        }
    }

    private static void appendFinite(ByteBuilder target, double value) {
        long integer = (long) value;
        if (integer == value && value < INTEGERS_END) {
            append(target, integer);
            return;
        }
        if (value < 0) {
            target.u8('-');
        }
        double size = Math.abs(value);
        if (!appendShort(target, size)) {
            appendAny(target, size);
        }
    }

    /** Fast path: decimals of up to nine places, 15 digits in all. */
    private static boolean appendShort(ByteBuilder target, double size) {
        if (size >= MAX_EXACT) {
            return false;
        }
        for (int places = 1; places < POWERS_OF_TEN.length; places++) {
            double mantissa = Math.rint(size * POWERS_OF_TEN[places]);
            if (mantissa >= MAX_EXACT) {
                return false;
            }
            if (mantissa / POWERS_OF_TEN[places] == size) {
                decimal(target, (long) mantissa, places);
                return true;
            }
        }
        return false;
    }

    private static void decimal(ByteBuilder target, long mantissa, int places) {
        long unit = (long) POWERS_OF_TEN[places];
        digits(target, mantissa / unit);
        target.u8('.');
        long fraction = mantissa % unit;
        for (int zeros = places - countOf(fraction); zeros > 0; zeros--) {
            target.u8('0');
        }
        digits(target, fraction);
    }

    /** Slow path: the shortest digits come in Java's form, {@code d.d} or {@code d.dE-n}, and are laid out anew. */
    private static void appendAny(ByteBuilder target, double size) {
        String text = NumberOutput.toString(size, true);
        int exponentAt = text.indexOf('E');
        int mantissaTo = exponentAt < 0 ? text.length() : exponentAt;
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text.substring(exponentAt + 1));
        int pointAt = text.indexOf('.');
        String digits = text.substring(0, pointAt) + text.substring(pointAt + 1, mantissaTo);
        int last = digits.length();
        while (last > 1 && digits.charAt(last - 1) == '0') {
            last--;
        }
        if (last == 2 && size < Double.MIN_NORMAL) {
            // Java never writes fewer than two digits and picks the nearest such: 4.9E-324, where 5E-324 would do
            String oneDigit = String.format("%.0e", size);
            if (Double.parseDouble(oneDigit) == size) {
                int e = oneDigit.indexOf('e');
                layOut(target, oneDigit.substring(0, 1), 1 + Integer.parseInt(oneDigit.substring(e + 1)));
                return;
            }
        }
        layOut(target, digits.substring(0, last), pointAt + exponent);
    }

    /** Writes 0.{@code digits} times ten to the {@code point}. */
    private static void layOut(ByteBuilder target, String digits, int point) {
        if (point <= 0) {
            ascii(target, "0.");
            zeros(target, -point);
            ascii(target, digits);
        } else if (point >= digits.length()) {
            ascii(target, digits);
            zeros(target, point - digits.length());
        } else {
            ascii(target, digits.substring(0, point));
            target.u8('.');
            ascii(target, digits.substring(point));
        }
    }

    private static void zeros(ByteBuilder target, int count) {
        for (int i = 0; i < count; i++) {
            target.u8('0');
        }
    }

    static void ascii(ByteBuilder target, String text) {
        for (int i = 0; i < text.length(); i++) {
            target.u8(text.charAt(i));
        }
    }
}
