package io.laurel.interop;

import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;

/**
 * Labels are bytes, valid UTF-8 or not, and so they are compared here: a text of these tests holds one byte in each
 * character, 0 to 255. Plain ASCII is the same in both worlds.
 */
final class ByteText {
    private ByteText() {}

    /** The UTF-8 bytes of a text. */
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String of(Slice bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Slice slice(String text) {
        return Slice.of(bytes(text));
    }

    static boolean isUtf8(String text) {
        return text.equals(utf8(new String(bytes(text), StandardCharsets.UTF_8)));
    }

    /** For messages: between quotes, long texts cut. */
    static String quoted(String text) {
        Slice bytes = slice(text);
        return bytes.length() <= 200 ? '"' + bytes.toString() + '"'
                : '"' + bytes.range(0, 100).toString() + "...\" (" + bytes.length() + " bytes)";
    }
}
