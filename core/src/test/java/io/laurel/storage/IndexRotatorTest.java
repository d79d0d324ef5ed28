package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.Days;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** When the index of a storage goes on to its next generation, and what is found around that. */
class IndexRotatorTest {
    private static final Path DB = Path.of("/db");
    private static final Path INDEXDB = DB.resolve("indexdb");
    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-03-01T00:30:00Z");

    private StorageOptions options(int retentionDays) {
        return StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping()
                .withRetention(Duration.ofDays(retentionDays));
    }

    private Storage open(int retentionDays) throws IOException {
        return Storage.open(DB, options(retentionDays));
    }

    private String current() throws IOException {
        List<String> names = disk.list(INDEXDB).stream().filter(name -> name.matches("[0-9A-F]{16}")).sorted().toList();
        assertThat(names).hasSize(2);
        return names.get(1);
    }

    /** The times of rotations while the clock goes on in steps. */
    private List<Instant> rotations(Storage storage, int steps, Duration step) throws IOException {
        List<Instant> times = new ArrayList<>();
        String last = current();
        for (int i = 0; i < steps; i++) {
            time.advance(step);
            storage.runDuties();
            if (!current().equals(last)) {
                last = current();
                times.add(Instant.ofEpochMilli(time.wallMs()));
            }
        }
        return times;
    }

    @Test
    void isDueFourHoursAfterEachMultipleOfTheRetention() throws IOException {
        try (Storage storage = open(1)) {
            assertThat(rotations(storage, 3 * 48, HOUR.dividedBy(2))).containsExactly(
                    Instant.parse("2024-03-01T04:00:00Z"), Instant.parse("2024-03-02T04:00:00Z"),
                    Instant.parse("2024-03-03T04:00:00Z"));
        }
        // 2024-03-03 is day 19785, 638 times 31 and 7: days 19778, before the last rotation, 19809, 19840
        try (Storage storage = open(31)) {
            assertThat(rotations(storage, 35 * 24, HOUR.multipliedBy(2))).containsExactly(
                    Instant.parse("2024-03-27T04:30:00Z"), Instant.parse("2024-04-27T04:30:00Z"));
        }
        // Day 20000 is 2024-10-04
        try (Storage storage = open(400)) {
            assertThat(rotations(storage, 450 * 4, HOUR.multipliedBy(6))).hasSize(1)
                    .allMatch(at -> at.toString().startsWith("2024-10-04T"));
        }
        try (Storage storage = open(37_200)) {
            assertThat(rotations(storage, 1000, Duration.ofDays(1))).isEmpty();
        }
    }

    @Test
    void aMomentThatPassedMeanwhileIsMadeUpForOnce() throws IOException {
        open(31).close();
        time.advance(Duration.ofDays(100));
        try (Storage storage = open(31)) {
            assertThat(rotations(storage, 12, Duration.ofSeconds(10))).hasSize(1);
        }
        try (Storage storage = open(31)) {
            assertThat(rotations(storage, 12, Duration.ofSeconds(10))).isEmpty();
        }
    }

    @Test
    void aClockThatIsSetNeverMakesItGoOnAndOn() throws IOException {
        try (Storage storage = open(1)) {
            // Ahead: nobody believes it for a day
            time.setWall("2031-01-01T00:00:00Z");
            assertThat(rotations(storage, 6, Duration.ofMinutes(10))).isEmpty();
            assertThat(rotations(storage, 3 * 24, HOUR)).hasSizeBetween(3, 4);
            // Back, so that the number of the generation lies in the future
            time.setWall("2024-03-04T05:00:00Z");
            assertThat(rotations(storage, 3 * 24, HOUR)).hasSize(3);
            for (int i = 0; i < 10; i++) {
                time.setWall("2024-03-08T03:50:00Z");
                storage.runDuties();
                time.setWall("2024-03-08T04:10:00Z");
                assertThat(rotations(storage, 1, Duration.ofSeconds(10))).hasSize(i == 0 ? 1 : 0);
            }
        }
        time.setWall("2020-01-01T00:00:00Z");
        try (Storage storage = open(1)) {
            assertThat(rotations(storage, 24, Duration.ofMinutes(10))).hasSizeLessThan(2);
        }
    }

    private static void add(Storage storage, int series, long timestampMs) throws IOException {
        RowBatch rows = new RowBatch();
        add(rows, series, timestampMs);
        assertThat(storage.addRows(rows)).isEqualTo(1);
    }

    private static void add(RowBatch rows, int series, long timestampMs) {
        rows.series("m", "i", "" + series, "job", "j" + series % 3).add(timestampMs, series);
    }

    private static TreeSet<Integer> found(Storage storage, TimeRange range) throws IOException {
        TreeSet<Integer> found = new TreeSet<>();
        try (SearchResult result = storage.search(TagFilters.metric("m"), range)) {
            while (result.next()) {
                if (result.samples().size() > 0) {
                    assertThat(found.add(Integer.parseInt(result.metricName().label("i")))).isTrue();
                }
            }
        }
        return found;
    }

    /** Ten series that are always there, and each hour one that comes for an hour, over four rotations. */
    @Test
    void steadyAndShortLivedSeriesAreFoundAsLongAsTheirSamplesAreKept() throws IOException {
        int days = 8;
        Duration retention = Duration.ofDays(2);
        Storage storage = open(2);
        for (int hour = 0; hour < 24 * days; hour++) {
            addAll(storage, 10);
            add(storage, 1000 + hour, time.wallMs());
            time.advance(HOUR);
            storage.runDuties();
            if (hour % 50 == 49) {
                storage.close();
                storage = open(2);
            }
            if (hour % 3 > 0) {
                continue;
            }
            long now = time.wallMs();
            TreeSet<Integer> expected = new TreeSet<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
            for (int i = Math.max(0, hour - 46); i <= hour; i++) {
                expected.add(1000 + i);
            }
            TimeRange all = TimeRange.ofMillis(now - retention.toMillis() + 1, now);
            assertThat(found(storage, all)).as("hour %d", hour).isEqualTo(expected);
            assertThat(found(storage, TimeRange.ofMillis(now - HOUR.toMillis(), now))).hasSize(11);
            assertThat(storage.seriesCount()).isLessThan(10 + 24 * 5);
            TimeRange yesterday = TimeRange.ofMillis(now - retention.toMillis() + 1, now - 24 * HOUR.toMillis());
            if (hour >= 48) {
                assertThat(found(storage, yesterday)).hasSizeBetween(10 + 23, 10 + 25).contains(1000 + hour - 30);
            }
        }
        storage.close();
        disk.assertNothingOpen();
    }

    @Test
    void rowsOfADayThatWasForgottenAreFoundWhenTheClockIsSetBack() throws IOException {
        long first = time.wallMs();
        try (Storage storage = open(2)) {
            add(storage, 1, first);
            for (int i = 0; i < 8 * 24; i++) {
                time.advance(HOUR);
                storage.runDuties();
            }
            assertThat(found(storage, TimeRange.all())).isEmpty();
            assertThat(storage.seriesCount()).isZero();
            time.setWall("2024-03-01T12:00:00Z");
            storage.runDuties();
            add(storage, 1, first + 1);
            add(storage, 2, first + 1);
            assertThat(found(storage, TimeRange.ofMillis(first, first + 10))).containsExactly(1, 2);
            assertThat(storage.seriesCount()).isEqualTo(2);
        }
    }

    @Test
    void readersBesideGoOnAndNewOnesSeeTheNewGenerations() throws IOException {
        try (Storage storage = open(31); Storage early = openBeside(storage)) {
            assertThat(found(early, TimeRange.all())).containsExactly(1);
            storage.rotateIndex();
            add(storage, 2, time.wallMs());
            storage.flush();
            storage.rotateIndex();
            add(storage, 3, time.wallMs());
            storage.flush();
            assertThat(found(early, TimeRange.all())).containsExactly(1);
            try (Storage late = Storage.openReadOnly(DB, options(31))) {
                assertThat(found(late, TimeRange.all())).containsExactly(1, 2, 3);
            }
        }
    }

    private Storage openBeside(Storage storage) throws IOException {
        add(storage, 1, time.wallMs());
        storage.flush();
        return Storage.openReadOnly(DB, options(31));
    }

    private void addAll(Storage storage, int series) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = 0; i < series; i++) {
            add(rows, i, time.wallMs());
        }
        storage.addRows(rows);
    }

    @Test
    void midnightFindsTheSeriesRegistered() throws IOException {
        time.setWall("2024-03-01T22:59:00Z");
        long today = Days.of(time.wallMs());
        int series = 300;
        try (Storage storage = open(31)) {
            long before = 0;
            for (int minute = -1; minute < 60; minute++) {
                addAll(storage, series);
                // Of the past, which says nothing of tomorrow
                add(storage, 1000, time.wallMs() - HOUR.toMillis());
                long registered = storage.seriesCount(LocalDate.ofEpochDay(today + 1));
                assertThat(registered).isBetween(before, before + series / 10);
                assertThat(registered).isBetween((long) series * (minute - 8) / 60, (long) series * (minute + 8) / 60);
                before = registered;
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(before).isGreaterThan(series * 9L / 10);
            assertThat(found(storage, TimeRange.ofMillis((today + 1) * Days.DAY_MS, (today + 2) * Days.DAY_MS)))
                    .as("nobody came yet").isEmpty();
            addAll(storage, series);
            assertThat(storage.seriesCount(LocalDate.ofEpochDay(today + 1))).isEqualTo(series);
        }
    }
}
