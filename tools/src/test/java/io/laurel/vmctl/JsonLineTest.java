package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLineTest {
    private final JsonLine format = new JsonLine();

    @Test
    void readsALineOfTheServer() throws Exception {
        assertThat(read("{\"metric\":{\"__name__\":\"up\",\"job\":\"node\"},\"values\":[1,-0.5,1e3],"
                + "\"timestamps\":[1652227200000,1652227215000,1652227230000]}"))
                .isEqualTo("{=\"up\",job=\"node\"} 1.0@1652227200000 -0.5@1652227215000 1000.0@1652227230000");
    }

    @Test
    void takesKeysInAnyOrderWithSpaceAndPassesOverOthers() throws Exception {
        assertThat(read("  {\"timestamps\" : [ 5 , 6 ] , \"x\":{\"a\":[1,{},[ ],{\"b\":null}],\"c\":\"}\"},\"y\":-1.5e+7, "
                + "\"values\" : [ 1.0,2 ] ,\"metric\":{ \"a\" : \"b\" , \"__name__\":\"q\"} } \t\r"))
                .isEqualTo("{a=\"b\",=\"q\"} 1.0@5 2.0@6");
    }

    @Test
    void readsWhatIsNoNumberInEveryForm() throws Exception {
        assertThat(read("{\"metric\":{\"a\":\"b\"},\"values\":[null,NaN,\"NaN\",\"nan\",+Inf,-Inf,inf,\"Infinity\",\"-Infinity\","
                + "\"+Inf\",Infinity],\"timestamps\":[1,2,3,4,5,6,7,8,9,10,11]}"))
                .isEqualTo("{a=\"b\"} NaN@1 NaN@2 NaN@3 NaN@4 Infinity@5 -Infinity@6 Infinity@7 Infinity@8 -Infinity@9 "
                        + "Infinity@10 Infinity@11");
    }

    @Test
    void unescapesText() throws Exception {
        assertThat(labels("{\"a\":\"q\\\" b\\\\ s\\/ \\b\\f\\n\\r\\t \\u00fc \\u20AC \\ud83d\\ude00\",\"\\u0062\":\"c\"}"))
                .isEqualTo("a=\"q\" b\\x5c s/ \\x08\\x0c\\x0a\\x0d\\x09 \\xc3\\xbc \\xe2\\x82\\xac \\xf0\\x9f\\x98\\x80\",b=\"c\"");
    }

    @Test
    void leavesAnEscapeThatJsonDoesNotKnowAsTheServerDoes() throws Exception {
        assertThat(labels("{\"a\":\"\\ud83d x \\u00zz \\q\\u12\"}"))
                .isEqualTo("a=\"\\x5cud83d x \\x5cu00zz \\x5cq\\x5cu12\"");
    }

    @Test
    void takesBytesThatAreNoTextAsTheyAre() throws Exception {
        byte[] line = "{\"metric\":{\"a\":\"x\u00ff\u0001\ty\"},\"values\":[1],\"timestamps\":[1]}"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TextLines.read(format, line)).isEqualTo("{a=\"x\\xff\\x01\\x09y\"} 1.0@1");
    }

    @Test
    void leavesOutLabelsWithoutAValue() throws Exception {
        assertThat(labels("{\"a\":\"\",\"b\":null,\"\":\"q\",\"c\":\"d\"}")).isEqualTo("c=\"d\"");
    }

    @Test
    void keepsLabelsGivenTwice() throws Exception {
        assertThat(labels("{\"a\":\"1\",\"a\":\"2\"}")).isEqualTo("a=\"1\",a=\"2\"");
    }

    @Test
    void cutsLongTextAndLeavesOutLabelsAfterThe30th() throws Exception {
        StringBuilder labels = new StringBuilder("{\"").append("k".repeat(300)).append("\":\"").append("v".repeat(70_000));
        for (int i = 1; i < 40; i++) {
            labels.append("\",\"l").append(i).append("\":\"x");
        }
        assertThat(labels(labels.append("\"}").toString()))
                .startsWith("k".repeat(256) + "=\"" + "v".repeat(16384) + "\",l1=").endsWith(",l29=\"x\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t", "\r"})
    void passesOverBlankLines(String line) throws Exception {
        assertThat(read(line)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{ | 2: a key in quotes was expected here, but the line ends",
        "[1] | 1: a JSON object was expected here",
        "{} | 1: no label has a value: \"metric\" is missing or empty",
        "x | 1: a JSON object was expected here",
        "{\"metric\":{},\"values\":[1],\"timestamps\":[1]} | 1: no label has a value: \"metric\" is missing or empty",
        "{\"metric\":{\"a\":\"\"},\"values\":[1],\"timestamps\":[1]} | 1: no label has a value: \"metric\" is missing or empty",
        "{\"values\":[1],\"timestamps\":[1]} | 1: no label has a value: \"metric\" is missing or empty",
        "{\"metric\":{\"a\":\"b\"}} | 1: there are no samples: \"values\" is missing or empty",
        "{\"metric\":{\"a\":\"b\"},\"values\":[],\"timestamps\":[]} | 1: there are no samples: \"values\" is missing or empty",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1,2],\"timestamps\":[1]} | 1: 2 values but 1 timestamps",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1]} x | 52: the line goes on after the end of the JSON object",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1]}{} | 51: the line goes on after the end of the JSON object",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1,],\"timestamps\":[1]} | 33: a number was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1 2],\"timestamps\":[1]} | 33: ',' or ']' was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1.],\"timestamps\":[1]} | 33: a digit must follow the decimal point",
        "{\"metric\":{\"a\":\"b\"},\"values\":[+1],\"timestamps\":[1]} | 31: a number was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[true],\"timestamps\":[1]} | 31: a number was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[\"1.5\"],\"timestamps\":[1]} | "
                + "31: the value in quotes is none of NaN, Infinity and -Infinity",
        "{\"metric\":{\"a\":\"b\"},\"values\":[\"infin\"],\"timestamps\":[1]} | "
                + "31: the value in quotes is none of NaN, Infinity and -Infinity",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1.5]} | 49: ',' or ']' was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[\"1\"]} | 48: an integer was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[99999999999999999999]} | "
                + "48: the integer has more than 18 digits",
        "{\"metric\":{\"a\":5},\"values\":[1],\"timestamps\":[1]} | 16: a label value in quotes was expected here",
        "{\"metric\":[],\"values\":[1],\"timestamps\":[1]} | 11: an object of labels was expected here",
        "{\"metric\":{\"a\" \"b\"},\"values\":[1],\"timestamps\":[1]} | 16: ':' after the label name was expected here",
        "{\"metric\":{\"a\":\"b},\"values\":[1],\"timestamps\":[1]} | 21: ',' or '}' was expected here",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1 | 49: ',' or ']' was expected here, but the line ends",
        "{\"metric\":{\"a\":\"b | 16: the string that begins here has no closing quote",
        "{\"metric\":{\"a\":\"b\\\" | 16: the string that begins here has no closing quote",
        "{\"metric\":{\"a\":\"b\\ | 16: the string that begins here has no closing quote",
        "{\"values\":[1],\"values\":[2]} | 15: the key \"values\" comes twice",
        "{\"timestamps\":[1],\"timestamps\":[2]} | 19: the key \"timestamps\" comes twice",
        "{\"metric\":{},\"metric\":{}} | 14: the key \"metric\" comes twice",
        "{\"x\":} | 6: a value was expected here",
        "{\"x\":[1 | 8: ',' or ']' was expected here, but the line ends",
        "{\"metric\" | 10: ':' after the key was expected here, but the line ends",
    })
    void namesThePlaceOfAMistake(String line, String failure) {
        assertThat(TextLines.failure(format, line)).isEqualTo(failure);
    }

    @Test
    void limitsHowDeepValuesAreNested() {
        assertThat(TextLines.failure(format, "{\"x\":" + "[".repeat(100_000))).contains("nested more than 100 deep");
    }

    @Test
    void everyBeginningOfALineIsAMistake() {
        String line = "{\"metric\":{\"__name__\":\"up\\u0041\",\"x\":null},\"y\":[{\"z\":true}],\"values\":[1.5e3,\"NaN\"],"
                + "\"timestamps\":[1,-2]}";
        for (int length = 1; length < line.length(); length++) {
            assertThat(TextLines.failure(format, line.substring(0, length))).doesNotContain("no failure");
        }
    }

    private String read(String line) throws BadLineException {
        return TextLines.read(format, line);
    }

    private String labels(String metric) throws BadLineException {
        String text = read("{\"metric\":" + metric + ",\"values\":[1],\"timestamps\":[1]}");
        return text.substring(1, text.lastIndexOf('}'));
    }
}
