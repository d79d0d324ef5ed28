package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What filters mean for labels that are absent, by day and for all time, alone, in pairs and without a metric name. */
class AbsentLabelTest {
    private static final String[][] SERIES = {
        {"m"}, {"m", "k", "a"}, {"m", "k", "b"}, {"m", "k", "ab"}, {"m", "k", "foo"}, {"m", "k", "foo\nbar"},
        {"m", "z", "1"}, {"m", "k", "a", "z", "1"}, {"n", "k", "a"}, {"n", "z", "1"}, {"", "k", "a"}, {"", "z", "1"},
        {"m", "k", "A"}, {"m", "k", "a.b"}, {"m", "k", "a|b"}};

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    /** Filter, and the numbers of the series above that match; those without a metric name, 10 and 11, included. */
    private static final String[][] RULES = {
        {"k", "=", "a", "1 7 8 10"},
        {"k", "!=", "a", "0 2 3 4 5 6 9 11 12 13 14"},
        {"k", "=", "", "0 6 9 11"},
        {"k", "!=", "", "1 2 3 4 5 7 8 10 12 13 14"},
        {"k", "=", "none", ""},
        {"k", "!=", "none", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"none", "=", "", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"none", "!=", "", ""},
        {"none", "=~", ".*", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"none", "=~", "x|", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"none", "=~", ".+", ""},
        {"none", "!~", ".+", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"none", "!~", "x", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"none", "!~", "x|", ""},
        {"k", "=~", "a", "1 7 8 10"},
        {"k", "=~", "a|b", "1 2 7 8 10"},
        {"k", "=~", "a||b", "0 1 2 6 7 8 9 10 11"},
        {"k", "=~", "|a", "0 1 6 7 8 9 10 11"},
        {"k", "=~", "foo|", "0 4 6 9 11"},
        {"k", "!~", "foo|", "1 2 3 5 7 8 10 12 13 14"},
        {"k", "=~", "a?", "0 1 6 7 8 9 10 11"},
        {"k", "=~", "(a|b)*", "0 1 2 3 6 7 8 9 10 11"},
        {"k", "=~", "(a|b)+", "1 2 3 7 8 10"},
        {"k", "!~", "(a|b)*", "4 5 12 13 14"},
        {"k", "!~", "(a|b)+", "0 4 5 6 9 11 12 13 14"},
        {"k", "=~", ".*", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"k", "!~", ".*", "0 6 9 11"},
        {"k", "=~", ".+", "1 2 3 4 5 7 8 10 12 13 14"},
        {"k", "!~", ".+", "0 6 9 11"},
        {"k", "=~", "", "0 6 9 11"},
        {"k", "!~", "", "1 2 3 4 5 7 8 10 12 13 14"},
        {"k", "=~", "^$", "0 6 9 11"},
        {"k", "!~", "^$", "1 2 3 4 5 7 8 10 12 13 14"},
        {"k", "=~", ".+|", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"k", "=~", "^$|.+|b", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"k", "=~", "a(.+|)", "1 3 7 8 10 13 14"},
        {"k", "=~", "(x|.+|)b", "2 3 13 14"},
        {"k", "!~", "|.+", ""},
        {"k", "=~", ".+|^$", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"k", "=~", "a.*", "1 3 7 8 10 13 14"},
        {"k", "=~", "a.+", "3 13 14"},
        {"k", "=~", ".*b", "2 3 13 14"},
        {"k", "=~", ".+b", "3 13 14"},
        {"k", "=~", ".*o.*", "4 5"},
        {"k", "!~", "a.*", "0 2 4 5 6 9 11 12"},
        {"k", "=~", "^a$", "1 7 8 10"},
        {"k", "=~", "(?i)a", "1 7 8 10 12"},
        {"k", "=~", "A", "12"},
        {"k", "=~", "[ab]", "1 2 7 8 10"},
        {"k", "=~", "[^a]", "2 12"},
        {"k", "=~", "a\\.b", "13"},
        {"k", "=~", "a.b", "13 14"},
        {"k", "=~", "a\\|b", "14"},
        {"k", "=", "a|b", "14"},
        {"k", "=", "a.b", "13"},
        {"k", "=", "foo\nbar", "5"},
        {"k", "=~", "foo\nbar", "5"},
        {"k", "=~", "oo", ""},
        {"k", "=~", "fo{2}", "4"},
        {"k", "=~", "a{0,1000}", "0 1 6 7 8 9 10 11"},
        {"__name__", "=", "m", "0 1 2 3 4 5 6 7 12 13 14"},
        {"__name__", "!=", "m", "8 9 10 11"},
        {"__name__", "=", "", "10 11"},
        {"__name__", "!=", "", "0 1 2 3 4 5 6 7 8 9 12 13 14"},
        {"__name__", "=~", "m|", "0 1 2 3 4 5 6 7 10 11 12 13 14"},
        {"__name__", "!~", "m|", "8 9"},
        {"__name__", "=~", ".*", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"},
        {"__name__", "!~", ".*", "10 11"},
        {"__name__", "=~", ".+", "0 1 2 3 4 5 6 7 8 9 12 13 14"},
        {"__name__", "!~", ".+", "10 11"},
        {"", "=", "n", "8 9"},
        {"", "!~", "n", "0 1 2 3 4 5 6 7 10 11 12 13 14"}};

    private static final List<Integer> EVERY = IntStream.range(0, SERIES.length).boxed().toList();

    private static TagFilters with(TagFilters filters, String key, String operator, String value) {
        return switch (operator) {
            case "=" -> filters.equal(key, value);
            case "!=" -> filters.notEqual(key, value);
            case "=~" -> filters.matches(key, value);
            case "!~" -> filters.notMatches(key, value);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** What matches every rule. Filters that say nothing at all leave those without a metric name out. */
    private static List<Integer> expected(String[]... rules) {
        boolean saysNothing = true;
        List<Integer> expected = new ArrayList<>(EVERY);
        for (String[] rule : rules) {
            saysNothing &= rule[1].equals("=~") && rule[2].equals(".*");
            expected.retainAll(numbers(rule[3]));
        }
        if (saysNothing) {
            expected.removeAll(List.of(10, 11));
        }
        return expected;
    }

    private static List<Integer> numbers(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    private void fill(Storage storage) throws IOException {
        Lives.add(storage, now, SERIES);
        // More days, and another series on the day before, so that by day and for all time are different things.
        Lives.add(storage, now - 5 * DAY, new String[][] {SERIES[1], SERIES[0], {"yesterday", "k", "foo"}});
    }

    private List<Integer> found(Storage storage, TagFilters filters, TimeRange range) throws IOException {
        List<Integer> found = new ArrayList<>();
        try (SearchResult result = storage.search(filters, range)) {
            while (result.next()) {
                Samples samples = result.samples();
                if (samples.size() > 0 && !result.metricName().metric().equals("yesterday")) {
                    found.add((int) samples.value(samples.size() - 1) - 1);
                }
            }
        }
        return found.stream().sorted().toList();
    }

    @Test
    void everyRuleByDayAndForAllTime() throws IOException {
        lives.through(this::fill, storage -> {
            for (String[] rule : RULES) {
                TagFilters filters = with(TagFilters.all(), rule[0], rule[1], rule[2]);
                for (TimeRange range : ranges()) {
                    assertThat(found(storage, filters, range)).as("%s in %s", filters, range)
                            .isEqualTo(expected(rule));
                }
            }
        });
    }

    private List<TimeRange> ranges() {
        return List.of(TimeRange.ofMillis(now, now), TimeRange.ofMillis(now - 10 * DAY, now + DAY), TimeRange.all());
    }

    @Test
    void twoFiltersAreTheIntersectionOfBoth() throws IOException {
        lives.through(this::fill, storage -> {
            for (int i = 0; i < RULES.length; i++) {
                for (int j = i % 7; j < RULES.length; j += 7) {
                    TagFilters both = with(with(TagFilters.all(), RULES[i][0], RULES[i][1], RULES[i][2]),
                            RULES[j][0], RULES[j][1], RULES[j][2]);
                    assertThat(found(storage, both, TimeRange.ofMillis(now, now))).as("%s", both)
                            .isEqualTo(expected(RULES[i], RULES[j]));
                }
            }
        });
    }

    @Test
    void withAMetricNameTheRulesAreTheSame() throws IOException {
        lives.through(this::fill, storage -> {
            for (String[] rule : RULES) {
                for (TagFilters metric : List.of(TagFilters.metric("m"), TagFilters.all().matches("__name__", "m|mm"))) {
                    TagFilters filters = with(metric, rule[0], rule[1], rule[2]);
                    List<Integer> expected = new ArrayList<>(numbers(rule[3]));
                    expected.removeAll(List.of(8, 9, 10, 11));
                    assertThat(found(storage, filters, TimeRange.ofMillis(now, now))).as("%s", filters)
                            .isEqualTo(expected);
                }
            }
        });
    }

    @Test
    void withoutFiltersAllThatHaveAMetricName() throws IOException {
        lives.through(this::fill, storage -> {
            for (TimeRange range : ranges()) {
                assertThat(found(storage, TagFilters.all(), range)).isEqualTo(numbers("0 1 2 3 4 5 6 7 8 9 12 13 14"));
            }
        });
    }

    @Test
    void setsAreJoinedWithoutCountingASeriesTwice() throws IOException {
        lives.through(this::fill, storage -> {
            SearchRequest request = SearchRequest.of(TagFilters.all().equal("k", "a"), TimeRange.ofMillis(now, now))
                    .or(TagFilters.metric("n")).or(TagFilters.all().equal("k", "a").equal("k", "b"))
                    .or(TagFilters.all().equal("__name__", ""));
            assertThat(Lives.contents(storage, request).keySet()).containsExactlyInAnyOrder("m{k=\"a\"}",
                    "m{k=\"a\",z=\"1\"}", "n{k=\"a\"}", "n{z=\"1\"}", "{k=\"a\"}", "{z=\"1\"}");
            assertThat(storage.searchSeries(request.withMaxSeries(6)).size()).isEqualTo(6);
        });
    }

    @Test
    void anExpressionThatCannotBeReadIsRefusedWhereItIsWritten() {
        for (String bad : new String[] {"(", "a**", "[", "\\", "(?<n>a)", "a{2,1}", "\\p{Nope}"}) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> TagFilters.all().matches("k", bad));
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> TagFilters.all().notMatches("k", bad));
        }
    }
}
