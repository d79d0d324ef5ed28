package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.Days;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** A year of the past comes in: each series is registered for each day once, and nothing is looked up twice. */
class BackfillTest {
    private static final Path DB = Path.of("/db");
    private static final int SERIES = 20;
    private static final int DAYS = 365;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-12-31T12:00:00Z");
    private final long today = Days.of(time.wallMs());

    private StorageOptions options() {
        return StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping()
                .withRetention(Duration.ofDays(400));
    }

    /** A row of some series on some days, ascending. */
    private void add(Storage storage, int fromSeries, int toSeries, int fromDay, int toDay) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = fromSeries; i < toSeries; i++) {
            rows.series("m", "job", "j" + i % 4, "i", "" + i);
            for (int day = fromDay; day < toDay; day++) {
                rows.add((today - DAYS + day) * Days.DAY_MS + i, i);
            }
        }
        assertThat(storage.addRows(rows)).isEqualTo(rows.size());
    }

    /** The index was asked about each pair of a series and a day once, and has the rows of each once. */
    private void assertRegisteredOnce(Storage storage) throws IOException {
        assertThat(storage.stats().series().daysAsked()).as("the first day comes with the series")
                .isEqualTo(SERIES * (DAYS - 1));
        for (int day = 0; day < DAYS; day += 40) {
            assertThat(storage.seriesCount(LocalDate.ofEpochDay(today - DAYS + day))).isEqualTo(SERIES);
        }
        // Nothing has been on the disk, where rows of one tag are joined: what is written twice is there twice
        long allDays = 4 + 2 * 2;
        long ofDay = 2 + 2 * 2;
        assertThat(storage.stats().parts().index().rows()).isEqualTo(SERIES * allDays + SERIES * DAYS * ofDay);
        assertThat(storage.seriesCount()).isEqualTo(SERIES);
    }

    @Test
    void eachSeriesBringsTheWholeYear() throws IOException {
        try (Storage storage = Storage.open(DB, options())) {
            for (int i = 0; i < SERIES; i++) {
                add(storage, i, i + 1, 0, DAYS);
            }
            assertRegisteredOnce(storage);
        }
    }

    @Test
    void oneBatchBringsTheWholeYearOfAll() throws IOException {
        try (Storage storage = Storage.open(DB, options())) {
            add(storage, 0, SERIES, 0, DAYS);
            assertRegisteredOnce(storage);
        }
    }

    @Test
    void eachBatchBringsADayOfAll() throws IOException {
        try (Storage storage = Storage.open(DB, options())) {
            for (int day = 0; day < DAYS; day++) {
                add(storage, 0, SERIES, day, day + 1);
            }
            assertRegisteredOnce(storage);
        }
    }

    @Test
    void aRotationInTheMiddleCostsTheRowsOfEachSeriesOnce() throws IOException {
        try (Storage storage = Storage.open(DB, options())) {
            for (int day = 0; day < DAYS; day++) {
                add(storage, 0, SERIES, day, day + 1);
                if (day == DAYS / 2) {
                    storage.rotateIndex();
                }
            }
            assertThat(storage.stats().series().daysAsked()).isEqualTo(SERIES * (DAYS - 1));
            storage.forceMerge();
            for (int day = 0; day < DAYS; day += 40) {
                assertThat(storage.seriesCount(LocalDate.ofEpochDay(today - DAYS + day))).isEqualTo(SERIES);
            }
            assertThat(storage.seriesCount()).isEqualTo(SERIES);
        }
    }
}
