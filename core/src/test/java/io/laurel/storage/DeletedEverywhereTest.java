package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static io.laurel.storage.Lives.DB;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which series a deletion takes, and what is left of them anywhere. */
class DeletedEverywhereTest {
    private static final TimeRange EVER = TimeRange.all();
    private static final SearchRequest ALL = SearchRequest.of(TagFilters.all(), EVER)
            .or(TagFilters.all().equal("__name__", ""));

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    private void fill(Storage storage) throws IOException {
        String[][] names = {{"m"}, {"m", "k", "a"}, {"m", "k", "b"}, {"n", "k", "a"}, {"", "k", "a"}, {"", "k", "c"}};
        Lives.add(storage, now, names);
        Lives.add(storage, now - 100 * DAY, names);
    }

    /** Filters, and the series that are left. */
    @Test
    void whatMatchesGoesWhateverTheFilter() throws IOException {
        TagFilters none = TagFilters.all();
        Object[][] rules = {
            {none, "{k=\"a\"} {k=\"c\"}"},
            {none.equal("__name__", ""), "m{k=\"a\"} m{k=\"b\"} m{} n{k=\"a\"}"},
            {none.equal("k", ""), "m{k=\"a\"} m{k=\"b\"} n{k=\"a\"} {k=\"a\"} {k=\"c\"}"},
            {none.notEqual("k", ""), "m{}"},
            {none.notEqual("k", "a"), "m{k=\"a\"} n{k=\"a\"} {k=\"a\"}"},
            {none.equal("k", "a"), "m{k=\"b\"} m{} {k=\"c\"}"},
            {none.matches("k", "a|"), "m{k=\"b\"} {k=\"c\"}"},
            {none.notMatches("k", "a|"), "m{k=\"a\"} m{} n{k=\"a\"} {k=\"a\"}"},
            {TagFilters.metric("m"), "n{k=\"a\"} {k=\"a\"} {k=\"c\"}"},
            {none.notMatches("__name__", "m"), "m{k=\"a\"} m{k=\"b\"} m{}"},
            {none.matches("__name__", ".+").matches("k", "[ab]"), "m{} {k=\"a\"} {k=\"c\"}"},
            {none.matches("__name__", "x.*"), "m{k=\"a\"} m{k=\"b\"} m{} n{k=\"a\"} {k=\"a\"} {k=\"c\"}"}};
        for (Object[] rule : rules) {
            Lives one = new Lives("2024-05-15T12:00:00Z");
            List<TagFilters> filters = List.of((TagFilters) rule[0]);
            int left = ((String) rule[1]).split(" ").length;
            one.through(storage -> {
                fill(storage);
                assertThat(storage.countSeriesToDelete(filters)).as("%s", rule[0]).isEqualTo(6 - left);
                assertThat(storage.deleteSeries(filters)).as("%s", rule[0]).isEqualTo(6 - left);
            }, storage -> {
                assertThat(String.join(" ", Lives.contents(storage, ALL).keySet())).as("%s", rule[0])
                        .isEqualTo(rule[1]);
                assertThat(String.join(" ", Lives.listed(storage, ALL))).as("%s", rule[0]).isEqualTo(rule[1]);
                assertThat(storage.seriesIds(ALL)).hasSize(left);
                assertThat(storage.seriesCount()).isEqualTo(left);
                assertThat(storage.countSeriesToDelete(filters)).isZero();
            });
        }
    }

    @Test
    void theSameNameAgainInTheNextBatchAndAgainAfterThat() throws IOException {
        List<TagFilters> m = List.of(TagFilters.metric("m"));
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int round = 0; round < 5; round++) {
                rows.clear();
                rows.series("m", "k", "v").add(now + round, round).add(now - 60 * DAY + round, round);
                storage.addRows(rows);
                if (round % 2 == 1) {
                    storage.flush();
                }
                assertThat(Lives.times(storage, m.get(0), EVER)).containsExactly(now - 60 * DAY + round, now + round);
                assertThat(storage.deleteSeries(m)).isEqualTo(1);
                assertThat(Lives.times(storage, m.get(0), EVER)).isEmpty();
            }
            rows.clear();
            rows.series("m", "k", "v").add(now + 9, 9);
            storage.addRows(rows);
        }, storage -> {
            assertThat(Lives.times(storage, m.get(0), EVER)).containsExactly(now + 9);
            assertThat(storage.seriesCount()).isEqualTo(1);
            TimeRange ofDeleted = TimeRange.ofMillis(now - 60 * DAY, now - 59 * DAY);
            assertThat(storage.searchSeries(SearchRequest.of(m.get(0), ofDeleted)).size()).isZero();
            assertThat(storage.labelValues("k", TimeRange.ofMillis(now - 60 * DAY, now - 60 * DAY))).isEmpty();
        });
    }

    @Test
    void aRunningSearchStillSeesThem() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            fill(storage);
            try (SearchResult found = storage.search(TagFilters.all(), EVER)) {
                storage.deleteSeries(List.of(TagFilters.all()));
                storage.forceMerge();
                int samples = 0;
                while (found.next()) {
                    samples += found.samples().size();
                }
                assertThat(samples).isEqualTo(8);
            }
            assertThat(Lives.contents(storage, ALL)).hasSize(2);
        }
        lives.disk.assertNothingOpen();
    }

    @Test
    void snapshotsFromBeforeKeepThemAndFromAfterDoNot() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            fill(storage);
            Snapshot before = storage.createSnapshot();
            storage.deleteSeries(List.of(TagFilters.all()));
            Snapshot after = storage.createSnapshot();
            storage.forceMerge();
            Snapshot merged = storage.createSnapshot();
            Snapshot[] all = {before, after, merged};
            for (int i = 0; i < all.length; i++) {
                try (Storage kept = Storage.openReadOnly(all[i].path(), lives.options)) {
                    assertThat(Lives.contents(kept, ALL)).hasSize(i == 0 ? 6 : 2);
                    assertThat(kept.labelValues("__name__", EVER)).hasSize(i == 0 ? 2 : 0);
                    assertThat(kept.seriesCount()).isEqualTo(i == 0 ? 6 : 2);
                }
            }
        }
    }

    @Test
    void whatIsOlderThanTheRetentionIsDeletedToo() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options.withRetention(Duration.ofDays(200)))) {
            fill(storage);
            lives.time.advance(Duration.ofDays(150));
            assertThat(storage.deleteSeries(List.of(TagFilters.metric("m")))).isEqualTo(3);
        }
        try (Storage storage = Storage.openReadOnly(DB, lives.options)) {
            assertThat(Lives.contents(storage, ALL)).hasSize(3);
        }
    }

    @Test
    void manyAreDeletedOneByOne() throws IOException {
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 500; i++) {
                rows.series("m", "i", "" + i).add(now, i);
            }
            storage.addRows(rows);
            for (int i = 0; i < 500; i += 5) {
                assertThat(storage.deleteSeries(List.of(TagFilters.metric("m").equal("i", "" + i)))).isEqualTo(1);
                assertThat(storage.deleteSeries(List.of(TagFilters.metric("m").equal("i", "" + i)))).isZero();
            }
        }, storage -> {
            assertThat(storage.seriesCount()).isEqualTo(400);
            assertThat(storage.labelValues("i", EVER)).hasSize(400).doesNotContain("0", "5", "495");
            assertThat(Lives.names(storage, TagFilters.metric("m").matches("i", "1?5"), EVER)).isEmpty();
        });
    }
}
