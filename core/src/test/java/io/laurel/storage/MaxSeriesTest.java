package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.indexdb.SeriesLimitException;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exactly as many series as allowed pass, one more is an error, and no answer is ever cut short. */
class MaxSeriesTest {
    private static final int SERIES = 25;
    private static final TagFilters M = TagFilters.metric("m");

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    private void fill(Storage storage) throws IOException {
        RowBatch rows = new RowBatch();
        for (int day = 0; day < 60; day += 3) {
            for (int i = 0; i < SERIES; i++) {
                rows.series("m", "i", "" + i, "half", i % 2 == 0 ? "even" : "").add(now - day * DAY, i);
            }
        }
        // One for each day, so that ranges of other widths mean other numbers
        for (int day = 0; day < 60; day++) {
            rows.series("m", "day", "" + day).add(now - day * DAY, day);
        }
        storage.addRows(rows);
    }

    private static void isExactly(int series, Storage storage, SearchRequest request) throws IOException {
        for (int max : new int[] {series, series + 1, Integer.MAX_VALUE}) {
            SearchRequest enough = request.withMaxSeries(max);
            assertThat(storage.searchSeries(enough).size()).isEqualTo(series);
            assertThat(storage.seriesIds(enough)).hasSize(series);
            storage.search(enough).close();
        }
        for (int max = 1; max < series; max += max < series - 2 ? 1 + series / 8 : 1) {
            SearchRequest tooFew = request.withMaxSeries(Math.min(max, series - 1));
            String limit = "" + Math.min(max, series - 1);
            assertThatExceptionOfType(SeriesLimitException.class).isThrownBy(() -> storage.search(tooFew))
                    .withMessageContaining(limit);
            assertThatExceptionOfType(SeriesLimitException.class).isThrownBy(() -> storage.searchSeries(tooFew));
            assertThatExceptionOfType(SeriesLimitException.class).isThrownBy(() -> storage.seriesIds(tooFew));
        }
    }

    @Test
    void aSeriesOnManyDaysCountsOnce() throws IOException {
        lives.through(this::fill, storage -> {
            for (int days : new int[] {0, 1, 2, 3, 10, 39, 40}) {
                TimeRange range = TimeRange.ofMillis(now - days * DAY, now);
                isExactly(SERIES + days + 1, storage, SearchRequest.of(M, range));
            }
        });
    }

    @Test
    void fromFortyTwoDaysOnAllThatEverWereCount() throws IOException {
        lives.through(this::fill, storage -> {
            isExactly(SERIES + 60, storage, SearchRequest.of(M, TimeRange.ofMillis(now - 41 * DAY, now)));
            isExactly(SERIES + 60, storage, SearchRequest.of(M, TimeRange.all()));
        });
    }

    @Test
    void everyKindOfFilterIsCountedAlike() throws IOException {
        TimeRange today = TimeRange.ofMillis(now, now);
        lives.through(this::fill, storage -> {
            isExactly(13, storage, SearchRequest.of(M.equal("half", "even"), today));
            isExactly(13, storage, SearchRequest.of(M.equal("half", ""), today));
            isExactly(12, storage, SearchRequest.of(M.equal("half", "").notEqual("i", ""), today));
            isExactly(13, storage, SearchRequest.of(M.notEqual("half", "even"), today));
            isExactly(11, storage, SearchRequest.of(M.matches("i", "1.*"), today));
            isExactly(15, storage, SearchRequest.of(M.notMatches("i", "1.*"), today));
            isExactly(5, storage, SearchRequest.of(M.matches("i", "1|2|3|4|5|99"), today));
            isExactly(26, storage, SearchRequest.of(TagFilters.all(), today));
            isExactly(26, storage, SearchRequest.of(TagFilters.all().matches("none", "x*"), today));
            isExactly(1, storage, SearchRequest.of(M.equal("day", "0"), today));
            storage.search(SearchRequest.of(M.equal("day", "none"), today).withMaxSeries(1)).close();
        });
    }

    @Test
    void setsThatOverlapCountEachSeriesOnce() throws IOException {
        TimeRange today = TimeRange.ofMillis(now, now);
        lives.through(this::fill, storage -> {
            SearchRequest same = SearchRequest.of(M, today).or(M).or(TagFilters.all().matches("__name__", "m|x"));
            isExactly(26, storage, same);
            isExactly(18, storage, SearchRequest.of(M.equal("half", "even"), today).or(M.matches("i", "[0-9]")));
        });
    }

    @Test
    void whatASecondFilterTakesAwayDoesNotCount() throws IOException {
        TimeRange today = TimeRange.ofMillis(now, now);
        lives.through(this::fill, storage -> {
            isExactly(2, storage, SearchRequest.of(M.notEqual("i", "").matches("i", "1.?").notMatches("i", "1[0-8]"),
                    today));
            isExactly(1, storage, SearchRequest.of(TagFilters.all().matches("i", ".*").equal("day", "0"), today));
            isExactly(2, storage, SearchRequest.of(M.notEqual("half", "even").matches("i", "1|3"), today));
        });
    }

    @Test
    void fewOfVeryManyPassASmallLimit() throws IOException {
        int many = 5_000;
        TimeRange today = TimeRange.ofMillis(now, now);
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < many; i++) {
                rows.series("m", "i", "" + i, "mod", "" + i % 1000, i == 7 ? "rare" : "common", "x").add(now, i);
            }
            storage.addRows(rows);
            for (TimeRange range : List.of(today, TimeRange.all())) {
                isExactly(1, storage, SearchRequest.of(M.equal("common", ""), range));
                isExactly(1, storage, SearchRequest.of(M.notEqual("common", "x").notMatches("i", "[0-68-9]+"), range));
                isExactly(5, storage, SearchRequest.of(M.matches("i", ".+").matches("mod", ".*9.*").equal("mod", "999"),
                        range));
                isExactly(2, storage, SearchRequest.of(TagFilters.all().notMatches("i", "[0-9]{1,3}|1.*|2.*|3.*")
                        .matches("i", "4.*7").matches("mod", "0.?7|7|17"), range));
                isExactly(many, storage, SearchRequest.of(M.notEqual("none", "x"), range));
            }
        }
    }

    @Test
    void deletedSeriesCountNoMore() throws IOException {
        TimeRange today = TimeRange.ofMillis(now, now);
        lives.through(storage -> {
            fill(storage);
            assertThat(storage.deleteSeries(List.of(M.equal("half", "even")))).isEqualTo(13);
        }, storage -> {
            isExactly(13, storage, SearchRequest.of(M, today));
            isExactly(72, storage, SearchRequest.of(M, TimeRange.all()));
        });
    }

    @Test
    void aSearchThatFailedHarmsNotTheNextOne() throws IOException {
        TimeRange today = TimeRange.ofMillis(now, now);
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            fill(storage);
            SearchRequest request = SearchRequest.of(M, today);
            storage.search(request.withMaxSeries(100)).close();
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(SeriesLimitException.class)
                        .isThrownBy(() -> storage.search(request.withMaxSeries(25)));
                assertThat(Lives.contents(storage, request.withMaxSeries(26))).hasSize(26);
            }
        }
        lives.disk.assertNothingOpen();
        assertThatIllegalArgumentException().isThrownBy(() -> SearchRequest.of(M, today).withMaxSeries(0));
    }
}
