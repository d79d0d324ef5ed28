package io.laurel.codec;

import static io.laurel.codec.VectorSeries.longs;
import static io.laurel.codec.VectorSeries.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Varints;
import io.laurel.bytes.Zstd;
import io.laurel.testkit.TestData;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Columns of int64 against the bytes of the reference engine; compressed ones after decompression. */
class Int64CodecGoldenTest {
    private final Zstd zstd = new Zstd();
    private final Int64Codec.Scratch scratch = new Int64Codec.Scratch();

    @AfterEach
    void close() {
        zstd.close();
    }

    @Test
    void lossySteps() {
        for (Map<String, Object> vector : TestData.dataVectors("nearest_delta_step")) {
            long next = Long.parseLong((String) vector.get("next"));
            long previous = Long.parseLong((String) vector.get("prev"));
            int bits = number(vector.get("precision_bits"));
            int zeros = number(vector.get("prev_trailing_zeros"));
            assertThat(NearestDelta.step(next, previous, bits, zeros)).as("%s", vector)
                    .isEqualTo(Long.parseLong((String) vector.get("delta")));
            assertThat(NearestDelta.stepZeros(next, next - previous, bits, zeros)).as("%s", vector)
                    .isEqualTo(number(vector.get("trailing_zeros")));
        }
        for (Map<String, Object> vector : TestData.dataVectors("trailing_zeros")) {
            long value = Long.parseLong((String) vector.get("v"));
            int bits = number(vector.get("precision_bits"));
            assertThat(NearestDelta.trailingZeros(value, bits)).as("%s", vector)
                    .isEqualTo(number(vector.get("trailing_zeros")));
        }
    }

    @Test
    void differences() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("nearest_delta")) {
            long[] values = VectorSeries.of(vector.get("series"));
            long[] deltas = new long[values.length - 1];
            NearestDelta.deltas(values, 0, values.length, number(vector.get("precision_bits")), deltas);
            assertPayload(vector, EncodingType.NEAREST_DELTA, values[0], deltas);
        }
    }

    @Test
    void differencesOfDifferences() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("nearest_delta2")) {
            long[] values = VectorSeries.of(vector.get("series"));
            long[] deltas = new long[values.length - 1];
            NearestDelta2.deltas(values, 0, values.length, number(vector.get("precision_bits")), deltas);
            assertPayload(vector, EncodingType.NEAREST_DELTA2, values[0], deltas);
        }
    }

    private void assertPayload(Map<String, Object> vector, EncodingType type, long first, long[] deltas)
            throws Exception {
        byte[] array = new byte[Varints.MAX_BYTES * deltas.length];
        int size = Varints.putSigned(deltas, 0, deltas.length, array, 0);
        assertThat(HexFormat.of().formatHex(array, 0, size)).as("%s", vector).isEqualTo(vector.get("hex"));
        long[] expected = longs(vector.get("decoded"));
        long[] decoded = new long[expected.length + 3];
        Int64Codec.decode(type, array, 0, size, first, decoded, 3, expected.length, null, scratch);
        assertThat(Arrays.copyOfRange(decoded, 3, decoded.length)).as("%s", vector).isEqualTo(expected);
    }

    @Test
    void gauges() {
        for (Map<String, Object> vector : TestData.dataVectors("is_gauge")) {
            long[] values = vector.containsKey("series")
                    ? VectorSeries.of(vector.get("series"))
                    : longs(vector.get("values"));
            assertThat(Int64Codec.isGauge(values, 0, values.length)).as("%s", vector).isEqualTo(vector.get("is_gauge"));
        }
    }

    @Test
    void zstdLevels() {
        for (Map<String, Object> vector : TestData.dataVectors("payload_zstd_level")) {
            assertThat(Int64Codec.zstdLevel(number(vector.get("items")))).as("%s", vector)
                    .isEqualTo(number(vector.get("level")));
        }
    }

    @Test
    void columns() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("marshal_int64_array")) {
            long[] values = VectorSeries.of(vector.get("series"));
            int n = values.length;
            int bits = number(vector.get("precision_bits"));
            ByteBuilder target = new ByteBuilder().u8(42);
            EncodingType type = Int64Codec.encode(values, 0, n, bits, target, zstd, scratch);
            assertThat(type.wireNumber()).as("%s", vector).isEqualTo(number(vector.get("marshal_type")));
            assertThat(values[0]).isEqualTo(Long.parseLong((String) vector.get("first")));
            assertBlob(plain(type, target), vector.get("plain"));
            assertDecodes(vector, values, type, target);

            ByteBuilder uncompressed = new ByteBuilder().u8(42);
            EncodingType plainType = Int64Codec.encode(values, 0, n, bits, uncompressed, null, scratch);
            assertThat(plainType).isNotIn(EncodingType.ZSTD_NEAREST_DELTA, EncodingType.ZSTD_NEAREST_DELTA2);
            assertBlob(plain(plainType, uncompressed), vector.get("plain"));
            assertDecodes(vector, values, plainType, uncompressed);
        }
    }

    private byte[] plain(EncodingType type, ByteBuilder payload) throws Exception {
        if (type != EncodingType.ZSTD_NEAREST_DELTA && type != EncodingType.ZSTD_NEAREST_DELTA2) {
            return Arrays.copyOfRange(payload.array(), 1, payload.size());
        }
        ByteBuilder plain = new ByteBuilder();
        zstd.decompress(payload.array(), 1, payload.size() - 1, 1 << 20, plain);
        return plain.toByteArray();
    }

    private void assertDecodes(Map<String, Object> vector, long[] values, EncodingType type, ByteBuilder payload)
            throws Exception {
        long[] decoded = new long[values.length];
        Int64Codec.decode(type, payload.array(), 1, payload.size() - 1, values[0], decoded, 0, decoded.length,
                zstd, scratch);
        if (number(vector.get("precision_bits")) == Int64Codec.EXACT) {
            assertThat(decoded).as("%s", vector).isEqualTo(values);
        } else if (vector.containsKey("decoded")) {
            assertThat(decoded).as("%s", vector).isEqualTo(longs(vector.get("decoded")));
        } else {
            ByteBuffer bytes = ByteBuffer.allocate(8 * decoded.length);
            bytes.asLongBuffer().put(decoded);
            assertThat(sha256(bytes.array())).as("%s", vector).isEqualTo(vector.get("decoded_be64_sha256"));
        }
    }

    @Test
    void payloadsAsRead() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("unmarshal_int64_array")) {
            byte[] payload = HexFormat.of().parseHex((String) vector.get("hex"));
            long first = Long.parseLong((String) vector.get("first"));
            long[] decoded = new long[number(vector.get("items"))];
            if ((Boolean) vector.get("accepted")) {
                decode(vector, payload, first, decoded);
                assertThat(decoded).as("%s", vector).isEqualTo(longs(vector.get("values")));
            } else {
                assertThatExceptionOfType(CorruptedDataException.class).as("%s", vector)
                        .isThrownBy(() -> decode(vector, payload, first, decoded));
            }
        }
    }

    private void decode(Map<String, Object> vector, byte[] payload, long first, long[] decoded) throws Exception {
        Int64Codec.decode(EncodingType.of(number(vector.get("marshal_type"))), payload, 0, payload.length, first,
                decoded, 0, decoded.length, zstd, scratch);
    }

    @Test
    void timestampsAreMended() {
        for (Map<String, Object> vector : TestData.dataVectors("ensure_non_decreasing")) {
            long[] timestamps = longs(vector.get("in"));
            LossyTimestamps.ensureNonDecreasing(timestamps, 0, timestamps.length,
                    Long.parseLong((String) vector.get("min")), Long.parseLong((String) vector.get("max")));
            assertThat(timestamps).as("%s", vector).isEqualTo(longs(vector.get("out")));
        }
    }

    private static void assertBlob(byte[] bytes, Object description) throws Exception {
        Map<String, Object> blob = TestData.map(description);
        assertThat(bytes).hasSize(number(blob.get("len")));
        if (blob.containsKey("hex")) {
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(blob.get("hex"));
        } else {
            assertThat(sha256(bytes)).isEqualTo(blob.get("sha256"));
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
