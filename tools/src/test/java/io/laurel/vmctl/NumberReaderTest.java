package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberReaderTest {
    private final NumberReader reader = new NumberReader();

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1", "42", "0.1", "-0.1", "00.5", "0.30000000000000004", "3.141592653589793", "1e22",
        "1e23", "1e-22", "1e-23", "9007199254740992", "9007199254740993", "9007199254740993.0", "4503599627370497.5",
        "123456789012345678", "1234567890123456789", "12345678901234567890123", "1e308", "1.7976931348623157e308", "2e308",
        "1e400", "-1e400", "1e99999999999", "1e-99999999999", "0e99999999999", "5e-324", "2.4703282292062327e-324",
        "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072014E-308", "1E+5", "1e05", "0.000000000000000001",
        "8.5e-23", "179769313486231580793728971405301e276", "6.02214076e23", "0.00000000000000000000000000001e30"})
    void readsTheNearestFloat(String text) throws Exception {
        assertThat(read(text)).isEqualTo(Double.parseDouble(text));
        assertThat(reader.end()).isEqualTo(2 + text.length());
    }

    @Test
    void readsTheNearestFloatOfManyRandomOnes() throws Exception {
        Random random = new Random(20220511);
        for (int i = 0; i < 200_000; i++) {
            String text = switch (i % 5) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
                case 2 -> BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(30))
                        .toPlainString();
                case 3 -> random.nextInt(1_000_000) + "." + random.nextInt(1000);
                default -> random.nextLong(1L << 55) + "e" + (random.nextInt(60) - 30);
            };
            if (Character.isDigit(text.charAt(text.length() - 1))) {
                assertThat(Double.doubleToRawLongBits(read(text)))
                        .as(text).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
            }
        }
    }

    @Test
    void readsTheWordsForWhatIsNoNumber() throws Exception {
        for (String text : new String[] {"inf", "+Inf", "INFINITY", "+infinity", "Inf"}) {
            assertThat(read(text)).as(text).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(reader.end()).isEqualTo(2 + text.length());
        }
        assertThat(read("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read("-infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read("NaN")).isNaN();
        assertThat(read("nan")).isNaN();
    }

    @Test
    void stopsWhereTheNumberEnds() throws Exception {
        assertThat(read("12,34")).isEqualTo(12);
        assertThat(reader.end()).isEqualTo(4);
        assertThat(read("1e5x")).isEqualTo(1e5);
        assertThat(reader.end()).isEqualTo(5);
        assertThat(read("infinit")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(reader.end()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", "x", ".5", "-.5", "5.", "5.e3", "1e", "1e+", "+3", "--1", "-nan", "+nan", "in", "na",
        "null", "\"1\""})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BadLineException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9, 10, 99999999, 100000000, 1652227200000L, -1652227200000L, 999999999999999999L,
        -999999999999999999L, 12345678, 1234567})
    void readsIntegers(long value) throws Exception {
        byte[] line = ("[ " + value + ",").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.readLong(line, 2, line.length)).isEqualTo(value);
        assertThat(reader.end()).isEqualTo(line.length - 1);
    }

    @Test
    void readsManyRandomIntegers() throws Exception {
        Random random = new Random(17);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
            byte[] line = Long.toString(value).getBytes(StandardCharsets.UTF_8);
            assertThat(reader.readLong(line, 0, line.length)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "x1652227", "\"1652227200000\"", "+5", "1000000000000000000", "99999999999999999999"})
    void refusesWhatIsNoInteger(String text) {
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> reader.readLong(line, 0, line.length)).isInstanceOf(BadLineException.class);
    }

    @Test
    void looksAtNoByteBehindTheLine() throws Exception {
        byte[] line = "12345678901234".getBytes(StandardCharsets.UTF_8);
        assertThat(reader.readLong(line, 0, 7)).isEqualTo(1234567);
        assertThat(reader.readDouble(line, 0, 3)).isEqualTo(123);
        assertThat(reader.readLong(line, 3, 12)).isEqualTo(456789012);
    }

    private double read(String text) throws BadLineException {
        byte[] line = ("[ " + text).getBytes(StandardCharsets.UTF_8);
        return reader.readDouble(line, 2, line.length);
    }
}
