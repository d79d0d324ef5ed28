package io.laurel.codec;

import static io.laurel.codec.VectorSeries.bits;
import static io.laurel.codec.VectorSeries.doubles;
import static io.laurel.codec.VectorSeries.longs;
import static io.laurel.codec.VectorSeries.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decimals against what the reference engine makes of the same numbers. */
class DecimalGoldenTest {
    @Test
    void powersOfTen() {
        Map<String, Object> group = TestData.map(TestData.json("data_vectors.json").get("pow10"));
        List<String> bits = TestData.list(group.get("bits"));
        int first = number(group.get("first_n"));
        for (int i = 0; i < bits.size(); i++) {
            assertThat(rawBits(PowersOfTen.ofDouble(first + i))).as("10^%d", first + i).isEqualTo(bits(bits.get(i)));
        }
        assertThat(PowersOfTen.ofDouble(-1000)).isZero();
        assertThat(PowersOfTen.ofDouble(1000)).isInfinite();
    }

    @Test
    void room() {
        for (Map<String, Object> vector : TestData.dataVectors("max_up_exponent")) {
            long mantissa = Long.parseLong((String) vector.get("v"));
            int expected = number(vector.get("max_up"));
            assertThat(Decimal.isSpecial(mantissa) ? PowersOfTen.UNLIMITED_ROOM : PowersOfTen.room(mantissa))
                    .as("%d", mantissa).isEqualTo(expected);
        }
    }

    @Test
    void numbersToDecimals() {
        long[] mantissa = new long[1];
        for (Map<String, Object> vector : TestData.dataVectors("float_to_decimal")) {
            double value = Double.longBitsToDouble(bits(vector.get("bits")));
            int exponent = DecimalValue.convert(value, mantissa, 0);
            assertThat(mantissa[0]).as("%s", vector).isEqualTo(Long.parseLong((String) vector.get("v")));
            assertThat(exponent).as("%s", vector).isEqualTo(number(vector.get("e")));
            assertThat(rawBits(toDoubles(mantissa, exponent)[0])).as("%s", vector)
                    .isEqualTo(bits(vector.get("back_bits")));
        }
    }

    @Test
    void columnsToDecimals() {
        for (Map<String, Object> vector : TestData.dataVectors("float_block_to_decimal")) {
            double[] values = doubles(vector.get("in_bits"));
            long[] expected = longs(vector.get("mantissas"));
            short exponent = (short) number(vector.get("exponent"));
            long[] mantissas = new long[values.length];
            short[] exponents = new short[values.length];

            assertThat(Decimal.general(values, 0, values.length, mantissas, exponents)).as("%s", vector)
                    .isEqualTo(exponent);
            assertThat(mantissas).as("%s", vector).isEqualTo(expected);
            assertThat(Decimal.toDecimals(values, 0, values.length, mantissas, exponents)).as("%s", vector)
                    .isEqualTo(exponent);
            assertThat(mantissas).as("%s", vector).isEqualTo(expected);

            double[] back = toDoubles(mantissas, exponent);
            List<String> backBits = TestData.list(vector.get("back_bits"));
            for (int i = 0; i < back.length; i++) {
                assertThat(rawBits(back[i])).as("%d of %s", i, vector).isEqualTo(bits(backBits.get(i)));
            }
        }
    }

    @Test
    void decimalsToNumbers() {
        for (Map<String, Object> vector : TestData.dataVectors("decimal_to_float")) {
            long mantissa = Long.parseLong((String) vector.get("v"));
            int exponent = number(vector.get("e"));
            assertSameOrNan(toDoubles(new long[] {mantissa}, exponent)[0], vector.get("bits_block_of_one"), mantissa);
            double inBlock = toDoubles(new long[] {mantissa, 2}, exponent)[0];
            assertSameOrNan(inBlock, vector.get("bits_in_block_with_2"), mantissa);
        }
    }

    @Test
    void columnsAreBroughtToOneScale() {
        for (Map<String, Object> vector : TestData.dataVectors("calibrate_scale")) {
            long[] a = longs(vector.get("a"));
            long[] b = longs(vector.get("b"));
            short scale = Decimal.calibrate(a, 0, a.length, (short) number(vector.get("a_exp")),
                    b, 0, b.length, (short) number(vector.get("b_exp")));
            assertThat(scale).as("%s", vector).isEqualTo((short) number(vector.get("out_exp")));
            assertThat(a).as("%s", vector).isEqualTo(longs(vector.get("out_a")));
            assertThat(b).as("%s", vector).isEqualTo(longs(vector.get("out_b")));
        }
    }

    /** Zero times infinity is some NaN; which one is up to the processor. */
    private static void assertSameOrNan(double value, Object expectedBits, long mantissa) {
        double expected = Double.longBitsToDouble(bits(expectedBits));
        if (Double.isNaN(expected) && !Decimal.isSpecial(mantissa)) {
            assertThat(value).isNaN();
        } else {
            assertThat(rawBits(value)).as("%d", mantissa).isEqualTo(bits(expectedBits));
        }
    }

    private static double[] toDoubles(long[] mantissas, int scale) {
        double[] values = new double[mantissas.length];
        Decimal.toDoubles(mantissas, 0, mantissas.length, (short) scale, values, 0);
        return values;
    }

    private static long rawBits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
