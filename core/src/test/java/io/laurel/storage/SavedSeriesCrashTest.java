package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A power cut, or a failure, at each change of the disk from an open that finds the saved series to a close that saves
 * them again, with new series and a deletion in between: whatever the next open finds saved has its rows in the index.
 */
class SavedSeriesCrashTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_718_000_000_000L;

    private static StorageOptions options(Disk disk) {
        return StorageOptions.defaults().withDisk(disk).withTime(new ManualTime(NOW)).withManualHousekeeping();
    }

    private static void add(Storage storage, int from, int to, long offsetMs) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = from; i < to; i++) {
            rows.series("m", "i", "" + i).add(NOW + offsetMs, i);
        }
        storage.addRows(rows);
    }

    private static MemoryDisk start() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Storage storage = Storage.open(DB, options(disk))) {
            add(storage, 0, 6, 0);
        }
        return disk;
    }

    private static void run(Disk disk) throws IOException {
        Storage storage = Storage.open(DB, options(disk));
        try {
            add(storage, 4, 8, 1);
            storage.flush();
            storage.deleteSeries(List.of(TagFilters.all().equal("i", "5")));
            add(storage, 0, 9, 2);
        } finally {
            storage.close();
        }
    }

    @Test
    void powerCut() throws IOException {
        long changes = EveryOperation.powerCut(start(), 2, SavedSeriesCrashTest::run,
                (disk, completed) -> check(disk));
        assertThat(changes).isGreaterThan(50);
    }

    @Test
    void failure() throws IOException {
        EveryOperation.failure(start(), SavedSeriesCrashTest::run, (disk, completed) -> check(disk));
    }

    private static void check(MemoryDisk disk) throws IOException {
        Map<String, List<String>> found;
        try (Storage storage = Storage.open(DB, options(disk))) {
            add(storage, 0, 12, 3);
            found = Contents.of(storage, TagFilters.all());
            assertThat(found).hasSize(12);
        }
        disk.deleteTree(DB.resolve("cache"));
        // What is found without anything that was saved is in the index
        try (Storage storage = Storage.open(DB, options(disk))) {
            assertThat(storage.stats().series().loaded()).isZero();
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(found);
            TimeRange day = TimeRange.ofMillis(NOW, NOW + 10);
            assertThat(storage.searchSeries(SearchRequest.of(TagFilters.all(), day)).size()).isEqualTo(12);
            add(storage, 0, 12, 4);
            assertThat(storage.seriesCount()).as("no name has got a second id").isEqualTo(12);
        }
    }
}
