package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import io.laurel.series.TagCursor;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilter.Operator;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random filters find what their plain meaning says, in the rows of a day, of all days, and in names. */
class FilterSearchRandomTest {
    private static final long DAY = 20_000;
    private static final List<String> GROUPS = List.of("", "up", "x.foo", "y.foo", "foo", "foob");
    private static final List<String> KEYS = List.of("job", "instance", "k", "__name__");
    private static final List<String> VALUES = List.of("", "a", "b", "ab", "abc", "\u00e9", "up", "foo");
    private static final List<String> EXPRESSIONS = List.of("a", "a|b", "a|", ".*", ".+", "a.*", ".*b", ".*b.*", "a.+",
            "[ab]+", "(a|b)(b|c)?", "up|foo",
            "foo(b|)", ".*\\.foo", "[xy]\\.foo", "f.*", "\u00e9|b", "x?", "()", "", "(?i)AB");

    private final Map<MetricName, Integer> days = new HashMap<>();

    @Test
    void filtersFindWhatTheyMean() throws Exception {
        Random random = new Random(5);
        IndexContext context = IndexTesting.context(new MemoryDisk(), new ManualTime("2024-10-04T12:00:00Z"));
        try (IndexDb index = IndexDb.open(IndexTesting.ROOT, context)) {
            for (int i = 0; i < 300; i++) {
                MetricName name = MetricName.of(any(random, GROUPS), "job", any(random, VALUES),
                        "instance", any(random, VALUES), "k", any(random, VALUES));
                int day = random.nextInt(2);
                index.resolve(name, DAY + day);
                days.merge(name, 1 << day, (a, b) -> a | b);
            }
            for (int i = 0; i < 700; i++) {
                List<TagFilters> anyOf = new ArrayList<>();
                for (int j = random.nextInt(5) / 4; j >= 0; j--) {
                    anyOf.add(filters(random));
                }
                assertThat(IndexTesting.find(index, anyOf, IndexTesting.day(DAY))).as("%d %s", i, anyOf)
                        .isEqualTo(expected(anyOf, 1));
                assertThat(IndexTesting.find(index, anyOf, IndexTesting.days(DAY, DAY + 1))).as("%d %s", i, anyOf)
                        .isEqualTo(expected(anyOf, 3));
                assertThat(IndexTesting.find(index, anyOf, TimeRange.all())).as("%d %s", i, anyOf)
                        .isEqualTo(expected(anyOf, 3));
                checkNames(anyOf);
            }
        }
    }

    private static TagFilters filters(Random random) {
        TagFilters filters = TagFilters.all();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Operator operator = Operator.values()[random.nextInt(4)];
            List<String> values = operator.isRegex() ? EXPRESSIONS : random.nextBoolean() ? VALUES : GROUPS;
            filters = filters.with(new TagFilter(Slice.utf8(any(random, KEYS)), operator,
                    Slice.utf8(any(random, values))));
        }
        return filters;
    }

    private static String any(Random random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private TreeSet<String> expected(List<TagFilters> anyOf, int wantedDays) {
        TreeSet<String> expected = new TreeSet<>();
        days.forEach((name, onDays) -> {
            if ((onDays & wantedDays) != 0 && anyOf.stream().anyMatch(filters -> meets(name, filters))) {
                expected.add(name.toString());
            }
        });
        return expected;
    }

    private void checkNames(List<TagFilters> anyOf) throws Exception {
        TagCursor cursor = new TagCursor();
        for (TagFilters filters : anyOf) {
            List<List<TagMatcher>> sets = FilterCompiler.composite(FilterCompiler.compile(filters));
            for (MetricName name : days.keySet()) {
                boolean found = false;
                for (List<TagMatcher> set : sets) {
                    boolean meets = true;
                    for (TagMatcher condition : set) {
                        meets &= condition.meets(name.marshaled(), cursor);
                    }
                    found |= meets;
                }
                assertThat(found).as("%s on %s", filters, name).isEqualTo(meets(name, filters));
            }
        }
    }

    private static boolean meets(MetricName name, TagFilters filters) {
        boolean says = false;
        for (TagFilter filter : filters.list()) {
            String key = filter.key().isEmpty() ? MetricName.GROUP_LABEL : filter.key().utf8();
            String value = name.label(key) == null ? "" : name.label(key);
            String wanted = filter.value().utf8();
            if (filter.operator() == Operator.NOT_MATCHES && wanted.equals(".*")) {
                wanted = ".+";
            }
            boolean matches = filter.operator().isRegex() ? Pattern.matches(wanted, value) : value.equals(wanted);
            if (matches == filter.operator().isNegative()) {
                return false;
            }
            says |= filter.operator() != Operator.MATCHES || !wanted.equals(".*");
        }
        return says || !name.metric().isEmpty();
    }
}
