package io.laurel.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.laurel.bytes.Slice;
import io.laurel.testkit.TestData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RegexPlanTest {
    @Test
    void prefixesAndRestsAreThoseOfTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("regexp_prefixes")) {
            String expression = (String) vector.get("regexp");
            RegexPlan plan;
            try {
                plan = RegexPlan.of(expression);
            } catch (RegexSyntaxException e) {
                assertThat(vector.get("prefix")).as("taken as a text").isEqualTo(expression);
                assertThat(vector.get("rest")).isEqualTo("");
                continue;
            }
            assertThat(plan.prefix()).as(expression).isEqualTo(vector.get("prefix"));
            assertThat(plan.isLiteral()).as(expression).isEqualTo(vector.get("rest").equals(""));
            if (!plan.isLiteral()) {
                assertThat(plan.orValues().stream().sorted()).as(expression).isEqualTo(vector.get("or_values"));
                if (plan.orValues().isEmpty()) {
                    assertThat((long) plan.rest().cost()).as(expression).isEqualTo(vector.get("cost"));
                    assertThat(plan.rest().literalSuffix()).as(expression).isEqualTo(vector.get("literal_suffix"));
                }
            }
        }
    }

    @Test
    void badExpressionsAreRefusedWithTheirPlace() {
        refused("(foo", 4, "missing )");
        refused("foo)", 3, "unexpected )");
        refused("a**", 2, "nested repeat");
        refused("a+{2}", 2, "nested repeat");
        refused("*a", 0, "nothing to repeat");
        refused("(+a)", 1, "nothing to repeat");
        refused("a|?", 2, "nothing to repeat");
        refused("\\Q\\E*", 4, "nothing to repeat");
        refused("a{1001}", 1, "repeat count");
        refused("a{3,2}", 1, "repeat count");
        refused("a{99999999999}", 1, "repeat count");
        refused("((a{100}){10}){2}", 14, "more than 1000");
        refused("[a", 0, "missing ]");
        refused("[", 0, "missing ]");
        refused("[]", 0, "missing ]");
        refused("[a-", 3, "missing ]");
        refused("x[b-a]", 2, "bad character range");
        refused("[[:foo:]]", 1, "unknown character class");
        refused("\\pX", 0, "unknown character class");
        refused("\\p{Foo}", 0, "unknown character class");
        refused("\\p{Lu", 0, "unknown character class");
        refused("\\p", 0, "unknown character class");
        refused("a\\", 1, "ends with a backslash");
        refused("\\8", 0, "unknown escape");
        refused("\\1", 0, "unknown escape");
        refused("\\C", 0, "unknown escape");
        refused("\\q", 0, "unknown escape");
        refused("\\\u00e9", 0, "unknown escape");
        refused("\\x1", 0, "unknown escape");
        refused("\\x{}", 0, "unknown escape");
        refused("\\x{110000}", 0, "no such character");
        refused("(?<n>a)", 0, "bad group");
        refused("(?=a)", 0, "bad group");
        refused("(?i-)", 0, "bad group");
        refused("(?i", 0, "bad group");
        refused("(?P=n)", 3, "missing <");
        refused("(?P<n-m>a)", 0, "bad group name");
        refused("(?P<>a)", 0, "bad group name");
        refused("(".repeat(1001) + ")".repeat(1001), 1000, "nested too deeply");
        refused("((?:abcdefghijklmnop){1000}){1}(abcdefghijklmnop{1000}){1}".repeat(70), -1, "too large");
        assertThatIllegalArgumentException().isThrownBy(() -> RegexPlan.of(Slice.of(new byte[] {'a', (byte) 0xff})))
                .withMessageContaining("UTF-8");
    }

    @Test
    void groupsThatAreTooDeepForTheThreadAreRefused() throws InterruptedException {
        String expression = "(".repeat(1000) + "a" + "b+|[c-f]x)*".repeat(1000);
        List<Throwable> thrown = new ArrayList<>();
        Thread small = new Thread(null, () -> thrown.add(catchThrowable(() -> RegexPlan.of(expression))), "small",
                200_000);
        small.start();
        small.join();
        assertThat(thrown).singleElement(InstanceOfAssertFactories.THROWABLE)
                .isExactlyInstanceOf(IllegalArgumentException.class).hasMessageContaining("too deeply for the stack");
    }

    @Test
    void theEdgesOfTheSyntaxAreAccepted() {
        matches("a{,5}", "a{,5}");
        matches("a{", "a{");
        matches("a{5", "a{5");
        matches("x{2}", "xx");
        matches("[]a]+", "]a");
        matches("[^]a]", "b");
        matches("[a-]", "-");
        matches("[-a]", "-");
        matches("[[:x]+", "[:x");
        matches("\\_", "_");
        matches("\\Qa.b\\E+", "a.bb");
        matches("\\Qa.b", "a.b");
        matches("\\07", "\u0007");
        matches("\\101", "A");
        matches("\\x41\\x{42}", "AB");
        matches("(?P<n_1>a)(?:b)", "ab");
        matches("(?i)a(?-i)b", "Ab");
        matches("(?i:a)b", "Ab");
        matches("(?U)a+?", "aaa");
        matches("(?)a", "a");
        matches("[[:^digit:]][[:upper:]]", "aB");
        matches("\\p{Greek}\\pL\\p{^Greek}\\PN", "\u03b1\u03b2bc");
        matches("(?i)[k]", "\u212a");
        matches("(?i)\\w", "\u017f");
        matches("(?i)straSSe", "STRAsse");
        matches("[^\\x00-\\x{10FFFF}]|a", "a");
        matches("(a{1000}){0}b", "b");
        matches("x{0,1000}y", "x".repeat(1000) + "y");
        matches("(".repeat(1000) + "a.b" + ")".repeat(1000), "axb");
        matches("((((a*b)*b)*b)*c)+", "abbbc");
        matches("(".repeat(1000) + "a" + "*b)".repeat(1000), "a" + "b".repeat(1000));
        matches("(".repeat(1000) + "a" + "b|c)".repeat(1000), "a" + "b".repeat(1000));
        matches("\\x{d800}|a", "\ufffd");
        matches("foo\nbar|.", "foo\nbar");
    }

    @Test
    void otherValuesAreNotMatched() {
        assertThat(matching("a.b", "a\nb")).isFalse();
        assertThat(matching("(?s)a.b", "a\nb")).isTrue();
        assertThat(matching("a.*", "a\nb")).isTrue();
        assertThat(matching("(?i)i", "\u0130")).isFalse();
        assertThat(matching("a?", "aa")).isFalse();
        assertThat(matching("\\bfoo\\b", "foo")).isTrue();
        assertThat(matching("x+", "")).isFalse();
        assertThat(matching("[^a]", "\n")).isTrue();
        assertThat(matching("(?m)a$\\n^b", "a\nb")).isTrue();
    }

    @Test
    void classesOfEscapedCharactersAreRefused() {
        for (String expression : List.of("[\\x00-\\x02]x*", "\\x00|\\x01|\\x02", "a[\\x02-z]+", "(?:x|[\\x01a]b)*")) {
            assertThatExceptionOfType(IllegalArgumentException.class).as(expression)
                    .isThrownBy(() -> RegexPlan.of(expression)).withMessageContaining("character class");
        }
        assertThat(RegexPlan.of("[^a]+").rest()).isNotNull();
        assertThat(RegexPlan.of("[\\s\\S]+").rest()).isNotNull();
    }

    @Test
    void quotedTextsMatchThemselves() {
        String text = "a.b*[c]{2}(x|y)^$\\z+?";
        assertThat(RegexPlan.of(RegexPlan.quote(text)).prefix()).isEqualTo(text);
        assertThat(RegexPlan.of(RegexPlan.quote(text)).isLiteral()).isTrue();
    }

    @Test
    void valuesAreReadAsGoReadsThem() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xe6, (byte) 0x97, 'b', (byte) 0xed, (byte) 0xa0, (byte) 0x80,
            (byte) 0xc0, (byte) 0x80, (byte) 0xf8, (byte) 0x90, (byte) 0x80, (byte) 0x80, (byte) 0xf0, (byte) 0x9f,
            (byte) 0x98, (byte) 0x80, (byte) 0xc3, (byte) 0xa9, (byte) 0xe2, (byte) 0x82};
        String expected = "a" + "\ufffd".repeat(3) + "b" + "\ufffd".repeat(9)
                + "\ud83d\ude00\u00e9" + "\ufffd".repeat(2);
        assertThat(Runes.decode(bytes, 0, bytes.length)).isEqualTo(expected);
        assertThat(Runes.decode(bytes, 4, 1)).isEqualTo("b");
    }

    private static void refused(String expression, int position, String problem) {
        assertThatExceptionOfType(RegexSyntaxException.class).as(expression).isThrownBy(() -> RegexPlan.of(expression))
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(position < 0 ? -1 : e.position()).as(expression).isEqualTo(position));
    }

    private static void matches(String expression, String value) {
        assertThat(matching(expression, value)).as(expression).isTrue();
    }

    static boolean matching(String expression, String value) {
        RegexPlan plan = RegexPlan.of(expression);
        if (!value.startsWith(plan.prefix())) {
            return false;
        }
        String rest = value.substring(plan.prefix().length());
        byte[] bytes = ("-" + rest + "-").getBytes(StandardCharsets.UTF_8);
        return plan.rest() == null ? plan.orValues().contains(rest) : plan.rest().matches(bytes, 1, bytes.length - 2);
    }
}
