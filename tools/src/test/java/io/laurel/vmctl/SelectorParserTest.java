package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.Slice;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken and what is refused was compared with {@code /api/v1/export} of victoria-metrics 1.79.5. */
final class SelectorParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "v | =v",
        " v{} | =v",
        "a:b_9.c | =a:b_9.c",
        "{__name__=\"v\"} | =v",
        "x{__name__=\"v\",i='00'} | =x , =v , i=00",
        "name{a=\"x\",b=~\"y.*\",c!=\"\",d!~'z'} | =name , a=x , b=~y.* , c!= , d!~z",
        " { odd = \"1\" , } | odd=1",
        "{a:b.c='x', a.b!~`y\\n`} | a:b.c=x , a.b!~y\\x5cn",
        "od\\.d\\-x\\ y{\\ü='2',\\x41\\u00fc\\\\='3'} | =od.d-x y , \\xc3\\xbc=2 , A\\xc3\\xbc\\x5c=3",
        "{i=\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"'\"} | i=\\x07\\x08\\x0c\\x0a\\x0d\\x09\\x0b\\x5c\"'",
        "{i='\\'\"'} | i='\"",
        "{i=\"\\060\\x30\\u0030\\U00000030\\377\\xff\\u00ff\"} | i=0000\\xff\\xff\\xc3\\xbf",
        "{i=\"\\U0001F600ü€\"} | i=\\xf0\\x9f\\x98\\x80\\xc3\\xbc\\xe2\\x82\\xac",
        "{i=\"a{}=~,#\"} # {comment | i=a{}=~,#",
        "or{or='x',by=\"y\"} | =or , or=x , by=y",
    })
    void readsASelector(String text, String expected) {
        assertThat(describe(SelectorParser.parse(text))).isEqualTo(expected);
    }

    @Test
    void takesLineBreaksAndCommentsBetweenWords() {
        assertThat(describe(SelectorParser.parse("\todd # name\n{ # list\n i=\"00\"\n,\r\n}# end"))).isEqualTo("=odd , i=00");
        assertThat(describe(SelectorParser.parse("{i=`a\nb`}"))).isEqualTo("i=a\\x0ab");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "^^ | at character 1 a metric name or '{' was expected, found the end",
        "9x | at character 1 a metric name or '{' was expected, found '9'",
        "\"v\" | at character 1 a metric name or '{' was expected, found '\"'",
        ".a | at character 1 a metric name or '{' was expected, found '.'",
        "(v) | at character 1 a metric name or '{' was expected, found '('",
        "v{ | at character 3 a label name was expected, found the end",
        "{ | at character 2 a label name or '}' was expected, found the end",
        "{,} | at character 2 a label name or '}' was expected, found ','",
        "{a=\"b\",,} | at character 8 a label name was expected, found ','",
        "{9x=\"a\"} | at character 2 a label name or '}' was expected, found '9'",
        "{\"a\"=\"b\"} | at character 2 a label name or '}' was expected, found '\"'",
        "{ü=\"a\"} | at character 2 a label name or '}' was expected, found 'ü'",
        "v{a} | at character 4 one of = != =~ !~ was expected, found '}'",
        "v{a==\"b\"} | at character 4 one of = != =~ !~ was expected, found '='",
        "v{a \"x\"} | at character 5 one of = != =~ !~ was expected, found '\"'",
        "v{a<\"b\"} | at character 4 one of = != =~ !~ was expected, found '<'",
        "v{a= | at character 5 a quoted value was expected, found the end",
        "v{a=5} | at character 5 a quoted value was expected, found '5'",
        "v{a=b} | at character 5 a quoted value was expected, found 'b'",
        "v{a=“b”} | at character 5 a quoted value was expected, found '“'",
        "v{a=\"b} | at character 5 a closing \" was expected for the quote, found '\"'",
        "v{a='b\\'} | at character 5 a closing ' was expected for the quote, found '''",
        "v{a=`b\\`c`} | at character 9 ',' or '}' was expected, found 'c'",
        "v{a=\"b\" \"c\"} | at character 9 ',' or '}' was expected, found '\"'",
        "v{a=\"b\"; } | at character 8 ',' or '}' was expected, found ';'",
        "v{a=\"b\" | at character 8 ',' or '}' was expected, found the end",
        "v{a=\"b\" or c=\"d\"} | at character 9 'or' between conditions is of a later server; repeat the option instead, found 'o'",
        "v{a=\"b\"}} | at character 9 the end of the selector was expected, found '}'",
        "v{a=\"b\"} or w | at character 10 one selector was expected; for either of two repeat the option, found 'o'",
        "v[5m] | at character 2 a selector takes no range; use --start and --end, found '['",
        "v + 1 | at character 3 the end of the selector was expected, found '+'",
        "foo-bar | at character 4 the end of the selector was expected, found '-'",
        "sum(v) | at character 4 the end of the selector was expected, found '('",
        "a\\ | at character 2 a character was expected after the backslash, found '\\'",
        "{i=\"\\q\"} | at character 5 one of the escapes \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\xNN \\NNN \\uNNNN \\UNNNNNNNN "
                + "was expected, found '\\'",
        "{i=\"\\'\"} | at character 5 one of the escapes \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\xNN \\NNN \\uNNNN \\UNNNNNNNN "
                + "was expected, found '\\'",
        "{i=\"\\xf\"} | at character 8 a hexadecimal digit was expected, found '\"'",
        "{i=\"\\u30\"} | at character 9 a hexadecimal digit was expected, found '\"'",
        "{i=\"\\60\"} | at character 8 an octal digit was expected, found '\"'",
        "{i=\"\\400\"} | at character 4 an escape of a valid character was expected, found '\"'",
        "{i=\"\\ud800\"} | at character 5 an escape of a valid character was expected, found '\\'",
        "{i=\"\\U00110000\"} | at character 5 an escape of a valid character was expected, found '\\'",
    })
    void saysWhereASelectorIsWrong(String text, String message) {
        assertThatThrownBy(() -> SelectorParser.parse(text)).isInstanceOf(CommandFailure.class)
                .hasMessage("selector " + text + ": " + message)
                .extracting(e -> ((CommandFailure) e).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesALineBreakBetweenQuotes() {
        assertThatThrownBy(() -> SelectorParser.parse("{a=\"b\nc\"}"))
                .hasMessageContaining("at character 6 \\n was expected for a line break");
    }

    @Test
    void refusesToSelectEverythingByMistake() {
        assertThatThrownBy(() -> SelectorParser.parse(" { } ")).hasMessageContaining("{__name__!=\"\"}");
    }

    @Test
    void knowsWhereTheValueOfAConditionStands() {
        assertThat(SelectorParser.parse("v{a =~ \"(\"}").conditions().get(1).valueAt()).isEqualTo(7);
    }

    private static String describe(Selector selector) {
        return selector.conditions().stream().map(c -> c.label() + c.operator().symbol() + c.value())
                .collect(Collectors.joining(" , "));
    }

    @Test
    void namesAreBytes() {
        assertThat(SelectorParser.parse("v").conditions().get(0).value()).isEqualTo(Slice.utf8("v"));
        assertThat(SelectorParser.parse("v").conditions().get(0).label()).isEqualTo(Slice.EMPTY);
    }
}
