package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTextTest {
    @ParameterizedTest
    @CsvSource({"0.0, 0", "-0.0, 0", "1, 1", "-1.5, -1.5", "0.1, 0.1", "1e-7, 0.0000001", "1.5e-7, 0.00000015",
        "0.05, 0.05", "10.01, 10.01", "1e15, 1000000000000000", "1e21, 1000000000000000000000", "2e23, 200000000000000000000000",
        "9007199254740993, 9007199254740992", "123456789012345680000, 123456789012345680000", "3.141592653589793, 3.141592653589793",
        "0.30000000000000004, 0.30000000000000004", "999999999999999, 999999999999999", "99999999999999.9, 99999999999999.9",
        "0.000000001, 0.000000001", "0.0000000012, 0.0000000012", "1e-10, 0.0000000001", "Infinity, +Inf", "-Infinity, -Inf",
        "NaN, NaN"})
    void writesNoExponent(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"18534086503257964.8, 18534086503257964", "1.8534086503257965e17, 185340865032579648",
        "9223372036854774784, 9223372036854774784", "9223372036854775808, 9223372036854776000",
        "-9223372036854775808, -9223372036854775808", "-9223372036854777856, -9223372036854778000"})
    void writesIntegersOf64BitsInFull(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @Test
    void writesTheSmallestFloatsWithOneDigit() {
        assertThat(text(Double.MIN_VALUE)).isEqualTo("0." + "0".repeat(323) + "5");
        assertThat(text(2 * Double.MIN_VALUE)).isEqualTo("0." + "0".repeat(322) + "1");
        assertThat(text(Double.MAX_VALUE)).isEqualTo("17976931348623157" + "0".repeat(292));
    }

    /** A shorter text that reads as the same float must not exist. */
    @Test
    void whatItWritesReadsBackAndIsAsShortAsCanBe() {
        Random random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            double value = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12));
                case 2 -> random.nextDouble() * 1e16;
                default -> (double) random.nextLong() * 3;
            };
            if (value == (long) value || !Double.isFinite(value) || Math.abs(value) < Double.MIN_NORMAL) {
                continue;
            }
            String text = text(value);
            assertThat(text).matches("-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?");
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
            BigDecimal shorter = exact.round(new MathContext(Math.max(1, exact.precision() - 1)));
            assertThat(exact.precision() > 1 && shorter.doubleValue() == value).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, -1, 99, 100, 1652227200000L, Long.MAX_VALUE, Long.MIN_VALUE, -1652227200000L,
        999999999999999999L, 1000000000000000000L})
    void writesIntegers(long value) {
        ByteBuilder target = new ByteBuilder(1);
        NumberText.append(target, value);
        assertThat(new String(target.toByteArray(), StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
    }

    private static String text(double value) {
        ByteBuilder target = new ByteBuilder(1);
        NumberText.append(target, value);
        return new String(target.toByteArray(), StandardCharsets.US_ASCII);
    }
}
