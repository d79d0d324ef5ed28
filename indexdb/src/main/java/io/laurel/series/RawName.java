package io.laurel.series;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A series name in the form in which rows carry it: the labels as they arrived, unsorted, so that a known name costs
 * one hash and one comparison. One series may arrive under several raw names. Written by {@link RawNameWriter},
 * turned into a {@link MetricName} by {@link #toMetricName}.
 *
 * <pre>
 *   for each label:  u16 length | name | u16 length | value        __name__ as the empty name
 * </pre>
 */
public final class RawName {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] GROUP_LABEL = {'_', '_', 'n', 'a', 'm', 'e', '_', '_'};

    private final byte[] bytes;
    private final long hash;

    private RawName(byte[] bytes) {
        this.bytes = bytes;
        this.hash = XxHash64.hash(bytes);
    }

    /** The labels of a name in canonical order. */
    static RawName of(MetricName name) {
        ByteBuilder target = new ByteBuilder(2 * name.marshaled().length());
        RawNameWriter writer = new RawNameWriter(target);
        if (!name.group().isEmpty()) {
            writer.label(Slice.EMPTY, name.group());
        }
        name.forEachTag(writer::label);
        return new RawName(target.toByteArray());
    }

    /** Shared, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** {@link XxHash64} of the bytes, the hash that {@link SeriesTable} wants. */
    public long hash() {
        return hash;
    }

    /**
     * The canonical name of a raw one.
     *
     * @throws IllegalArgumentException if the bytes are not such a form
     */
    public static MetricName toMetricName(byte[] array, int offset, int length, MetricName.Builder builder) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int name = at + 2;
            int nameLength = length(array, at, end);
            int value = name + nameLength + 2;
            int valueLength = length(array, name + nameLength, end);
            builder.add(array, name, nameLength, array, value, valueLength);
            at = value + valueLength;
        }
        return builder.build();
    }

    /** Whether the bytes are such a form. */
    public static boolean isWhole(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        boolean value = false;
        while (at + 2 <= end) {
            at += 2 + ((short) SHORT.get(array, at) & 0xffff);
            value = !value;
        }
        return at == end && !value;
    }

    private static int length(byte[] array, int at, int end) {
        int length = at + 2 <= end ? (short) SHORT.get(array, at) & 0xffff : 0;
        if (at + 2 + length > end) {
            throw new IllegalArgumentException("a raw name is cut short " + (end - at) + " bytes before its end");
        }
        return length;
    }

    /** Whether a label of that name holds the metric group. */
    static boolean isGroup(byte[] name, int offset, int length) {
        return length == 0 || length == GROUP_LABEL.length
                && Arrays.equals(name, offset, offset + length, GROUP_LABEL, 0, length);
    }
}
