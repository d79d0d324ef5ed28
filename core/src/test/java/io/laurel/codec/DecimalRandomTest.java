package io.laurel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The fast paths of {@link Decimal} against its plain form, on millions of values, and round trips. */
class DecimalRandomTest {
    private static final long SEED = 20240517;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void everyHundredthBelowAMillionIsTakenAsItIs() {
        double[] values = new double[8192];
        for (int first = 0; first < 100_000_000 - values.length; first += 8192 * 37) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (first + i) / 100.0 * (i % 3 == 0 ? -1 : 1);
            }
            assertLikeGeneral(values, 0, values.length);
        }
    }

    @Test
    void columnsWithAFewDigits() {
        double[] values = new double[64];
        for (int round = 0; round < 40_000; round++) {
            int digits = random.nextInt(1, 6);
            double divisor = PowersOfTen.ofDouble(digits);
            int bits = random.nextInt(3, 38);
            int n = random.nextInt(1, values.length + 1);
            for (int i = 0; i < n; i++) {
                values[i] = random.nextLong(-1L << bits, 1L << bits) / divisor;
            }
            assertLikeGeneral(values, 0, n);
        }
    }

    @Test
    void neighboursOfHundredthsAndTenThousandths() {
        double[] values = new double[64];
        for (int round = 0; round < 20_000; round++) {
            for (int i = 0; i < values.length; i++) {
                double value = random.nextInt(1, 1 << random.nextInt(1, 27)) / (round % 2 == 0 ? 100.0 : 10_000.0);
                values[i] = random.nextInt(8) == 0 ? value + random.nextInt(-40, 41) * Math.ulp(value) : value;
            }
            assertLikeGeneral(values, 0, random.nextInt(1, 8));
        }
    }

    @Test
    void valuesNearTheBreaksOfTheLoop() {
        assertColumns(200_000, 1, 3, f -> {
            double whole = random.nextInt(1, 1_000_001);
            double distance = whole * 1e-12 * (0.5 + random.nextDouble());
            return random.nextBoolean() ? whole + distance : whole - distance;
        });
    }

    @Test
    void smallHundredthsAndTheirNeighbours() {
        for (int hundredths = 0; hundredths <= 300; hundredths++) {
            double value = hundredths / 100.0;
            for (int away = -20; away <= 20; away++) {
                assertLikeGeneral(new double[] {0.01, value + away * Math.ulp(value), 3}, 0, 3);
            }
        }
    }

    @Test
    void integersOfAllSizes() {
        assertColumns(100_000, 1, 9, f -> {
            double value = random.nextLong() >> random.nextInt(64);
            return random.nextInt(4) == 0 ? value * 10 : value;
        });
    }

    @Test
    void decimalsOfAllLengths() {
        assertColumns(100_000, 1, 9, f ->
                random.nextLong(1, 1L << random.nextInt(1, 50)) / PowersOfTen.ofDouble(random.nextInt(7)));
    }

    @Test
    void anyBits() {
        assertColumns(100_000, 1, 5, f -> {
            double value = Double.longBitsToDouble(random.nextLong());
            return Double.isNaN(value) ? Double.longBitsToDouble(Decimal.STALE_MARKER_BITS) : value;
        });
    }

    @Test
    void specialsAmongOrdinaryNumbers() {
        double[] some = {0, -0.0, 1, 10, 100, 0.5, 0.01, 0.07, 1.1, 1e6, 999_999.99, 1_000_000.01, 1e15, 1L << 55,
            1e300, 5e-324, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.longBitsToDouble(Decimal.STALE_MARKER_BITS)};
        assertColumns(200_000, 1, 4, f -> some[random.nextInt(some.length)]);
    }

    @Test
    void tenDigitsComeBack() {
        double[] values = new double[100];
        double[] back = new double[100];
        long[] mantissas = new long[100];
        for (int round = 0; round < 2000; round++) {
            int digits = random.nextInt(5);
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextLong(-9_999_999_999L, 9_999_999_999L) / PowersOfTen.ofDouble(digits);
            }
            short scale = Decimal.toDecimals(values, 0, 100, mantissas, new short[100]);
            Decimal.toDoubles(mantissas, 0, 100, scale, back, 0);
            assertThat(back).isEqualTo(values);
        }
    }

    @Test
    void otherNansAreRefused() {
        double nan = Double.NaN;
        for (double[] values : new double[][] {{nan}, {1, nan}, {0.5, 1, nan}, {nan, nan}}) {
            assertThatIllegalArgumentException().isThrownBy(() ->
                    Decimal.toDecimals(values, 0, values.length, new long[values.length], new short[values.length]));
        }
    }

    private void assertColumns(int columns, int minSize, int maxSize, DoubleUnaryOperator value) {
        double[] values = new double[maxSize];
        for (int column = 0; column < columns; column++) {
            int n = random.nextInt(minSize, maxSize + 1);
            for (int i = 0; i < n; i++) {
                values[i] = value.applyAsDouble(i);
            }
            assertLikeGeneral(values, 0, n);
        }
    }

    private static void assertLikeGeneral(double[] values, int from, int n) {
        short[] exponents = new short[n];
        long[] expected = new long[n];
        long[] mantissas = new long[n];
        short expectedScale = Decimal.general(values, from, n, expected, exponents);
        short scale = Decimal.toDecimals(values, from, n, mantissas, exponents);
        if (scale != expectedScale || !Arrays.equals(mantissas, expected)) {
            assertThat(scale).as("scale of %s", Arrays.toString(values)).isEqualTo(expectedScale);
            assertThat(mantissas).as("%s", Arrays.toString(values)).isEqualTo(expected);
        }
    }
}
