package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** At most so many series in an hour and on a day. */
class SeriesLimitsTest {
    private static final Path DB = Path.of("/db");

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-05-15T12:10:00Z");
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();
    private final RowBatch rows = new RowBatch();

    /** One row for each of these series, in one batch; returns how many were added. */
    private int add(Storage storage, int... series) throws IOException {
        rows.clear();
        for (int i : series) {
            rows.series("m", "i", "" + i).add(time.wallMs(), i);
        }
        return storage.addRows(rows);
    }

    @Test
    void seriesBeyondTheLimitLeaveNoTrace() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(3))) {
            assertThat(add(storage, 1, 2, 3, 4, 5)).isEqualTo(3);
            assertThat(add(storage, 5, 1, 4, 2, 6)).isEqualTo(2);
            rows.clear();
            rows.series("m", "i", "7").add(time.wallMs(), 1).add(time.wallMs(), 2);
            rows.series("m", "i", "3").add(time.wallMs() - Duration.ofDays(3).toMillis(), 2).add(time.wallMs(), 3);
            assertThat(storage.addRows(rows)).isEqualTo(2);

            assertThat(Contents.of(storage, TagFilters.all())).containsOnlyKeys("m{i=\"1\"}", "m{i=\"2\"}", "m{i=\"3\"}");
            assertThat(storage.labelValues("i", TimeRange.all())).containsExactly("1", "2", "3");
            assertThat(storage.seriesCount()).isEqualTo(3);
            StorageStats stats = storage.stats();
            assertThat(stats.rows().added()).isEqualTo(7);
            assertThat(stats.rows().overHourly()).isEqualTo(7);
            assertThat(stats.rows().overDaily()).isZero();
            assertThat(stats.rows().badName()).isZero();
        }
    }

    @Test
    void anHourBeginsWhenTheClockSaysSo() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(2))) {
            assertThat(add(storage, 1, 2, 3)).isEqualTo(2);
            time.setWall("2024-05-15T12:59:59.999Z");
            assertThat(add(storage, 3, 1)).isEqualTo(1);
            time.setWall("2024-05-15T13:00:00Z");
            assertThat(add(storage, 3, 1)).isEqualTo(2);
            assertThat(add(storage, 2)).isZero();
            // The clock is corrected by a second: the hour does not begin again
            time.setWall("2024-05-15T12:59:59Z");
            assertThat(add(storage, 2, 3)).isEqualTo(1);
            // It was wrong by days
            time.setWall("2024-05-11T12:00:00Z");
            assertThat(add(storage, 4, 5, 1)).isEqualTo(2);
        }
    }

    @Test
    void aDayBeginsAtMidnight() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxDailySeries(2))) {
            assertThat(add(storage, 1, 2, 3)).isEqualTo(2);
            time.setWall("2024-05-15T23:59:59.999Z");
            assertThat(add(storage, 3, 1, 2)).isEqualTo(2);
            assertThat(storage.stats().rows().overDaily()).isEqualTo(2);
            time.setWall("2024-05-16T00:00:00Z");
            assertThat(add(storage, 3, 1, 2)).isEqualTo(2);
        }
    }

    @Test
    void whatOneLimitRefusesIsCountedByNone() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(2).withMaxDailySeries(3))) {
            assertThat(add(storage, 1, 2, 3, 4)).isEqualTo(2);
            assertThat(storage.stats().rows().overHourly()).isEqualTo(2);
            time.advance(Duration.ofHours(1));
            // Known and new ones; of the day there is one place left, of the hour two
            assertThat(add(storage, 5, 6, 1)).isEqualTo(2);
            assertThat(storage.stats().rows().overHourly()).isEqualTo(3);
            time.advance(Duration.ofHours(1));
            assertThat(add(storage, 6)).as("the day is full").isZero();
            assertThat(storage.stats().rows().overDaily()).isEqualTo(1);
            assertThat(add(storage, 2, 5)).as("6 took no place of the hour").isEqualTo(2);
        }
    }

    @Test
    void oneSeriesUnderSeveralNamesCountsOnce() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(1))) {
            rows.series("m", "a", "1", "b", "2").add(time.wallMs(), 1);
            rows.series("m", "b", "2", "a", "1").add(time.wallMs(), 2);
            rows.series("m", "b", "2", "a", "1", "c", "").add(time.wallMs(), 3);
            assertThat(storage.addRows(rows)).isEqualTo(3);
            rows.clear();
            rows.series("m", "a", "0", "b", "2", "a", "1").add(time.wallMs(), 4);
            assertThat(storage.addRows(rows)).isEqualTo(1);
            assertThat(storage.stats().rows().overHourly()).isZero();
        }
    }

    @Test
    void rowsThatAreNotStoredCountNothing() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(2))) {
            assertThat(add(storage, 1)).isEqualTo(1);
            time.advance(Duration.ofHours(1));
            rows.clear();
            rows.series("m", "i", "1").add(time.wallMs(), Double.NaN).add(-1, 1);
            rows.series("m", "i", "2").add(time.wallMs() + Duration.ofDays(3).toMillis(), 1);
            assertThat(storage.addRows(rows)).isZero();
            assertThat(add(storage, 3, 4)).isEqualTo(2);
            assertThat(storage.stats().rows().notANumber() + storage.stats().rows().tooOld()).isEqualTo(2);
        }
    }

    @Test
    void aStorageThatIsOpenedStartsToCount() throws IOException {
        StorageOptions limited = options.withMaxHourlySeries(2);
        try (Storage storage = Storage.open(DB, limited)) {
            assertThat(add(storage, 1, 2)).isEqualTo(2);
        }
        try (Storage storage = Storage.open(DB, limited)) {
            assertThat(add(storage, 3)).isEqualTo(1);
            assertThat(add(storage, 4, 2, 1)).as("in one batch the known series come first").isEqualTo(1);
            assertThat(storage.labelValues("i", TimeRange.all())).containsExactly("1", "2", "3");
            assertThat(Contents.of(storage, TagFilters.all()).get("m{i=\"2\"}")).hasSize(2);
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(add(storage, 1, 2, 3, 4, 5)).isEqualTo(5);
        }
    }

    @Test
    void aLimitIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxHourlySeries(-1))
                .withMessage("maxHourlySeries is -1; it must be 0 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxDailySeries(-1));
    }

    @Test
    void oneWarningAMinuteForEachLimit() throws IOException {
        List<String> warnings = new ArrayList<>();
        SeriesLimits limits = new SeriesLimits(options.withMaxHourlySeries(7).withMaxDailySeries(8), warnings::add);
        limits.warn(SeriesWindow.OVER_HOURLY, () -> "a{}");
        limits.warn(SeriesWindow.OVER_HOURLY, () -> "b{}");
        limits.warn(SeriesWindow.OVER_DAILY, () -> "c{}");
        time.advance(Duration.ofSeconds(59));
        limits.warn(SeriesWindow.OVER_HOURLY, () -> "d{}");
        time.advance(Duration.ofSeconds(1));
        limits.warn(SeriesWindow.OVER_HOURLY, () -> "e{}");
        assertThat(warnings).hasSize(3);
        assertThat(warnings.get(0)).isEqualTo(
                "there are rows of more than 7 series in this hour; those of a{} are dropped, and probably others");
        assertThat(warnings.get(1)).contains("8 series on this day").contains("c{}");
        assertThat(warnings.get(2)).contains("e{}");
    }

    @Test
    void writersAtOnceFillTheLimitExactly() throws Exception {
        int writers = 4;
        int limit = 500;
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(limit).withMaxDailySeries(limit))) {
            ExecutorService threads = Executors.newFixedThreadPool(writers);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    int first = writer;
                    running.add(threads.submit(() -> {
                        RowBatch batch = new RowBatch();
                        // Each brings the same thousand series, from another one on
                        for (int i = 0; i < 1000; i += 10) {
                            batch.clear();
                            for (int j = i; j < i + 10; j++) {
                                batch.series("m", "i", "" + (j + 50 * first) % 1000).add(time.wallMs(), 1);
                            }
                            storage.addRows(batch);
                        }
                        return null;
                    }));
                }
                for (Future<?> thread : running) {
                    thread.get();
                }
            } finally {
                threads.shutdown();
            }
            assertThat(storage.seriesCount()).isEqualTo(limit);
            StorageStats stats = storage.stats();
            assertThat(stats.rows().added() + stats.rows().overHourly() + stats.rows().overDaily())
                    .isEqualTo(1000L * writers);
            assertThat(stats.rows().added()).isBetween((long) limit, (long) limit * writers);
        }
    }
}
