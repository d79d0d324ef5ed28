package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The label that takes a pattern of Graphite for the metric name. */
class GraphiteTest {
    private static final TagFilters NONE = TagFilters.all();

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    /** Pattern, and the names that match. */
    private static final String[][] RULES = {
        {"a.b.c", "a.b.c"}, {"a.*.c", "a.b.c a.bd.c"}, {"a.b*.c", "a.b.c a.bd.c"}, {"a.*", "a.b"},
        {"*", "a ab {k=\"v\"}"},
        {"*.*", "a.b x.y"}, {"a.{b,x}.c", "a.b.c"}, {"{a,x}.{b,y}", "a.b x.y"}, {"a.b[cd].c", "a.bd.c"},
        {"a.(b|bd).c", "a.b.c a.bd.c"}, {"a*", "a ab"}, {"a.b.c.*", ""}, {"A.*", ""}, {"(.*).y", "x.y"}};

    @Test
    void findsNamesNodeByNode() throws IOException {
        String[][] names = {{"a"}, {"ab"}, {"a.b"}, {"a.b.c"}, {"a.bd.c"}, {"x.y"}, {"", "k", "v"}};
        lives.through(storage -> Lives.add(storage, now, names), storage -> {
            for (String[] rule : RULES) {
                for (TimeRange range : new TimeRange[] {TimeRange.ofMillis(now, now), TimeRange.all()}) {
                    TagFilters filters = NONE.equal("__graphite__", rule[0]);
                    assertThat(Lives.names(storage, filters, range).stream().map(name -> name.replace("{}", ""))
                            .sorted().collect(Collectors.joining(" "))).as("%s", filters).isEqualTo(rule[1]);
                    int others = 7 - (rule[1].isEmpty() ? 0 : rule[1].split(" ").length);
                    assertThat(Lives.names(storage, NONE.notEqual("__graphite__", rule[0]), range)).hasSize(others);
                }
            }
            assertThat(storage.labelValues("__name__", LabelRequest.of(TimeRange.ofMillis(now, now))
                    .matching(NONE.equal("__graphite__", "a.*.c"))).strings()).containsExactly("a.b.c", "a.bd.c");
            assertThatIllegalArgumentException().isThrownBy(() ->
                    storage.search(NONE.equal("__graphite__", "a,b"), TimeRange.all())).withMessageContaining("a,b");
        });
    }
}
