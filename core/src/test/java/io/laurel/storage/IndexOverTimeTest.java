package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static io.laurel.storage.Lives.DB;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weeks of a storage that keeps seven days: its index is renewed every seven days, and no answer shows it. */
class IndexOverTimeTest {
    private static final int RETENTION_DAYS = 7;
    private static final Duration STEP = Duration.ofHours(6);
    private static final TagFilters STABLE = TagFilters.metric("stable");
    private static final TagFilters OF_DAY = TagFilters.metric("of_day");

    private final Lives lives = new Lives("2024-05-01T00:00:00Z");
    private final long start = lives.time.wallMs();

    IndexOverTimeTest() {
        lives.options = lives.options.withRetention(Duration.ofDays(RETENTION_DAYS));
    }

    private long day() {
        return (lives.time.wallMs() - start) / DAY;
    }

    /** Some series that are always there, and some of one day each. */
    private void live(Storage storage) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = 0; i < 20; i++) {
            rows.series("stable", "i", "" + i).add(lives.time.wallMs(), day());
        }
        for (int i = 0; i < 5; i++) {
            rows.series("of_day", "day", "" + day(), "i", "" + i).add(lives.time.wallMs(), i);
        }
        assertThat(storage.addRows(rows)).isEqualTo(25);
        lives.time.advance(STEP);
        storage.runDuties();
    }

    /** Between two rows, so that no row is just as old as the retention. */
    private void check(Storage storage) throws IOException {
        TimeRange kept = TimeRange.ofMillis(lives.time.wallMs() - RETENTION_DAYS * DAY, lives.time.wallMs());
        int steps = (int) Math.min(28, (lives.time.wallMs() - start) / STEP.toMillis());
        for (TimeRange range : List.of(kept, TimeRange.all())) {
            try (SearchResult found = storage.search(STABLE, range)) {
                int series = 0;
                while (found.next()) {
                    assertThat(found.samples().size()).isEqualTo(steps);
                    series++;
                }
                assertThat(series).isEqualTo(20);
                assertThat(found.partial()).isFalse();
            }
            assertThat(storage.seriesIds(SearchRequest.of(STABLE, range).withMaxSeries(20))).hasSize(20);
        }
        List<String> days = new ArrayList<>();
        for (long day = Math.max(0, day() - RETENTION_DAYS); day <= day(); day++) {
            LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(start + day * DAY), ZoneOffset.UTC);
            boolean whole = start + day * DAY >= kept.fromMs() && start + (day + 1) * DAY <= lives.time.wallMs();
            if (whole) {
                days.add("" + day);
                assertThat(storage.seriesCount(date)).as("%s", date).isEqualTo(25);
                TimeRange ofDay = TimeRange.ofMillis(start + day * DAY, start + (day + 1) * DAY - 1);
                assertThat(Lives.names(storage, OF_DAY, ofDay)).hasSize(5);
                assertThat(storage.labelValues("day", ofDay)).containsExactly("" + day);
            }
        }
        assertThat(storage.labelValues("day", kept)).containsAll(days);
        assertThat(Lives.names(storage, OF_DAY, kept)).hasSizeBetween(5 * days.size(), 5 * days.size() + 5);
    }

    @Test
    void whatTheRetentionLeavesIsFoundAtEveryMoment() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            for (int step = 1; step <= 4 * 40; step++) {
                live(storage);
                if (step % 4 == 0) {
                    check(storage);
                }
            }
            assertThat(storage.seriesCount()).as("the old ones are forgotten").isLessThan(20 + 5 * 3 * RETENTION_DAYS);
            assertThat(tables()).hasSize(2);
        }
        lives.disk.assertNothingOpen();
    }

    @Test
    void closedAndOpenedEveryFewDays() throws IOException {
        for (int opening = 0; opening < 14; opening++) {
            try (Storage storage = Storage.open(DB, lives.options)) {
                if (opening > 0) {
                    check(storage);
                }
                for (int step = 0; step < 4 * 3; step++) {
                    live(storage);
                }
                check(storage);
                try (Storage kept = Storage.openReadOnly(storage.createSnapshot().path(), lives.options)) {
                    assertThat(Lives.names(kept, STABLE, TimeRange.all())).hasSize(20);
                }
                storage.deleteSnapshotsOlderThan(Duration.ZERO);
            }
        }
        lives.disk.assertNothingOpen();
    }

    private List<String> tables() throws IOException {
        return lives.disk.list(DB.resolve("indexdb")).stream().filter(name -> name.matches("[0-9A-F]{16}")).toList();
    }

    @Test
    void theIndexIsRenewedOnceInARetentionAndIdsStay() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            live(storage);
            long[] ids = sorted(storage.seriesIds(SearchRequest.of(STABLE, TimeRange.all())));
            String first = tables().get(1);
            int changes = 0;
            List<String> before = tables();
            for (int step = 0; step < 4 * 35; step++) {
                live(storage);
                List<String> now = tables();
                if (!now.equals(before)) {
                    changes++;
                    assertThat(now).hasSize(2).isSorted();
                    assertThat(now.get(0)).as("current becomes previous").isEqualTo(before.get(1));
                }
                before = now;
                assertThat(sorted(storage.seriesIds(SearchRequest.of(STABLE, TimeRange.all())))).isEqualTo(ids);
            }
            assertThat(changes).isEqualTo(5);
            assertThat(before).doesNotContain(first);
        }
    }

    private static long[] sorted(long[] ids) {
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void deletedSeriesStayAwayThroughRenewals() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            live(storage);
            assertThat(storage.deleteSeries(STABLE.matches("i", "1?5"))).isEqualTo(2);
            long from = lives.time.wallMs();
            TagFilters deleted = STABLE.equal("i", "5");
            for (int step = 0; step < 4 * 6; step++) {
                lives.time.advance(STEP);
                storage.runDuties();
                assertThat(Lives.names(storage, deleted, TimeRange.all())).isEmpty();
                assertThat(Lives.listed(storage, SearchRequest.of(deleted, TimeRange.all()))).isEmpty();
                assertThat(storage.labelValues("i", TimeRange.all())).hasSize(18).doesNotContain("5", "15");
            }
            live(storage);
            assertThat(Lives.times(storage, deleted, TimeRange.all())).hasSize(1).allMatch(time -> time > from);
        }
        try (Storage storage = Storage.open(DB, lives.options)) {
            assertThat(Lives.times(storage, STABLE.equal("i", "15"), TimeRange.all())).hasSize(1);
            assertThat(storage.deleteSeries(STABLE)).isEqualTo(20);
            for (int step = 0; step < 4 * 16; step++) {
                lives.time.advance(STEP);
                storage.runDuties();
            }
            assertThat(storage.seriesCount()).as("all are forgotten").isZero();
            assertThat(storage.labelNames(TimeRange.all())).isEmpty();
        }
    }

    /** One row just before a renewal, one just after it, and then silence until the retention is over. */
    @Test
    void seriesThatStopAroundARenewalAreFoundUntilTheyExpire() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            List<Long> rowsAt = new ArrayList<>();
            List<String> before = tables();
            for (int hour = 0; hour < 24 * 9; hour++) {
                RowBatch rows = new RowBatch();
                rows.series("stops", "hour", "" + hour).add(lives.time.wallMs(), hour);
                storage.addRows(rows);
                rowsAt.add(lives.time.wallMs());
                lives.time.advance(Duration.ofMinutes(30));
                storage.runDuties();
                for (int old = Math.max(0, hour - 24 * RETENTION_DAYS + 1); old <= hour; old += 1 + hour % 5) {
                    TimeRange exactly = TimeRange.ofMillis(rowsAt.get(old), rowsAt.get(old));
                    assertThat(Lives.names(storage, TagFilters.metric("stops"), exactly)).as("hour %s at %s", old, hour)
                            .containsExactly("stops{hour=\"" + old + "\"}");
                }
                lives.time.advance(Duration.ofMinutes(30));
                storage.runDuties();
            }
            assertThat(tables()).isNotEqualTo(before);
        }
    }

    @Test
    void rowsOfOldDaysAreFoundAfterARenewal() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            for (int step = 0; step < 4 * 15; step++) {
                live(storage);
                RowBatch rows = new RowBatch();
                for (int day = 0; day < RETENTION_DAYS; day++) {
                    rows.series("backfill", "step", "" + step).add(lives.time.wallMs() - day * DAY, day);
                    rows.series("stable", "i", "1").add(lives.time.wallMs() - day * DAY - 1, day);
                }
                storage.addRows(rows);
                for (int day = 0; day < RETENTION_DAYS; day++) {
                    long at = lives.time.wallMs() - day * DAY;
                    assertThat(Lives.names(storage, TagFilters.all(), TimeRange.ofMillis(at - 1, at)))
                            .contains("backfill{step=\"" + step + "\"}", "stable{i=\"1\"}");
                }
            }
        }
    }

    @Test
    void aSeriesThatComesAgainAfterLongHasOneIdInWhateverOrderItsLabelsCome() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            addSilent(storage, "a", "1", "b", "2");
            for (int step = 0; step < 4 * 3 * RETENTION_DAYS; step++) {
                live(storage);
            }
            addSilent(storage, "b", "2", "a", "1");
            addSilent(storage, "a", "1", "b", "2");
            assertThat(storage.seriesIds(SearchRequest.of(TagFilters.metric("silent"), TimeRange.all()))).hasSize(1);
        }
    }

    private void addSilent(Storage storage, String... labels) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("silent", labels).add(lives.time.wallMs(), 1);
        assertThat(storage.addRows(rows)).isEqualTo(1);
    }
}
