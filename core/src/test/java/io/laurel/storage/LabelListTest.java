package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.indexdb.LabelList;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names and values of labels by time, filters, prefix and limit; deleted and expired series have none. */
class LabelListTest {
    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();
    private final TimeRange today = TimeRange.ofMillis(now, now);

    private void fill(Storage storage) throws IOException {
        Lives.add(storage, now, new String[][] {{"up", "job", "api", "zone", "z1"}, {"up", "job", "web"},
            {"down", "job", "api", "Upper", "x"}, {"", "job", "nameless", "0", "y"}});
        Lives.add(storage, now - 50 * DAY, new String[][] {{"old", "job", "gone", "was", "here"}});
        Lives.add(storage, now - DAY, new String[][] {{"up", "job", "yesterday"}});
    }

    @Test
    void allOfThemSortedByBytes() throws IOException {
        lives.through(this::fill, storage -> {
            assertThat(storage.labelNames(today)).containsExactly("0", "Upper", "__name__", "job", "zone");
            assertThat(storage.labelNames(TimeRange.all()))
                    .containsExactly("0", "Upper", "__name__", "job", "was", "zone");
            assertThat(storage.labelValues("__name__", today)).containsExactly("down", "up");
            assertThat(storage.labelValues("", today)).as("the same").containsExactly("down", "up");
            assertThat(storage.labelValues("job", today)).containsExactly("api", "nameless", "web");
            assertThat(storage.labelValues("job", TimeRange.all()))
                    .containsExactly("api", "gone", "nameless", "web", "yesterday");
            assertThat(storage.labelValues("job", TimeRange.ofMillis(now - DAY, now)))
                    .containsExactly("api", "nameless", "web", "yesterday");
            assertThat(storage.labelValues("jo", today)).isEmpty();
            assertThat(storage.labelValues("Job", today)).isEmpty();
            assertThat(storage.labelNames(TimeRange.ofMillis(now + DAY, now + 2 * DAY))).isEmpty();
            assertThat(storage.labelNames(TimeRange.ofMillis(now - 3 * DAY, now - 2 * DAY))).isEmpty();
        });
    }

    /** Filter, label names, values of job. */
    @Test
    void ofTheSeriesThatMatch() throws IOException {
        Object[][] rules = {
            {TagFilters.metric("up"), "__name__ job zone", "api web"},
            {TagFilters.metric("up").equal("zone", ""), "__name__ job", "web"},
            {TagFilters.all(), "Upper __name__ job zone", "api web"},
            {TagFilters.all().equal("__name__", ""), "0 job", "nameless"},
            {TagFilters.all().matches("__name__", "(up|down)?"), "0 Upper __name__ job zone", "api nameless web"},
            {TagFilters.all().equal("job", "api"), "Upper __name__ job zone", "api"},
            {TagFilters.all().notEqual("zone", ""), "__name__ job zone", "api"},
            {TagFilters.all().equal("job", "gone"), "", ""},
            {TagFilters.all().matches("job", "a.*|n.*"), "0 Upper __name__ job zone", "api nameless"}};
        lives.through(this::fill, storage -> {
            for (Object[] rule : rules) {
                LabelRequest request = LabelRequest.of(today).matching((TagFilters) rule[0]);
                assertThat(String.join(" ", storage.labelNames(request).strings())).as("%s", rule).isEqualTo(rule[1]);
                assertThat(String.join(" ", storage.labelValues("job", request).strings())).as("%s", rule)
                        .isEqualTo(rule[2]);
                assertThat(storage.labelValues("none", request).strings()).isEmpty();
            }
            LabelRequest two = LabelRequest.of(TimeRange.all()).matching(TagFilters.metric("old"))
                    .or(TagFilters.all().equal("0", "y"));
            assertThat(storage.labelNames(two).strings()).containsExactly("0", "__name__", "job", "was");
            assertThat(storage.labelValues("job", two).strings()).containsExactly("gone", "nameless");
        });
    }

    @Test
    void theFirstOnesAndWhetherThereAreMore() throws IOException {
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 300; i++) {
                rows.series("m", "k", String.format("v%03d", i), "k" + i % 50, "x").add(now, i);
            }
            storage.addRows(rows);
        }, storage -> {
            for (LabelRequest request : List.of(LabelRequest.of(today), LabelRequest.of(TimeRange.all()),
                    LabelRequest.of(today).matching(TagFilters.metric("m")))) {
                for (int limit : new int[] {1, 10, 299, 300, 301}) {
                    LabelList values = storage.labelValues("k", request.withLimit(limit));
                    assertThat(values.strings()).hasSize(Math.min(limit, 300)).startsWith("v000");
                    assertThat(values.complete()).isEqualTo(limit >= 300);
                    LabelList names = storage.labelNames(request.withLimit(limit));
                    assertThat(names.strings()).hasSize(Math.min(limit, 52)).startsWith("__name__");
                    assertThat(names.complete()).isEqualTo(limit >= 52);
                }
                assertThat(storage.labelValues("k", request.withPrefix("v29")).strings()).hasSize(10);
                assertThat(storage.labelValues("k", request.withPrefix("v299x")).strings()).isEmpty();
                assertThat(storage.labelValues("k", request.withPrefix("V")).strings()).isEmpty();
                assertThat(storage.labelNames(request.withPrefix("k4")).strings()).hasSize(11);
                assertThat(storage.labelValues("k", request.withPrefix("v1").withLimit(100)).complete()).isTrue();
                assertThat(storage.labelValues("k", request.withPrefix("v1").withLimit(99)).complete()).isFalse();
            }
        });
    }

    @Test
    void ofMoreSeriesThanAreAskedForTheirNames() throws IOException {
        int many = 100_010;
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < many; i++) {
                rows.series("m", "i", "" + i, i % 50_000 == 7 ? "gone" : "k", "v" + i % 5).add(now, i);
            }
            rows.series("other", "only", "here", "k", "else").add(now, 1);
            storage.addRows(rows);
            assertThat(storage.deleteSeries(TagFilters.all().notEqual("gone", ""))).isEqualTo(3);
            LabelRequest m = LabelRequest.of(today).matching(TagFilters.all().notMatches("__name__", "other"));
            SearchRequest all = SearchRequest.of(TagFilters.metric("m"), today);
            assertThat(storage.searchSeries(all).size()).isEqualTo(many - 3);
            assertThat(Lives.times(storage, TagFilters.metric("m"), today)).hasSize(many - 3);
            assertThat(storage.labelNames(m).strings()).containsExactly("__name__", "i", "k");
            assertThat(storage.labelValues("k", m).strings()).containsExactly("v0", "v1", "v2", "v3", "v4");
            assertThat(storage.labelValues("gone", m).strings()).isEmpty();
            assertThat(storage.labelValues("only", m).strings()).isEmpty();
            assertThat(storage.labelValues("__name__", m).strings()).containsExactly("m");
            assertThat(storage.labelValues("i", m).strings()).hasSize(many - 3).doesNotContain("7", "50007");
        }
    }

    @Test
    void theNameOfTheNameHasItsPlaceInTheOrder() throws IOException {
        String[] all = {"0", "Upper", "__name__", "job", "zone"};
        lives.through(this::fill, storage -> {
            for (LabelRequest request : List.of(LabelRequest.of(today),
                    LabelRequest.of(today).matching(TagFilters.all().notEqual("job", "")))) {
                for (int limit = 1; limit <= 6; limit++) {
                    LabelList names = storage.labelNames(request.withLimit(limit));
                    assertThat(names.strings()).isEqualTo(List.of(all).subList(0, Math.min(limit, 5)));
                    assertThat(names.complete()).isEqualTo(limit >= 5);
                }
                assertThat(storage.labelNames(request.withPrefix("_")).strings()).containsExactly("__name__");
                assertThat(storage.labelNames(request.withPrefix("__name__")).strings()).containsExactly("__name__");
                assertThat(storage.labelNames(request.withPrefix("__name__x")).strings()).isEmpty();
                assertThat(storage.labelNames(request.withPrefix("j")).strings()).containsExactly("job");
                assertThat(storage.labelNames(request.withPrefix("j").withLimit(1)).complete()).isTrue();
            }
        });
    }

    @Test
    void deletedSeriesHaveNone() throws IOException {
        lives.through(storage -> {
            fill(storage);
            assertThat(storage.deleteSeries(List.of(TagFilters.all().equal("zone", "z1"),
                    TagFilters.all().equal("__name__", "").equal("0", "y"), TagFilters.metric("old")))).isEqualTo(3);
        }, storage -> {
            for (TimeRange range : List.of(today, TimeRange.ofMillis(now - DAY, now), TimeRange.all())) {
                assertThat(storage.labelNames(range)).containsExactly("Upper", "__name__", "job");
                assertThat(storage.labelValues("__name__", range)).containsExactly("down", "up");
                assertThat(storage.labelValues("zone", range)).isEmpty();
                assertThat(storage.labelValues("job", range)).doesNotContain("nameless", "gone").contains("api", "web");
                LabelRequest up = LabelRequest.of(range).matching(TagFilters.metric("up"));
                assertThat(storage.labelValues("job", up).strings()).doesNotContain("api").contains("web");
                assertThat(storage.labelNames(up).strings()).containsExactly("__name__", "job");
            }
        });
    }

    @Test
    void whatIsOlderThanTheRetentionHasNone() throws IOException {
        lives.options = lives.options.withRetention(Duration.ofDays(60));
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            fill(storage);
            assertThat(storage.labelValues("job", TimeRange.ofMillis(now - 50 * DAY, now - 50 * DAY)))
                    .containsExactly("gone");
            lives.time.advance(Duration.ofDays(11));
            assertThat(storage.labelValues("job", TimeRange.ofMillis(now - 50 * DAY, now - 50 * DAY))).isEmpty();
            assertThat(storage.labelValues("job", TimeRange.ofMillis(now - 50 * DAY, now - 20 * DAY))).isEmpty();
            assertThat(storage.labelValues("job", TimeRange.ofMillis(now - 20 * DAY, now)))
                    .containsExactly("api", "nameless", "web", "yesterday");
            assertThat(Lives.names(storage, TagFilters.all(), TimeRange.all())).hasSize(4);
        }
    }
}
