package io.laurel.interop;

import io.laurel.bytes.ByteBuilder;
import java.util.List;

/**
 * The body of a remote write request of Prometheus: the one way in that carries every value as its bits and every label
 * as its bytes. A protocol buffer, wrapped as a snappy stream that consists of literals only.
 *
 * <pre>
 *   WriteRequest  1: TimeSeries, repeated
 *   TimeSeries    1: Label, repeated    2: Sample, repeated
 *   Label         1: name               2: value
 *   Sample        1: value, fixed64     2: timestamp, varint
 * </pre>
 */
final class RemoteWrite {
    private static final int FIRST_MESSAGE = 1 << 3 | 2;
    private static final int SECOND_MESSAGE = 2 << 3 | 2;
    private static final int VALUE = 1 << 3 | 1;
    private static final int TIMESTAMP = 2 << 3;

    /** A snappy literal whose length stands in the two bytes that follow, less one. */
    private static final int LITERAL = 61 << 2;
    private static final int LITERAL_BYTES = 1 << 16;

    private RemoteWrite() {}

    static byte[] body(List<Rows> all) {
        ByteBuilder request = new ByteBuilder();
        ByteBuilder series = new ByteBuilder();
        ByteBuilder inner = new ByteBuilder();
        for (Rows rows : all) {
            series.clear();
            for (int i = 0; i < rows.labels().size(); i += 2) {
                inner.clear();
                message(inner, FIRST_MESSAGE, ByteText.bytes(rows.labels().get(i)));
                message(inner, SECOND_MESSAGE, ByteText.bytes(rows.labels().get(i + 1)));
                message(series, FIRST_MESSAGE, inner.toByteArray());
            }
            for (int i = 0; i < rows.timestamps().length; i++) {
                inner.clear();
                inner.u8(VALUE).u64(Long.reverseBytes(Double.doubleToRawLongBits(rows.values()[i])));
                inner.u8(TIMESTAMP).uvarint(rows.timestamps()[i]);
                message(series, SECOND_MESSAGE, inner.toByteArray());
            }
            message(request, FIRST_MESSAGE, series.toByteArray());
        }
        return snappy(request.toByteArray());
    }

    private static void message(ByteBuilder target, int tag, byte[] content) {
        target.u8(tag).uvarint(content.length).bytes(content);
    }

    private static byte[] snappy(byte[] plain) {
        ByteBuilder target = new ByteBuilder();
        target.uvarint(plain.length);
        for (int at = 0; at < plain.length; at += LITERAL_BYTES) {
            int length = Math.min(LITERAL_BYTES, plain.length - at);
            target.u8(LITERAL).u8(length - 1).u8(length - 1 >> 8).bytes(plain, at, length);
        }
        return target.toByteArray();
    }
}
