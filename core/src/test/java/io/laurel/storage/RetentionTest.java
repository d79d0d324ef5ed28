package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.data.PartInfo;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Path DB = Path.of("/db");
    private static final Path SMALL = DB.resolve("data/small");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final String SERIES = "m{}";

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-05-15T12:00:00Z");
    private final StorageOptions options = StorageOptions.defaults().withDisk(disk).withTime(time)
            .withManualHousekeeping();
    private final StorageOptions month = options.withRetention(Duration.ofDays(30));
    private final RowBatch rows = new RowBatch();

    @Test
    void aHundredDaysWithThirtyDaysOfRetention() throws IOException {
        long start = time.wallMs();
        try (Storage storage = Storage.open(DB, month)) {
            for (int hour = 6; hour <= 100 * 24; hour += 6) {
                time.advance(Duration.ofHours(6));
                add(storage, time.wallMs(), hour);
                storage.runDuties();
                if (hour % 24 == 0) {
                    long first = Math.max(6, hour - 30 * 24);
                    List<String> answer = Contents.of(storage, TagFilters.all()).get(SERIES);
                    assertThat(answer).hasSize((int) (hour - first) / 6 + 1);
                    assertThat(answer.get(0)).isEqualTo(start + first * HOUR + " " + (double) first);
                    long oldestEnd = storage.stats().dataParts().stream().mapToLong(PartInfo::maxTimestampMs).min()
                            .getAsLong();
                    assertThat(oldestEnd).as("no part is older than all that is kept")
                            .isGreaterThanOrEqualTo(time.wallMs() - 30 * DAY);
                    assertThat(disk.list(SMALL)).as("two or three months and the snapshots").hasSizeBetween(2, 4);
                    assertThat(storage.stats().dataParts()).hasSizeLessThan(40);
                }
            }
            assertThat(disk.list(SMALL)).containsExactly("2024_07", "2024_08", "snapshots");
            assertThat(disk.list(DB.resolve("data/big"))).containsExactly("2024_07", "2024_08", "snapshots");
            assertThat(disk.list(DB.resolve("data"))).containsExactly("big", "flock.lock", "small");
        }
        disk.assertNothingOpen();
    }

    @Test
    void openingAndReadingOnlyDropNothing() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, time.wallMs() - 60 * DAY, 1);
            add(storage, time.wallMs(), 2);
        }
        try (Storage storage = Storage.openReadOnly(DB, month)) {
            assertThat(Contents.of(storage, TagFilters.all()).get(SERIES)).hasSize(2);
        }
        try (Storage storage = Storage.open(DB, month)) {
            storage.runDuties();
            assertThat(disk.list(SMALL)).contains("2024_03");
            assertThat(Contents.of(storage, TagFilters.all()).get(SERIES)).hasSize(1);
            time.advance(Duration.ofMinutes(1));
            assertThat(storage.runDuties()).isPositive();
            assertThat(disk.list(SMALL)).doesNotContain("2024_03").contains("2024_05");
        }
    }

    @Test
    void aRunningSearchKeepsWhatItSees() throws IOException {
        try (Storage storage = Storage.open(DB, month)) {
            add(storage, time.wallMs() - 29 * DAY, 1);
            storage.flush();
            try (SearchResult found = storage.search(TagFilters.all(), TimeRange.all())) {
                time.advance(Duration.ofDays(40));
                storage.runDuties();
                assertThat(disk.list(SMALL)).containsExactly("snapshots");
                assertThat(found.next()).isTrue();
                assertThat(found.samples().size()).isEqualTo(1);
            }
            assertThat(Contents.of(storage, TagFilters.all())).isEmpty();
            assertThat(storage.stats().memory().memoryParts()).isZero();
        }
        disk.assertNothingOpen();
    }

    @Test
    void aClockThatJumpsDeletesNothingForADay() throws IOException {
        try (Storage storage = Storage.open(DB, month)) {
            long then = time.wallMs();
            add(storage, then - 29 * DAY, 1);
            storage.flush();
            add(storage, then, 2);
            time.setWall("2025-05-15T12:00:00Z");
            add(storage, time.wallMs(), 3);
            for (int step = 0; step < 24 * 6 - 1; step++) {
                time.advance(Duration.ofMinutes(10));
                storage.runDuties();
            }
            storage.forceMerge();
            assertThat(disk.list(SMALL)).containsExactly("2024_04", "2024_05", "2025_05", "snapshots");
            assertThat(Contents.of(storage, TagFilters.all()).get(SERIES)).as("by the wall clock").hasSize(1);

            time.setWall("2024-05-15T12:00:00Z");
            assertThat(Contents.of(storage, TagFilters.all()).get(SERIES)).as("set right").hasSize(3);

            time.setWall("2025-05-16T12:00:00Z");
            storage.runDuties();
            for (int step = 0; step < 24 * 6 + 1; step++) {
                time.advance(Duration.ofMinutes(10));
                storage.runDuties();
            }
            assertThat(disk.list(SMALL)).as("it was right").containsExactly("2025_05", "snapshots");
        }
    }

    @Test
    void expiredRowsAreLeftOutWhenPartsAreMerged() throws IOException {
        try (Storage storage = Storage.open(DB, month)) {
            long then = time.wallMs();
            for (int day = 10; day >= 0; day--) {
                add(storage, then - day * DAY, day);
                if (day % 5 == 0) {
                    storage.flush();
                }
            }
            time.advance(Duration.ofDays(25));
            storage.forceMerge();
            List<PartInfo> parts = storage.stats().dataParts();
            assertThat(parts).hasSize(1);
            assertThat(parts.get(0).minTimestampMs()).isEqualTo(then - 5 * DAY);
            assertThat(parts.get(0).rows()).isEqualTo(6);
        }
    }

    private void add(Storage storage, long timestampMs, double value) throws IOException {
        rows.clear();
        rows.series("m").add(timestampMs, value);
        assertThat(storage.addRows(rows)).isEqualTo(1);
    }
}
