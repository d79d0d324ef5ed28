package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a series as the selector that finds it, which {@link SelectorParser} reads: {@code up{job="node"}}, or
 * {@code {__name__="a b",job="node"}} if the name is not a plain word. Always one line.
 */
final class SelectorText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private SelectorText() {}

    static void append(ByteBuilder target, MetricName name) {
        Slice group = name.group();
        boolean plain = isWord(group);
        if (plain) {
            target.bytes(group);
        }
        if (plain && name.tagCount() == 0) {
            return;
        }
        target.u8('{');
        int start = target.size();
        if (!plain && !group.isEmpty()) {
            condition(target, start, Selector.NAME_LABEL, group);
        }
        name.forEachTag((key, value) -> condition(target, start, key, value));
        target.u8('}');
    }

    private static void condition(ByteBuilder target, int start, Slice key, Slice value) {
        if (target.size() > start) {
            target.u8(',');
        }
        appendName(target, key);
        target.u8('=');
        appendQuoted(target, value);
    }

    private static boolean isWord(Slice name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isWordByte(name.u8(i), i == 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isWordByte(int b, boolean first) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == ':'
                || !first && (b >= '0' && b <= '9' || b == '.');
    }

    private static void appendName(ByteBuilder target, Slice name) {
        for (int i = 0; i < name.length(); i++) {
            int b = name.u8(i);
            if (isWordByte(b, i == 0)) {
                target.u8(b);
            } else {
                escape(target, b);
            }
        }
    }

    /** Text that is UTF-8 stays readable; of any other, every byte beyond ASCII is escaped. */
    static void appendQuoted(ByteBuilder target, Slice value) {
        boolean readable = isUtf8(value);
        target.u8('"');
        for (int i = 0; i < value.length(); i++) {
            int b = value.u8(i);
            switch (b) {
                case '"', '\\' -> target.u8('\\').u8(b);
                case '\n' -> target.u8('\\').u8('n');
                case '\r' -> target.u8('\\').u8('r');
                case '\t' -> target.u8('\\').u8('t');
                default -> {
                    if (b < 0x20 || b == 0x7f || b > 0x7f && !readable) {
                        escape(target, b);
                    } else {
                        target.u8(b);
                    }
                }
            }
        }
        target.u8('"');
    }

    private static void escape(ByteBuilder target, int b) {
        target.u8('\\').u8('x').u8(HEX[b >> 4]).u8(HEX[b & 15]);
    }

    private static boolean isUtf8(Slice value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.array(), value.offset(), value.length()));
            return true;
        } catch (CharacterCodingException e) {
            return false;       // the answer, not a failure
        }
    }

    /**
     * A label name or value on a line of its own: as it is, or in quotes if it holds control characters, is empty or
     * could be taken for one in quotes.
     */
    static void appendLine(ByteBuilder target, Slice text) {
        boolean quotes = text.isEmpty() || text.u8(0) == '"';
        for (int i = 0; i < text.length(); i++) {
            quotes |= text.u8(i) < 0x20 || text.u8(i) == 0x7f;
        }
        if (quotes) {
            appendQuoted(target, text);
        } else {
            target.bytes(text);
        }
        target.u8('\n');
    }
}
