package io.laurel.series;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;

/**
 * Appends the labels of one series to a buffer in the form of {@link RawName}. The limits of {@link MetricName} that
 * need no sorting are applied here, so that lengths fit their fields and one series has fewer raw names: labels
 * beyond the 30th are left out, long texts are cut, labels without a value count but are not written.
 */
public final class RawNameWriter {
    private final ByteBuilder target;
    private int labels;

    /** The writer appends to {@code target} and leaves alone what is in it. */
    public RawNameWriter(ByteBuilder target) {
        this.target = target;
    }

    /** The next label is the first one of another series. */
    public RawNameWriter start() {
        labels = 0;
        return this;
    }

    public RawNameWriter label(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        return label(nameBytes, 0, nameBytes.length, valueBytes, 0, valueBytes.length);
    }

    public RawNameWriter label(Slice name, Slice value) {
        return label(name.array(), name.offset(), name.length(), value.array(), value.offset(), value.length());
    }

    public RawNameWriter label(byte[] name, int nameOffset, int nameLength,
            byte[] value, int valueOffset, int valueLength) {
        if (labels == MetricName.MAX_LABELS) {
            return this;
        }
        labels++;
        if (valueLength == 0) {
            return this;
        }
        boolean group = RawName.isGroup(name, nameOffset, nameLength);
        int keySize = group ? 0 : Math.min(nameLength, MetricName.MAX_KEY_BYTES);
        int valueSize = Math.min(valueLength, MetricName.MAX_VALUE_BYTES);
        target.u16(keySize).bytes(name, nameOffset, keySize).u16(valueSize).bytes(value, valueOffset, valueSize);
        return this;
    }
}
