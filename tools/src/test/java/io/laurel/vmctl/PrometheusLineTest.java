package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken and what is refused was compared with {@code /api/v1/import/prometheus} of victoria-metrics 1.79.5. */
final class PrometheusLineTest {
    private final PrometheusLine format = new PrometheusLine(777);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "pa 1 1652227200000 | {=\"pa\"} 1.0@1652227200000",
        "pa{} 1 1652227200000 | {=\"pa\"} 1.0@1652227200000",
        "pa{n=\"1\"} 1 1652227200000 | {=\"pa\",n=\"1\"} 1.0@1652227200000",
        "pa { n = \"2\" , } 1 1652227200000 | {=\"pa\",n=\"2\"} 1.0@1652227200000",
        "pa{n=\"4\",m=\"5\"}1e3 1652227200000 | {=\"pa\",n=\"4\",m=\"5\"} 1000.0@1652227200000",
        "pa{n=\"5\",x=\"a\\\"b\\\\c\\nd\\te\\q\"} 1 5000000000 | {=\"pa\",n=\"5\",x=\"a\"b\\x5cc\\x0ad\\x5cte\\x5cq\"} 1.0@5000000000",
        "pa{n=\"7\"} 1 1652227200000 # {trace=\"1\"} 3 | {=\"pa\",n=\"7\"} 1.0@1652227200000",
        "pa{n=\"7\"} 1 # {trace=\"1\"} 3 | {=\"pa\",n=\"7\"} 1.0@777",
        "pa{n=\"30\"} 1 1652227200000#c | {=\"pa\",n=\"30\"} 1.0@1652227200000",
        "pa{n=\"8\"} 1 1652227200000.5 | {=\"pa\",n=\"8\"} 1.0@1652227200000",
        "pa{n=\"9\"} 1 | {=\"pa\",n=\"9\"} 1.0@777",
        "pa{n=\"16\"} 1 -5 | {=\"pa\",n=\"16\"} 1.0@-5000",
        "pa{n=\"25\"} 1 1652227200 | {=\"pa\",n=\"25\"} 1.0@1652227200000",
        "pa{n=\"35\"} 1 1652227200.123 | {=\"pa\",n=\"35\"} 1.0@1652227200123",
        "pa{n=\"36\"} 1 1.6522272e12 | {=\"pa\",n=\"36\"} 1.0@1652227200000",
        "pa{n=\"21\",x=\"\"} NaN 1652227200000 | {=\"pa\",n=\"21\"} NaN@1652227200000",
        "pa +Inf 1652227200000 | {=\"pa\"} Infinity@1652227200000",
        "pa -Inf 1652227200000 | {=\"pa\"} -Infinity@1652227200000",
        "pa-b.c/d:e{x-y=\"1\"} 1 1652227200000 | {=\"pa-b.c/d:e\",x-y=\"1\"} 1.0@1652227200000",
        "pa{a=\"1\",a=\"2\",le=\"+Inf\"} 1 1652227200000 | {=\"pa\",a=\"1\",a=\"2\",le=\"+Inf\"} 1.0@1652227200000",
    })
    void readsALine(String line, String expected) throws Exception {
        assertThat(TextLines.read(format, line)).isEqualTo(expected);
        assertThat(TextLines.read(format, " \t" + line.replace(" ", " \t ") + " \r")).isEqualTo(expected);
    }

    @Test
    void takesBytesThatAreNoTextAsTheyAre() throws Exception {
        assertThat(TextLines.read(format, "p\u00e9{\u00fc=\"\u00ff,}#\"} 1 1".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("{=\"p\\xe9\",\\xfc=\"\\xff,}#\"} 1.0@1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "# HELP up Is it up.", "#", " # TYPE x counter", "# EOF", "\r"})
    void passesOverCommentsAndBlankLines(String line) throws Exception {
        assertThat(TextLines.read(format, line)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{n=\"10\"} 1 1 | 1: a metric name was expected here",
        "{} 1 1 | 1: a metric name was expected here",
        "{\"pa\",n=\"33\"} 1 1 | 1: a metric name was expected here",
        "\"pa\"{n=\"32\"} 1 1 | 1: '\"' cannot be part of a metric name",
        "pa | 3: a value was expected here, but the line ends",
        "pa{n=\"27\"} | 11: a value was expected here, but the line ends",
        "pa{n='6'} 1 1 | 6: a label value in double quotes was expected here",
        "pa{n=19} 1 1 | 6: a label value in double quotes was expected here",
        "pa{n=\"12\" 1 1 | 11: ',' or '}' was expected after the label value",
        "pa{n=\"18\"; } 1 1 | 10: ',' or '}' was expected after the label value",
        "pa{n=\"17\",,} 1 1 | 11: a label name or '}' was expected here",
        "pa{n=\"20\",x} 1 1 | 12: '=' was expected after the label name",
        "pa{=\"20\"} 1 1 | 4: a label name or '}' was expected here",
        "pa{\"n\"=\"34\"} 1 1 | 4: a label name or '}' was expected here",
        "pa{n=\"26 | 6: the label value that begins here has no closing quote",
        "pa{n=\"26\\\" | 6: the label value that begins here has no closing quote",
        "pa{n=\"26\\ | 6: the label value that begins here has no closing quote",
        "pa{n= | 6: a label value in double quotes was expected here, but the line ends",
        "pa{n=\"1\" | 9: ',' or '}' was expected after the label value, but the line ends",
        "pa{ | 4: a label name or '}' was expected here, but the line ends",
        "pa{n=\"13\"} x 1 | 12: a number was expected here",
        "pa{n=\"14\"} 1 x | 14: a number was expected here",
        "pa b{n=\"31\"} 1 1 | 4: a number was expected here",
        "pa 0x10 1 | 4: a value was expected here, this is no number",
        "pa 1_000 1 | 4: a value was expected here, this is no number",
        "pa 1, 1 | 4: a value was expected here, this is no number",
        "pa 1 1652227200000x | 6: a timestamp was expected here, this is no number",
        "pa 1 1652227200000 5 | 20: the line goes on after the timestamp",
        "pa 1 NaN | 6: the timestamp is out of range",
        "pa 1 1e300 | 6: the timestamp is out of range",
        "pa 1 +1652227200000 | 6: a number was expected here",
    })
    void namesThePlaceOfAMistake(String line, String failure) {
        assertThat(TextLines.failure(format, line)).isEqualTo(failure);
    }
}
