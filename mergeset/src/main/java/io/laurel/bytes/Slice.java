package io.laurel.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A borrowed view of a byte range: it lives as long as nobody changes the array. Ordered as unsigned bytes, a proper
 * prefix first; equal when the bytes are equal.
 */
public final class Slice implements Comparable<Slice> {
    /** The empty byte string. */
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    public Slice(byte[] array, int offset, int length) {
        if ((offset | length) < 0 || offset > array.length - length) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " in an array of " + array.length);
        }
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    public static Slice of(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    public static Slice utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at that index, 0..255. */
    public int u8(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException(index + " of " + length);
        }
        return array[offset + index] & 0xff;
    }

    /** The bytes from index {@code from} to the end. */
    public Slice from(int from) {
        return new Slice(array, offset + from, length - from);
    }

    /** The bytes of index {@code from} (inclusive) to {@code to} (exclusive). */
    public Slice range(int from, int to) {
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + length);
        }
        return new Slice(array, offset + from, to - from);
    }

    public boolean startsWith(Slice prefix) {
        return length >= prefix.length
                && Arrays.equals(array, offset, offset + prefix.length,
                        prefix.array, prefix.offset, prefix.offset + prefix.length);
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes as UTF-8 text; malformed sequences become U+FFFD. */
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Slice other) {
        return Arrays.compareUnsigned(array, offset, offset + length,
                other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice that && Arrays.equals(array, offset, offset + length,
                that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The bytes as text with everything outside printable ASCII written {@code \xNN}; for messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int b = u8(i);
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.toString();
    }
}
