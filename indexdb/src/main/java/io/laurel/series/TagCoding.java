package io.laurel.series;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;

/**
 * How a tag key, a tag value or a metric group lies in names and index rows: escaped, and ended by a byte 1.
 *
 * <pre>
 *   in the value   stored
 *   00             00 30
 *   01             00 31
 *   02             00 32
 *   other          itself
 *   (end)          01
 * </pre>
 *
 * <p>A reader takes the bytes up to the next 01; a 00 must be followed by 30, 31 or 32. Every byte string is a value.
 */
public final class TagCoding {
    /** Ends a key or a value. */
    public static final byte SEPARATOR = 1;

    private static final byte ESCAPE = 0;
    private static final byte LAST_SPECIAL = 2;

    private TagCoding() {}

    /** Appends the escaped bytes and the separator. */
    public static void put(byte[] source, int offset, int length, ByteBuilder target) {
        escape(source, offset, length, target);
        target.u8(SEPARATOR);
    }

    public static void put(Slice source, ByteBuilder target) {
        put(source.array(), source.offset(), source.length(), target);
    }

    /** Appends the escaped bytes without a separator. */
    public static void escape(byte[] source, int offset, int length, ByteBuilder target) {
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            byte b = source[i];
            if (b >= 0 && b <= LAST_SPECIAL) {
                target.bytes(source, from, i - from).u8(ESCAPE).u8('0' + b);
                from = i + 1;
            }
        }
        target.bytes(source, from, end - from);
    }

    /** The escaped bytes; the slice itself if nothing in it needs an escape. */
    public static Slice escape(Slice source) {
        if (isPlain(source)) {
            return source;
        }
        ByteBuilder target = new ByteBuilder(source.length() + 8);
        escape(source.array(), source.offset(), source.length(), target);
        return target.slice();
    }

    /** Whether a text is the same escaped and not escaped. */
    public static boolean isPlain(Slice text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.u8(i) <= LAST_SPECIAL) {
                return false;
            }
        }
        return true;
    }

    /** Index of the next separator in {@code array[from..to)}, or -1. */
    public static int separator(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == SEPARATOR) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The value whose escaped bytes are {@code array[offset..offset+length)}, without separator: a view of the array
     * where nothing was escaped, else fresh bytes.
     */
    public static Slice unescape(byte[] array, int offset, int length) throws CorruptedDataException {
        int end = offset + length;
        int at = offset;
        while (at < end && array[at] != ESCAPE) {
            at++;
        }
        if (at == end) {
            return new Slice(array, offset, length);
        }
        byte[] value = new byte[length - 1];
        int size = at - offset;
        System.arraycopy(array, offset, value, 0, size);
        while (at < end) {
            byte b = array[at++];
            if (b == ESCAPE) {
                if (at == end || array[at] < '0' || array[at] > '0' + LAST_SPECIAL) {
                    throw new CorruptedDataException("tag value has an escape byte that escapes nothing: "
                            + new Slice(array, offset, length));
                }
                b = (byte) (array[at++] - '0');
            }
            value[size++] = b;
        }
        return new Slice(value, 0, size);
    }
}
