package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import io.laurel.series.TagCoding;
import io.laurel.series.TagCursor;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilter.Operator;
import io.laurel.series.TagFilters;
import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TagMatcherTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Map<String, Object> VECTORS = TestData.json("index_vectors.json");

    @Test
    void filtersAreCompiledAsInTheVectors() {
        Map<String, Object> group = TestData.map(VECTORS.get("tag_filters"));
        List<Slice> values = new ArrayList<>();
        TestData.list(group.get("test_values")).forEach(value -> values.add(slice(value)));
        List<Map<String, Object>> cases = TestData.list(group.get("cases"));
        assertThat(cases).hasSize(144);
        for (Map<String, Object> vector : cases) {
            if (!(boolean) vector.get("accepted")) {
                assertThatIllegalArgumentException().as(vector.toString())
                        .isThrownBy(() -> FilterCompiler.compile(List.of(filter(vector))));
                continue;
            }
            List<TagMatcher> conditions = FilterCompiler.compile(List.of(filter(vector)));
            List<Map<String, Object>> expected = TestData.list(vector.get("filters"));
            assertThat(shown(conditions)).as(vector.toString()).isEqualTo(wanted(expected));
            for (int i = 0; i < expected.size(); i++) {
                TagMatcher condition = conditions.get(i);
                List<Slice> matching = new ArrayList<>();
                TestData.list(expected.get(i).get("matching_values")).forEach(value -> matching.add(slice(value)));
                assertThat(values.stream().filter(condition::meets)).as(vector.toString()).isEqualTo(matching);
            }
        }
    }

    @Test
    void conditionsAreJoinedWithGroupsAsInTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("composite_filters")) {
            List<List<Map<String, Object>>> sets = new ArrayList<>();
            FilterCompiler.composite(compiled(vector)).forEach(set -> sets.add(shown(set)));
            List<List<Map<String, Object>>> expected = new ArrayList<>();
            for (List<Map<String, Object>> set : TestData.<List<Map<String, Object>>>list(vector.get("result"))) {
                expected.add(wanted(set));
            }
            assertThat(sets).as(vector.get("filters").toString()).isEqualTo(expected);
        }
    }

    @Test
    void conditionsOnTheGroupAreDroppedOnlyWhereTheyAreMet() {
        TagFilters filters = TagFilters.all().matches("", "x(|y)").equal("", "foo").equal("a", "b");
        List<List<TagMatcher>> sets = FilterCompiler.composite(FilterCompiler.compile(filters));
        assertThat(sets).hasSize(1);
        assertThat(sets.get(0)).extracting(condition -> condition.key().toString())
                .containsExactly("", "\\xfe\\x03fooa");

        filters = TagFilters.all().matches("", "foo(a|b)").matches("", "bar(a|b)").equal("a", "b");
        sets = FilterCompiler.composite(FilterCompiler.compile(filters));
        assertThat(sets).hasSize(2).allMatch(set -> set.size() == 2);
    }

    @Test
    void compositeKeysAreThoseOfTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("composite_keys")) {
            TagMatcher condition = TagMatcher.of(slice(vector.get("key")), ValueMatcher.equal(Slice.EMPTY), false)
                    .inGroup(slice(vector.get("name")));
            assertThat(hex(condition.key())).isEqualTo(vector.get("composite_key"));
            assertThat(hex(condition.prefix())).isEqualTo(vector.get("escaped_with_separator"));
        }
    }

    @Test
    void theExpectedOrderIsThatOfTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("filter_order")) {
            List<TagMatcher> conditions = new ArrayList<>(compiled(vector));
            conditions.sort(TagMatcher.EXPECTED_COST);
            assertThat(conditions.stream().map(TagMatcherTest::selector)).isEqualTo(vector.get("sorted"));
        }
    }

    @Test
    void namesMeetConditionsAsInTheVectors() throws Exception {
        TagCursor cursor = new TagCursor();
        for (Map<String, Object> vector : TestData.indexVectors("metric_name_matches")) {
            MetricName.Builder builder = MetricName.builder();
            for (List<Object> label : TestData.<List<Object>>list(vector.get("labels"))) {
                builder.add(slice(label.get(0)), slice(label.get(1)));
            }
            Slice name = builder.build().marshaled();
            boolean meets = true;
            for (TagMatcher condition : compiled(vector)) {
                meets &= condition.meets(name, cursor);
            }
            assertThat(meets).as(vector.toString()).isEqualTo(vector.get("match"));
        }
    }

    @Test
    void compositeConditionsMeetNamesOfTheirGroupOnly() throws Exception {
        TagCursor cursor = new TagCursor();
        Slice up = MetricName.of("up", "job", "n").marshaled();
        Slice down = MetricName.of("down", "job", "n").marshaled();
        TagMatcher is = TagMatcher.of(Slice.utf8("job"), ValueMatcher.equal(Slice.utf8("n")), false);
        TagMatcher isNot = TagMatcher.of(Slice.utf8("job"), ValueMatcher.equal(Slice.utf8("n")), true);
        assertThat(is.inGroup(Slice.utf8("up")).meets(up, cursor)).isTrue();
        assertThat(is.inGroup(Slice.utf8("up")).meets(down, cursor)).isFalse();
        assertThat(isNot.inGroup(Slice.utf8("up")).meets(up, cursor)).isFalse();
        assertThat(isNot.inGroup(Slice.utf8("up")).meets(down, cursor)).isTrue();
        TagMatcher reversed = TagMatcher.of(TagMatcher.REVERSED_GROUP, ValueMatcher.startingWith(down), false);
        assertThat(reversed.meets(up, cursor)).isTrue();
    }

    @Test
    void noConditionAtAllMeansAMetricGroup() {
        for (TagFilters filters : List.of(TagFilters.all(), TagFilters.all().matches("a", ".*"))) {
            List<TagMatcher> conditions = FilterCompiler.compile(filters);
            assertThat(conditions).hasSize(1);
            assertThat(conditions.get(0).prefix()).hasToString("\\x01");
            assertThat(conditions.get(0).meets(Slice.EMPTY)).isFalse();
            assertThat(conditions.get(0).meets(Slice.utf8("x"))).isTrue();
        }
    }

    @Test
    void groupsWithEscapedBytesAreJoinedAsTheyAre() {
        TagFilters filters = TagFilters.all().matches("", "a\u0001|b").equal("k", "v");
        List<List<TagMatcher>> sets = FilterCompiler.composite(FilterCompiler.compile(filters));
        assertThat(sets.get(0).get(0).key()).hasToString("\\xfe\\x02a\\x01k");
    }

    @Test
    void graphitePathsAreConditionsOnTheGroup() {
        for (Map<String, Object> vector : TestData.indexVectors("graphite_filters")) {
            List<Slice> paths = new ArrayList<>();
            if (vector.get("paths") != null) {
                TestData.list(vector.get("paths")).forEach(path -> paths.add(slice(path)));
            }
            Map<String, Object> expected = TestData.map(vector.get("filter"));
            ValueMatcher values = ValueMatcher.paths(slice(expected.get("value")), paths);
            assertThat(shown(List.of(TagMatcher.graphite(values, false)))).isEqualTo(wanted(List.of(expected)));
        }
    }

    @Test
    void rowsMatchExactlyWhenTheirValuesDo() {
        Random random = new Random(11);
        List<String> expressions =
                List.of("a", "a|b|", "[ab]+", ".*b", "a.*", "a.+b.*", ".+", "x?a", "\\x01.*|b", "..");
        for (int i = 0; i < 5000; i++) {
            byte[] value = new byte[random.nextInt(5)];
            for (int j = 0; j < value.length; j++) {
                value[j] = (byte) "ab\u0000\u0001\u0002x".charAt(random.nextInt(6));
            }
            Slice expression = Slice.utf8(expressions.get(random.nextInt(expressions.size())));
            TagMatcher condition = TagMatcher.of(Slice.utf8("k"), ValueMatcher.regex(expression), false);
            ByteBuilder row = new ByteBuilder();
            TagCoding.put(Slice.utf8("k"), row);
            TagCoding.put(Slice.of(value), row);
            int prefix = condition.prefix().length();
            boolean matches = row.slice().startsWith(condition.prefix())
                    && condition.matches(row.array(), prefix, row.size() - 1 - prefix);
            assertThat(matches).isEqualTo(condition.meets(Slice.of(value)));
        }
    }

    private static TagFilter filter(Map<String, Object> vector) {
        boolean negative = (boolean) vector.get("negative");
        Operator operator = (boolean) vector.get("regexp")
                ? negative ? Operator.NOT_MATCHES : Operator.MATCHES
                : negative ? Operator.NOT_EQUAL : Operator.EQUAL;
        return new TagFilter(slice(vector.get("key")), operator, slice(vector.get("value")));
    }

    private static List<TagMatcher> compiled(Map<String, Object> vector) {
        List<TagFilter> filters = new ArrayList<>();
        TestData.<Map<String, Object>>list(vector.get("filters")).forEach(filter -> filters.add(filter(filter)));
        return FilterCompiler.compile(filters);
    }

    private static String selector(TagMatcher condition) {
        String sign = condition.isRegex() ? condition.isNegative() ? "!~" : "=~" : condition.isNegative() ? "!=" : "=";
        String key = condition.key().isEmpty() ? "__name__" : condition.key().utf8();
        return key + sign + '"' + condition.values().value().utf8() + '"';
    }

    /** Conditions as the vectors show them. */
    private static List<Map<String, Object>> shown(List<TagMatcher> conditions) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (TagMatcher condition : conditions) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("key", condition.key());
            fields.put("value", condition.values().value());
            fields.put("negative", condition.isNegative());
            fields.put("regexp", condition.isRegex());
            fields.put("prefix", "01" + hex(condition.prefix()));
            fields.put("regexp_prefix", condition.isRegex() ? condition.values().literal() : Slice.EMPTY);
            List<Object> suffixes = new ArrayList<>();
            condition.orSuffixes().forEach(suffix -> suffixes.add(hex(suffix)));
            fields.put("or_suffixes", suffixes);
            fields.put("match_cost", (long) condition.cost());
            fields.put("empty_match", condition.isEmptyMatch());
            fields.put("graphite_reverse_suffix", FilterCompiler.reversedSuffix(condition));
            shown.add(fields);
        }
        return shown;
    }

    private static List<Map<String, Object>> wanted(List<Map<String, Object>> filters) {
        List<Map<String, Object>> wanted = new ArrayList<>();
        for (Map<String, Object> filter : filters) {
            Map<String, Object> fields = new LinkedHashMap<>(filter);
            fields.remove("matching_values");
            for (String text : List.of("key", "value", "regexp_prefix", "graphite_reverse_suffix")) {
                fields.put(text, slice(fields.get(text)));
            }
            wanted.add(fields);
        }
        return wanted;
    }

    private static Slice slice(Object text) {
        return Slice.of(TestData.bytes(text));
    }

    private static String hex(Slice bytes) {
        return HEX.formatHex(bytes.toByteArray());
    }
}
