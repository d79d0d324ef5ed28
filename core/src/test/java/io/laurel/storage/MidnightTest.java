package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static io.laurel.storage.Lives.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first and the last millisecond of days, months and years, and ranges that end with them. */
class MidnightTest {
    private static final TagFilters ALL = TagFilters.all();

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");

    @Test
    void bothEndsOfARangeBelongToItAtMidnightToo() throws IOException {
        long midnight = ms("2024-05-15T00:00:00Z");
        lives.through(storage -> Lives.add(storage, midnight, new String[][] {{"m"}}), storage -> {
            for (long[] range : new long[][] {{0, 0}, {-1, 0}, {0, 1}, {-DAY, 0}, {0, DAY}, {-DAY, DAY}, {-40 * DAY, 0},
                    {-41 * DAY, 0}, {-42 * DAY, 0}, {-100 * DAY, 0}, {-39 * DAY - 1, 0}, {-40 * DAY - 1, 0}}) {
                assertAt(storage, TimeRange.ofMillis(midnight + range[0], midnight + range[1]), true);
            }
            for (long[] range : new long[][] {{1, 1}, {-1, -1}, {-DAY, -1}, {1, DAY}, {-DAY, -DAY}, {DAY, DAY}}) {
                TimeRange wanted = TimeRange.ofMillis(midnight + range[0], midnight + range[1]);
                assertThat(Lives.names(storage, ALL, wanted)).as("%s", wanted).isEmpty();
            }
            for (long[] range : new long[][] {{-DAY, -1}, {DAY, DAY}, {-41 * DAY + 1, -1}, {DAY, 3 * DAY}}) {
                assertAt(storage, TimeRange.ofMillis(midnight + range[0], midnight + range[1]), false);
            }
        });
    }

    /** Every API that asks by time. */
    private static void assertAt(Storage storage, TimeRange range, boolean there) throws IOException {
        int series = there ? 1 : 0;
        assertThat(Lives.names(storage, ALL, range)).as("search %s", range).hasSize(series);
        assertThat(Lives.listed(storage, SearchRequest.of(ALL, range))).as("searchSeries %s", range).hasSize(series);
        assertThat(storage.seriesIds(SearchRequest.of(ALL, range))).as("seriesIds %s", range).hasSize(series);
        assertThat(storage.labelNames(range)).as("labelNames %s", range).hasSize(series);
        assertThat(storage.labelValues("__name__", range)).as("labelValues %s", range).hasSize(series);
        assertThat(storage.labelNames(LabelRequest.of(range).matching(ALL)).strings()).hasSize(series);
    }

    @Test
    void theLastMillisecondBelongsToTheDayBefore() throws IOException {
        long midnight = ms("2024-05-15T00:00:00Z");
        lives.through(storage -> {
            Lives.add(storage, midnight - 1, new String[][] {{"before"}});
            Lives.add(storage, midnight, new String[][] {{"at"}});
            Lives.add(storage, midnight + DAY - 1, new String[][] {{"end"}});
            Lives.add(storage, midnight + DAY, new String[][] {{"after"}});
        }, storage -> {
            assertThat(Lives.names(storage, ALL, TimeRange.ofMillis(midnight, midnight + DAY - 1)))
                    .containsExactly("at{}", "end{}");
            assertThat(storage.labelValues("__name__", TimeRange.ofMillis(midnight + 5, midnight + 5)))
                    .as("by whole days").containsExactly("at", "end");
            assertThat(storage.labelValues("__name__", TimeRange.ofMillis(midnight - 1, midnight)))
                    .containsExactly("at", "before", "end");
            LocalDate day = LocalDate.of(2024, 5, 15);
            assertThat(storage.seriesCount(day)).isEqualTo(2);
            assertThat(storage.seriesCount(day.minusDays(1))).isEqualTo(1);
            assertThat(storage.seriesCount(day.plusDays(1))).isEqualTo(1);
            assertThat(storage.seriesCount(day.plusDays(2))).isZero();
            assertThat(storage.seriesCount()).isEqualTo(4);
        });
    }

    @Test
    void edgesOfMonthsYearsAndLeapDays() throws IOException {
        List<Long> edges = new ArrayList<>();
        for (String first : List.of("1970-02-01", "1999-12-31", "2000-02-29", "2000-03-01", "2020-02-29", "2023-03-01",
                "2024-01-01", "2024-02-29", "2024-03-01", "2024-05-01")) {
            edges.add(ms(first + "T00:00:00Z") - 1);
            edges.add(ms(first + "T00:00:00Z"));
        }
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            rows.series("m");
            edges.forEach(edge -> rows.add(edge, edge % 1000));
            assertThat(storage.addRows(rows)).isEqualTo(edges.size());
        }, storage -> {
            assertThat(Lives.times(storage, ALL, TimeRange.all())).isEqualTo(edges);
            for (long edge : edges) {
                assertThat(Lives.times(storage, ALL, TimeRange.ofMillis(edge, edge))).containsExactly(edge);
                assertThat(Lives.times(storage, ALL, TimeRange.ofMillis(edge - DAY, edge))).endsWith(edge);
                assertThat(Lives.times(storage, ALL, TimeRange.ofMillis(edge, edge + DAY))).startsWith(edge);
            }
        });
        assertThat(lives.disk.list(Lives.DB.resolve("data/small"))).containsExactly("1970_01", "1970_02", "1999_12",
                "2000_02", "2000_03", "2020_02", "2023_02", "2023_03", "2023_12", "2024_01", "2024_02", "2024_03",
                "2024_04", "2024_05", "snapshots");
    }

    /** A series that was there on other days only is a series of the range from 42 days on, but has no samples. */
    @Test
    void widthsAroundTheLimitOfTheSearchByDay() throws IOException {
        long now = ms("2024-05-15T12:00:00Z");
        lives.through(storage -> {
            Lives.add(storage, now, new String[][] {{"now"}});
            Lives.add(storage, now - 200 * DAY, new String[][] {{"old"}});
            for (int day = 39; day <= 43; day++) {
                Lives.add(storage, now - day * DAY, new String[][] {{"days", "ago", "" + day}});
            }
        }, storage -> {
            for (int width = 38; width <= 44; width++) {
                TimeRange range = TimeRange.ofMillis(now - width * DAY, now);
                int expected = 1 + Math.max(0, Math.min(width, 43) - 38);
                assertThat(Lives.names(storage, ALL, range)).as("%s days", width).hasSize(expected);
                assertThat(storage.searchSeries(SearchRequest.of(ALL, range)).size()).as("%s days", width)
                        .isEqualTo(width <= 40 ? expected : 7);
                assertThat(storage.labelValues("ago", range)).hasSize(width <= 40 ? expected - 1 : 5);
            }
        });
    }

    /** Half of them stop in the last hour of the day, in which series are made ready for the next one. */
    @Test
    void seriesThatStopBeforeMidnightHaveNoSamplesAfterIt() throws IOException {
        Lives late = new Lives("2024-05-31T22:55:00Z");
        try (Storage storage = Storage.open(Lives.DB, late.options)) {
            for (int minute = 0; minute < 130; minute++) {
                RowBatch rows = new RowBatch();
                for (int i = 0; i < 60; i++) {
                    if (i % 2 == 0 || minute < 5 + i) {
                        rows.series("m", "i", "" + i).add(late.time.wallMs(), minute);
                    }
                }
                storage.addRows(rows);
                late.time.advance(Duration.ofMinutes(1));
                storage.runDuties();
            }
            assertThat(Lives.names(storage, ALL, Lives.range("2024-06-01T00:00:00Z", "2024-06-02T00:00:00Z")))
                    .hasSize(30);
            assertThat(Lives.names(storage, ALL, Lives.range("2024-05-31T23:00:00Z", "2024-05-31T23:59:59.999Z")))
                    .hasSize(60);
            assertThat(Lives.names(storage, ALL, Lives.range("2024-06-01T00:00:00Z", "2024-06-01T00:00:00Z")))
                    .hasSize(30);
            assertThat(storage.seriesCount()).isEqualTo(60);
            assertThat(storage.seriesCount(LocalDate.of(2024, 5, 31))).isEqualTo(60);
        }
        try (Storage storage = Storage.open(Lives.DB, late.options)) {
            assertThat(storage.seriesIds(SearchRequest.of(ALL, TimeRange.all()))).hasSize(60);
            assertThat(Lives.times(storage, ALL.equal("i", "59"), TimeRange.all())).hasSize(64);
        }
        late.disk.assertNothingOpen();
    }

    @Test
    void instantsMeanMilliseconds() throws IOException {
        Instant at = Instant.parse("2024-05-14T23:59:59.999Z");
        assertThat(TimeRange.between(Instant.MIN, Instant.MAX)).isEqualTo(TimeRange.all());
        assertThat(TimeRange.between(at, at.plusNanos(999_999))).isEqualTo(
                TimeRange.ofMillis(at.toEpochMilli(), at.toEpochMilli()));
        assertThatIllegalArgumentException().isThrownBy(() -> TimeRange.between(at, at.minusMillis(1)));
        lives.through(storage -> Lives.add(storage, at.toEpochMilli(), new String[][] {{"m"}}), storage -> {
            assertThat(Lives.names(storage, ALL, TimeRange.between(at, at))).hasSize(1);
            assertThat(Lives.names(storage, ALL, TimeRange.between(Instant.MIN, at))).hasSize(1);
            assertThat(Lives.names(storage, ALL, TimeRange.between(at, Instant.MAX))).hasSize(1);
            assertThat(Lives.names(storage, ALL, TimeRange.between(at.plusMillis(1), Instant.MAX))).isEmpty();
        });
    }

    @Test
    void rowsThatWalkOverMidnightWithTheClock() throws IOException {
        Lives late = new Lives("2024-05-31T23:59:50Z");
        late.through(storage -> {
            for (int second = 0; second < 20; second++) {
                RowBatch rows = new RowBatch();
                for (int i = 0; i <= second; i++) {
                    rows.series("m", "i", "" + i).add(late.time.wallMs(), second);
                }
                assertThat(storage.addRows(rows)).isEqualTo(second + 1);
                late.time.advance(Duration.ofSeconds(1));
                storage.runDuties();
            }
        }, storage -> {
            assertThat(storage.seriesCount(LocalDate.of(2024, 5, 31))).isEqualTo(10);
            assertThat(storage.seriesCount(LocalDate.of(2024, 6, 1))).isEqualTo(20);
            assertThat(Lives.names(storage, ALL, Lives.range("2024-05-31T00:00:00Z", "2024-05-31T23:59:59.999Z")))
                    .hasSize(10);
            assertThat(Lives.names(storage, ALL, Lives.range("2024-06-01T00:00:00Z", "2024-06-01T00:00:00Z")))
                    .hasSize(11);
            assertThat(Lives.names(storage, TagFilters.all().equal("i", "0"),
                    Lives.range("2024-06-01T00:00:09Z", "2024-06-01T00:00:09Z"))).hasSize(1);
        });
    }
}
