package io.laurel.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Columns of varints against the single ones of {@link ByteBuilder}. */
class VarintsRandomTest {
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void columnsAreSingleNumbersInARow() throws Exception {
        for (int round = 0; round < 40_000; round++) {
            long[] values = column(random.nextInt(40));
            int from = values.length == 0 ? 0 : random.nextInt(Math.min(3, values.length));
            int n = values.length - from;
            ByteBuilder expected = new ByteBuilder();
            for (int i = from; i < values.length; i++) {
                expected.varint(values[i]);
            }
            byte[] bytes = new byte[5 + Varints.MAX_BYTES * n];
            int end = Varints.putSigned(values, from, values.length, bytes, 5);
            assertThat(Arrays.copyOfRange(bytes, 5, end)).isEqualTo(expected.toByteArray());

            long[] back = new long[n + 2];
            assertThat(Varints.getSigned(bytes, 5, end, back, 1, n)).isEqualTo(end);
            assertThat(Arrays.copyOfRange(back, 1, n + 1)).isEqualTo(Arrays.copyOfRange(values, from, values.length));
            assertThat(back[0] | back[n + 1]).isZero();

            Varints.getUnsigned(bytes, 5, bytes.length, back, 1, n);
            for (int i = 0; i < n; i++) {
                assertThat(back[i + 1]).isEqualTo(Varints.zigzag(values[from + i]));
            }
        }
    }

    @Test
    void whatEndsEarlyIsRefused() {
        for (int round = 0; round < 500; round++) {
            long[] values = column(1 + random.nextInt(20));
            byte[] bytes = new byte[Varints.MAX_BYTES * values.length];
            int end = Varints.putSigned(values, 0, values.length, bytes, 0);
            for (int cut = 0; cut < end; cut++) {
                byte[] torn = Arrays.copyOf(bytes, cut);
                assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() ->
                        Varints.getSigned(torn, 0, torn.length, new long[values.length], 0, values.length));
            }
        }
    }

    @Test
    void paddedNumbersAreReadAndTooLongOnesAreNot() throws Exception {
        for (int position = 0; position < 12; position++) {
            ByteBuilder padded = new ByteBuilder();
            ByteBuilder tooLong = new ByteBuilder();
            for (int i = 0; i < 12; i++) {
                if (i == position) {
                    padded.u8(0x86).u8(0x80).u8(0x80).u8(0);
                    for (int j = 0; j < Varints.MAX_BYTES; j++) {
                        tooLong.u8(0x80);
                    }
                    tooLong.u8(0);
                } else {
                    padded.varint(i);
                    tooLong.varint(i);
                }
            }
            long[] values = new long[12];
            assertThat(Varints.getSigned(padded.array(), 0, padded.size(), values, 0, 12)).isEqualTo(padded.size());
            for (int i = 0; i < 12; i++) {
                assertThat(values[i]).isEqualTo(i == position ? 3 : i);
            }
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() ->
                    Varints.getSigned(tooLong.array(), 0, tooLong.size(), new long[12], 0, 12))
                    .withMessageContaining("varint " + position + " of 12");
        }
    }

    /** Runs of small, middle and large numbers. */
    private long[] column(int n) {
        long[] values = new long[n];
        int shift = 0;
        for (int i = 0; i < n; i++) {
            if (i % 8 == 0 || random.nextInt(10) == 0) {
                shift = random.nextInt(3) == 0 ? random.nextInt(64) : random.nextInt(48, 64);
            }
            values[i] = random.nextLong() >> shift;
        }
        return values;
    }
}
