package io.laurel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Int64CodecTest {
    private final Zstd zstd = new Zstd();
    private final Int64Codec.Scratch scratch = new Int64Codec.Scratch();

    @AfterEach
    void close() {
        zstd.close();
    }

    @Test
    void aColumnInTheMiddleOfAnArrayComesBack() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 3000; round++) {
            int n = 1 + random.nextInt(round % 100 == 0 ? 8192 : 200);
            long[] values = new long[n + 7];
            int shift = random.nextInt(64);
            int kind = random.nextInt(3);
            for (int i = 0; i < values.length; i++) {
                long any = random.nextLong() >> shift;
                values[i] = kind == 0 || i == 0 ? any : kind == 1 ? values[i - 1] + any : values[i - 1] + (any & 0x3f);
            }
            ByteBuilder payload = new ByteBuilder().u16(7);
            EncodingType type = Int64Codec.encode(values, 5, n, Int64Codec.EXACT, payload,
                    random.nextBoolean() ? zstd : null, scratch);
            long[] decoded = new long[n + 3];
            decoded[n + 2] = 42;
            Int64Codec.decode(type, payload.array(), 2, payload.size() - 2, values[5], decoded, 2, n, zstd, scratch);
            assertThat(Arrays.copyOfRange(decoded, 2, n + 2)).isEqualTo(Arrays.copyOfRange(values, 5, 5 + n));
            assertThat(decoded[n + 2]).isEqualTo(42);
        }
    }

    @Test
    void cutAndTornPayloadsAreRefused() throws Exception {
        long[] values = new long[300];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-100, 100);
        }
        for (Zstd compressor : new Zstd[] {null, zstd}) {
            ByteBuilder payload = new ByteBuilder();
            EncodingType type = Int64Codec.encode(values, 0, 300, Int64Codec.EXACT, payload, compressor, scratch);
            for (int size = 0; size < payload.size(); size++) {
                int cut = size;
                assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> Int64Codec.decode(type,
                        payload.array(), 0, cut, values[0], new long[300], 0, 300, zstd, scratch));
            }
            payload.u8(0);
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> Int64Codec.decode(type,
                    payload.array(), 0, payload.size(), values[0], new long[300], 0, 300, zstd, scratch));
        }
    }

    @Test
    void callersMistakesAreNamed() {
        long[] values = {1, 2};
        assertThatIllegalArgumentException().isThrownBy(() ->
                Int64Codec.encode(values, 0, 0, Int64Codec.EXACT, new ByteBuilder(), null, scratch));
        for (int bits : new int[] {0, 65}) {
            assertThatIllegalArgumentException().isThrownBy(() ->
                    Int64Codec.encode(values, 0, 2, bits, new ByteBuilder(), null, scratch));
        }
    }

    @Test
    void wireNumbersAreFixed() throws Exception {
        for (EncodingType type : EncodingType.values()) {
            assertThat(EncodingType.of(type.wireNumber())).isSameAs(type);
        }
        assertThat(EncodingType.CONST.wireNumber()).isEqualTo(3);
        for (int number : new int[] {-1, 0, 7, 255}) {
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> EncodingType.of(number));
        }
    }
}
