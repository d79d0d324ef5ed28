package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import java.nio.charset.StandardCharsets;

/**
 * Writes one series as a line of {@code /api/v1/export} of the v1.79 server, byte for byte, its quirks included:
 *
 * <pre>
 *   {"metric":{"__name__":"up","job":"node"},"values":[1,null],"timestamps":[1652227200000,1652227215000]}
 * </pre>
 *
 * <p>The labels stand in the order of the index. A stale marker is {@code null}, but {@code NaN} as the first value;
 * infinities are {@code +Inf} and {@code -Inf}. In text, control characters, quotes, the apostrophe and {@code <} are
 * escaped, everything else, malformed UTF-8 too, stays as it is.
 *
 * <p>Calls come as {@code begin}, {@code label}s, {@code values}, {@code value}s, {@code timestamps},
 * {@code timestamp}s, {@code end}.
 */
final class ExportLine {
    private static final byte[] BEGIN = ascii("{\"metric\":{");
    private static final byte[] NAME = ascii("\"__name__\":\"");
    private static final byte[] VALUES = ascii("},\"values\":[");
    private static final byte[] TIMESTAMPS = ascii("],\"timestamps\":[");
    private static final byte[] END = ascii("]}\n");
    private static final byte[] NULL = ascii("null");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private final ByteBuilder target;
    private boolean first;

    /** Appends to {@code target}; the caller empties it. */
    ExportLine(ByteBuilder target) {
        this.target = target;
    }

    void begin() {
        target.bytes(BEGIN);
        first = true;
    }

    /** All labels of a name, the metric name first. */
    void labels(MetricName name) {
        Slice group = name.group();
        if (!group.isEmpty()) {
            label(Slice.EMPTY, group);
        }
        name.forEachTag(this::label);
    }

    private void label(Slice key, Slice value) {
        label(key.array(), key.offset(), key.offset() + key.length(),
                value.array(), value.offset(), value.offset() + value.length());
    }

    /** The metric name has an empty {@code key}. */
    void label(byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo) {
        comma();
        if (keyFrom == keyTo) {
            target.bytes(NAME);
        } else {
            target.u8('"');
            text(key, keyFrom, keyTo);
            target.u8('"').u8(':').u8('"');
        }
        text(value, valueFrom, valueTo);
        target.u8('"');
    }

    void values() {
        target.bytes(VALUES);
        first = true;
    }

    void value(double value) {
        if (Double.isNaN(value) && !first) {
            target.u8(',').bytes(NULL);
        } else {
            comma();
            NumberText.append(target, value);
        }
    }

    void timestamps() {
        target.bytes(TIMESTAMPS);
        first = true;
    }

    void timestamp(long timestampMs) {
        comma();
        NumberText.append(target, timestampMs);
    }

    void end() {
        target.bytes(END);
    }

    private void comma() {
        if (first) {
            first = false;
        } else {
            target.u8(',');
        }
    }

    private void text(byte[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = source[i];
            switch (b) {
                case '"', '\\' -> target.u8('\\').u8(b);
                case '\n' -> target.u8('\\').u8('n');
                case '\r' -> target.u8('\\').u8('r');
                case '\t' -> target.u8('\\').u8('t');
                case '<', '\'' -> escape(b);
                default -> {
                    if (b >= 0 && b < 0x20) {
                        escape(b);
                    } else {
                        target.u8(b);
                    }
                }
            }
        }
    }

    private void escape(byte b) {
        target.u8('\\').u8('u').u8('0').u8('0').u8(HEX[b >> 4]).u8(HEX[b & 15]);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
