package io.laurel.regex;

import java.nio.charset.StandardCharsets;

/** Bytes as text: UTF-8 in which every byte that belongs to no valid character counts as one U+FFFD. */
final class Runes {
    private static final char REPLACEMENT = '\ufffd';

    private Runes() {}

    static String decode(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (bytes[i] < 0) {
                return decodeSlowly(bytes, offset, end);
            }
        }
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static String decodeSlowly(byte[] bytes, int offset, int end) {
        StringBuilder text = new StringBuilder(end - offset);
        int at = offset;
        while (at < end) {
            int size = size(bytes[at] & 0xff);
            int c = size == 0 || at + size > end ? -1 : character(bytes, at, size);
            text.appendCodePoint(c < 0 ? REPLACEMENT : c);
            at += c < 0 ? 1 : size;
        }
        return text.toString();
    }

    /** How many bytes the character has that begins so; 0 if none begins so. */
    private static int size(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    /** The character of {@code size} bytes, or -1 if they are none, or not in the shortest form. */
    private static int character(byte[] bytes, int at, int size) {
        int c = size == 1 ? bytes[at] : bytes[at] & 0x7f >> size;
        for (int i = 1; i < size; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return -1;
            }
            c = c << 6 | bytes[at + i] & 0x3f;
        }
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean tooLong = size == 3 && c < 0x800 || size == 4 && c < 0x10000;
        return surrogate || tooLong || c > Character.MAX_CODE_POINT ? -1 : c;
    }
}
