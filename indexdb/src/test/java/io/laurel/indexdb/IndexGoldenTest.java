package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import io.laurel.env.RealDisk;
import io.laurel.env.TimeSource;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.GoldenStorage;
import io.laurel.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index that the reference server wrote. */
class IndexGoldenTest {
    private static final List<Map<String, Object>> QUESTIONS =
            TestData.list(TestData.json("golden/index_answers.json").get("cases"));

    private final IndexContext context = IndexTesting.context(new RealDisk(), TimeSource.system());

    @TempDir
    private Path directory;

    @Test
    void isSoundAndAnswersAsItShould() throws Exception {
        Path root = GoldenStorage.unpack(directory);
        try (IndexDb index = IndexDb.openReadOnly(root, context)) {
            assertThat(IndexCheck.check(index).problems()).isEmpty();
            assertThat(IndexCheck.check(index).series()).isEqualTo(1040);
            askAll(index);
        }
        try (Stream<Path> snapshots = Files.list(root.resolve("snapshots"))) {
            for (Path snapshot : snapshots.toList()) {
                try (IndexDb index = IndexDb.openReadOnly(snapshot, context)) {
                    assertThat(IndexCheck.check(index).problems()).isEmpty();
                    assertThat(IndexCheck.check(index).series()).isBetween(1L, 1040L);
                }
            }
        }
    }

    @Test
    void answersTheSameAfterOurMergesAndAdditions() throws Exception {
        Path root = GoldenStorage.unpack(directory);
        MetricName name = MetricName.of("const_42", "job", "node", "instance", "host-1:9100");
        try (IndexDb index = IndexDb.open(root, context)) {
            List<TagFilters> filters = List.of(TagFilters.metric("const_42"));
            Tsid known = index.search(filters, TimeRange.all(), 1, IndexDb.NO_DEADLINE)[0];
            assertThat(index.resolve(name, 19_000)).isEqualTo(known);
            index.mergeAll();
            askAll(index);
            // Far from the days that are asked for.
            Tsid added = index.resolve(MetricName.of("added", "job", "node"), 40_000);
            assertThat(added.metricId()).isGreaterThan(known.metricId());
            assertThat(IndexCheck.check(index).problems()).isEmpty();
        }
        try (IndexDb index = IndexDb.open(root, context)) {
            assertThat(index.search(List.of(TagFilters.metric("added")), TimeRange.all(), 1, IndexDb.NO_DEADLINE))
                    .hasSize(1);
            assertThat(IndexCheck.check(index).problems()).isEmpty();
        }
    }

    private static void askAll(IndexDb index) throws IOException {
        assertThat(QUESTIONS).hasSizeGreaterThan(200);
        for (Map<String, Object> question : QUESTIONS) {
            List<Slice> answers = ask(index, question);
            ByteBuilder all = new ByteBuilder();
            answers.forEach(answer -> all.bytes(answer).u8(2));
            assertThat(String.format("%d answers, %016x", answers.size(), XxHash64.hash(all.slice())))
                    .as(question.toString())
                    .isEqualTo(question.get("count") + " answers, " + question.get("xxhash64"));
        }
    }

    private static List<Slice> ask(IndexDb index, Map<String, Object> question) throws IOException {
        TimeRange range = TimeRange.ofMillis((Long) question.get("from_ms"), (Long) question.get("to_ms"));
        List<TagFilters> anyOf = new ArrayList<>();
        for (List<List<Object>> set : TestData.<List<List<Object>>>list(question.get("any_of"))) {
            TagFilters filters = TagFilters.all();
            for (List<Object> filter : set) {
                filters = filters.with(filter(filter));
            }
            anyOf.add(filters);
        }
        return switch ((String) question.get("ask")) {
            case "series" -> names(index, index.search(anyOf, range, 10_000, IndexDb.NO_DEADLINE));
            case "labels" -> index.labelNames(anyOf, range, IndexDb.NO_DEADLINE);
            case "values" -> index.labelValues(Slice.of(TestData.bytes(question.get("label"))), anyOf, range,
                    IndexDb.NO_DEADLINE);
            default -> throw new IllegalArgumentException(question.toString());
        };
    }

    private static TagFilter filter(List<Object> parts) {
        TagFilter.Operator operator = Arrays.stream(TagFilter.Operator.values())
                .filter(candidate -> candidate.sign().equals(parts.get(1))).findFirst().orElseThrow();
        return new TagFilter(Slice.of(TestData.bytes(parts.get(0))), operator, Slice.of(TestData.bytes(parts.get(2))));
    }

    private static List<Slice> names(IndexDb index, Tsid[] tsids) throws IOException {
        TreeSet<Slice> sorted = new TreeSet<>();
        try (SeriesNames names = index.names()) {
            for (Tsid tsid : tsids) {
                ByteBuilder name = new ByteBuilder();
                assertThat(names.name(tsid.metricId(), name)).isTrue();
                sorted.add(name.slice());
            }
        }
        return new ArrayList<>(sorted);
    }
}
