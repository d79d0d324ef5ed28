package io.laurel.vmctl;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads numbers from text without making strings. One thread. The grammar is the server's:
 *
 * <pre>
 *   -? digits [ . digits ] [ (e|E) [+-] digits ]          leading zeros are fine, ".5" and "5." are not
 *   [+-]? (inf | infinity)    nan                         in any case
 * </pre>
 *
 * <p>Every float is the nearest one, ties to even. Fast path: at most 18 digits whose mantissa fits 2^53 and a power of
 * ten up to 22 need one exact multiplication or division; all the rest goes to fastdoubleparser.
 */
final class NumberReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22};
    private static final int MAX_EXACT_DIGITS = 18;
    private static final long MAX_EXACT_MANTISSA = 1L << 53;

    /** Where an exponent stops counting: far outside of what a double can hold, far inside of what an int can. */
    private static final int MAX_EXPONENT = 1_000_000;

    private int end;

    /** The index after the last byte of the number that was read. */
    int end() {
        return end;
    }

    /** Reads the float that begins at {@code from}; {@code to} is the end of the line. */
    double readDouble(byte[] line, int from, int to) throws BadLineException {
        int at = from;
        boolean negative = at < to && line[at] == '-';
        if (negative) {
            at++;
        }
        int digitsFrom = at;
        long mantissa = 0;
        int digit;
        while (at < to && (digit = line[at] - '0') >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            at++;
        }
        int digits = at - digitsFrom;
        if (digits == 0) {
            return readSpecial(line, from, to);
        }
        int exponent = 0;
        if (at < to && line[at] == '.') {
            int fractionFrom = ++at;
            while (at < to && (digit = line[at] - '0') >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                at++;
            }
            if (at == fractionFrom) {
                throw new BadLineException("a digit must follow the decimal point", at);
            }
            exponent = fractionFrom - at;
            digits -= exponent;
        }
        if (at < to && (line[at] | 0x20) == 'e') {
            exponent += readExponent(line, at + 1, to);
            at = end;
        }
        end = at;
        // Fast path
        if (digits <= MAX_EXACT_DIGITS && mantissa <= MAX_EXACT_MANTISSA && exponent >= -22 && exponent <= 22) {
            double value = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
            return negative ? -value : value;
        }
        // Slow path
        return JavaDoubleParser.parseDouble(line, from, at - from);
    }

    private int readExponent(byte[] line, int from, int to) throws BadLineException {
        int at = from;
        boolean negative = at < to && line[at] == '-';
        if (at < to && (line[at] == '-' || line[at] == '+')) {
            at++;
        }
        int digitsFrom = at;
        int exponent = 0;
        while (at < to && isDigit(line[at])) {
            exponent = Math.min(MAX_EXPONENT, exponent * 10 + line[at] - '0');
            at++;
        }
        if (at == digitsFrom) {
            throw new BadLineException("a digit must follow the exponent sign", at);
        }
        end = at;
        return negative ? -exponent : exponent;
    }

    private double readSpecial(byte[] line, int from, int to) throws BadLineException {
        double value = special(line, from, to);
        if (value == 0) {
            throw new BadLineException("a number was expected here", from);
        }
        return value;
    }

    /** Reads one of the words for infinity or "not a number"; returns 0 if there is none. */
    double special(byte[] line, int from, int to) {
        int at = from;
        boolean negative = at < to && line[at] == '-';
        boolean signed = negative || at < to && line[at] == '+';
        if (signed) {
            at++;
        }
        if (startsWithWord(line, at, to, "inf")) {
            end = startsWithWord(line, at, to, "infinity") ? at + 8 : at + 3;
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!signed && startsWithWord(line, at, to, "nan")) {
            end = at + 3;
            return Double.NaN;
        }
        return 0;
    }

    /** Reads the decimal integer that begins at {@code from}. */
    long readLong(byte[] line, int from, int to) throws BadLineException {
        int at = from;
        boolean negative = at < to && line[at] == '-';
        if (negative) {
            at++;
        }
        int digitsFrom = at;
        long value = 0;
        if (to - at >= 8) {
            // Fast path: a timestamp of our days has 13 digits, the first eight of them are read as one word
            long word = (long) LONG.get(line, at);
            if (isEightDigits(word)) {
                value = eightDigits(word);
                at += 8;
            }
        }
        int digit;
        while (at < to && (digit = line[at] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            at++;
        }
        end = at;
        int digits = at - digitsFrom;
        if (digits == 0) {
            throw new BadLineException("an integer was expected here", from);
        }
        if (digits > MAX_EXACT_DIGITS) {
            throw new BadLineException("the integer has more than " + MAX_EXACT_DIGITS + " digits", from);
        }
        return negative ? -value : value;
    }

    private static boolean isEightDigits(long word) {
        return (word & 0xf0f0f0f0f0f0f0f0L) == 0x3030303030303030L
                && ((word + 0x0606060606060606L) & 0xf0f0f0f0f0f0f0f0L) == 0x3030303030303030L;
    }

    /** The value of eight ASCII digits, first digit in the lowest byte: pairs, then fours, then all. */
    private static long eightDigits(long word) {
        long digits = word & 0x0f0f0f0f0f0f0f0fL;
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
        return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean startsWithWord(byte[] line, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((line[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
