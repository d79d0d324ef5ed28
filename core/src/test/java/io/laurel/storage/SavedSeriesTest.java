package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.AtomicFile;
import io.laurel.series.Days;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.FaultyDisk;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a storage knew of series when it was closed, it knows when it is opened, if nothing has changed since. */
class SavedSeriesTest {
    private static final Path DB = Path.of("/db");
    private static final Path CACHE = DB.resolve("cache");
    private static final Path FILE = CACHE.resolve(SavedSeries.FILE);
    private static final int SERIES = 40;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-05-15T12:00:00Z");
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();

    /** One row now for series {@code [from, to)}. */
    private void add(Storage storage, int from, int to) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = from; i < to; i++) {
            rows.series("some_metric", "i", "" + i, "a", "b").add(time.wallMs(), i);
        }
        assertThat(storage.addRows(rows)).isEqualTo(to - from);
        time.advance(Duration.ofSeconds(10));
    }

    private void start() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0, SERIES);
        }
        assertThat(disk.list(CACHE)).containsExactly(SavedSeries.FILE);
    }

    private void assertNotLoaded(String why) throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().notLoaded()).contains(why);
            assertThat(storage.stats().series().loaded()).isZero();
            assertThat(storage.stats().series().known()).isZero();
            assertThat(disk.exists(CACHE)).isFalse();
            add(storage, 0, SERIES);
            assertThat(storage.seriesCount()).isGreaterThanOrEqualTo(SERIES);
        }
    }

    @Test
    void theIndexIsAskedForNoSeriesThatWasKnown() throws IOException {
        start();
        Map<String, List<String>> before;
        try (Storage storage = Storage.open(DB, options)) {
            StorageStats.Series series = storage.stats().series();
            assertThat(series.loaded()).isEqualTo(SERIES);
            assertThat(series.notLoaded()).isNull();
            assertThat(series.activeToday()).isEqualTo(SERIES);
            assertThat(disk.exists(CACHE)).isFalse();
            add(storage, 0, SERIES);
            assertThat(storage.stats().series().slowInserts()).isZero();
            assertThat(storage.stats().series().daysAsked()).isZero();
            add(storage, SERIES, SERIES + 1);
            before = Contents.of(storage, TagFilters.all());
        }
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before);
            assertThat(disk.exists(FILE)).isTrue();
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before).hasSize(SERIES + 1);
            assertThat(storage.stats().series().loaded()).isEqualTo(SERIES + 1);
        }
        disk.assertNothingOpen();
    }

    @Test
    void theNextDayIsRegisteredAsEver() throws IOException {
        start();
        time.setWall("2024-05-16T06:00:00Z");
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0, SERIES);
            assertThat(storage.stats().series().slowInserts()).isZero();
            assertThat(storage.stats().series().daysAsked()).isEqualTo(SERIES);
            long day = Days.of(time.wallMs()) * Days.DAY_MS;
            TimeRange today = TimeRange.ofMillis(day, day + Days.DAY_MS - 1);
            assertThat(storage.searchSeries(SearchRequest.of(TagFilters.all(), today)).size()).isEqualTo(SERIES);
        }
        time.setWall("2024-07-01T06:00:00Z");
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().loaded()).isEqualTo(SERIES);
            assertThat(storage.stats().series().activeToday()).isZero();
        }
    }

    @Test
    void seriesThatAreNoLongerInUseAreNotSaved() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0, 10);
            for (int day = 0; day < 5; day++) {
                time.advance(Duration.ofDays(1));
                add(storage, 5, 10);
            }
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().loaded()).isEqualTo(5);
        }
    }

    @Test
    void aFileOfAnotherIndexIsIgnored() throws IOException {
        start();
        byte[] old = AtomicFile.read(disk, FILE);
        try (Storage storage = Storage.open(DB, options)) {
            storage.deleteSeries(List.of(TagFilters.all().equal("i", "7")));
        }
        assertThat(AtomicFile.read(disk, FILE)).isNotEqualTo(old);
        AtomicFile.write(disk, FILE, old);
        assertNotLoaded("not the one that it was written for");
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(Contents.of(storage, TagFilters.all().equal("i", "7")).values()).singleElement()
                    .satisfies(lines -> assertThat(lines).hasSize(1));
        }
        try (Storage storage = Storage.open(DB, options)) {
            storage.forceMerge();
        }
        AtomicFile.write(disk, FILE, old);
        assertNotLoaded("not the one");
    }

    @Test
    void deletedSeriesAreNotSaved() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0, SERIES);
            storage.deleteSeries(List.of(TagFilters.all().equal("i", "7")));
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().notLoaded()).isNull();
            add(storage, 7, 8);
            assertThat(storage.stats().series().slowInserts()).isEqualTo(1);
            assertThat(Contents.of(storage, TagFilters.all().equal("i", "7")).values()).singleElement()
                    .satisfies(lines -> assertThat(lines).hasSize(1));
        }
    }

    @Test
    void brokenFilesAreIgnored() throws IOException {
        start();
        byte[] good = AtomicFile.read(disk, FILE);
        AtomicFile.write(disk, FILE, new byte[0]);
        assertNotLoaded("cut off");
        AtomicFile.write(disk, FILE, Arrays.copyOf(good, good.length - 1));
        assertNotLoaded("cut off");
        disk.deleteFile(FILE);
        disk.createDirectory(FILE.resolve("of others"));
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().notLoaded()).isNotNull();
        }
    }

    @Test
    void cachesOfOthersAreRemovedAndNothingIsKeptAgainstTheOwnersWish() throws IOException {
        start();
        disk.createDirectory(CACHE.resolve("metricName_tsid"));
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().loaded()).isEqualTo(SERIES);
            assertThat(disk.exists(CACHE)).isFalse();
        }
        disk.create(CACHE.resolve("reset_cache_on_startup")).close();
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.stats().series().loaded()).isZero();
            assertThat(storage.stats().series().notLoaded()).isNull();
        }
        assertThat(disk.exists(CACHE)).as("nothing was known").isFalse();
    }

    @Test
    void aCloseThatCannotSaveThemIsACloseAllTheSame() throws IOException {
        for (Operation operation : List.of(Operation.CREATE, Operation.WRITE, Operation.SYNC, Operation.RENAME)) {
            FaultyDisk faulty = new FaultyDisk(disk);
            try (Storage storage = Storage.open(DB, options.withDisk(faulty))) {
                add(storage, 0, SERIES);
                faulty.errorAt(operation, "**/cache/**", 1);
            }
            assertThat(faulty.struck()).as("%s", operation).isTrue();
            if (operation != Operation.RENAME) {
                assertThat(disk.list(CACHE)).isEmpty();
            }
            try (Storage storage = Storage.open(DB, options)) {
                assertThat(storage.stats().series().loaded()).isZero();
                assertThat(Contents.of(storage, TagFilters.all())).hasSize(SERIES);
            }
        }
        disk.assertNothingOpen();
    }

    @Test
    void withLessMemoryFewerAreLoaded() throws IOException {
        int many = 20_000;
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0, many);
        }
        try (Storage storage = Storage.open(DB, options.withCacheBytes(1 << 20))) {
            assertThat(storage.stats().series().notLoaded()).isNull();
            assertThat(storage.stats().series().loaded()).isBetween(many / 5, many - 1);
            add(storage, 0, many);
            assertThat(storage.seriesCount()).isEqualTo(many);
        }
    }
}
