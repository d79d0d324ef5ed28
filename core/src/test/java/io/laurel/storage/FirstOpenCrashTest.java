package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.series.TagFilters;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A power cut, or a failure, at each change of the disk while a storage is made: it can be opened afterwards. */
class FirstOpenCrashTest {
    private static final Path DB = Path.of("/db");

    private static StorageOptions options(Disk disk) {
        return StorageOptions.defaults().withDisk(disk).withTime(new ManualTime("2024-06-15T12:30:01Z"))
                .withManualHousekeeping();
    }

    private static void make(Disk disk) throws IOException {
        Storage.open(DB, options(disk)).close();
    }

    private static void check(MemoryDisk disk, boolean completed) throws IOException {
        try (Storage storage = Storage.open(DB, options(disk))) {
            RowBatch rows = new RowBatch();
            rows.series("m").add(1_718_000_000_000L, 1);
            assertThat(storage.addRows(rows)).isEqualTo(1);
            assertThat(Contents.of(storage, TagFilters.all())).hasSize(1);
        }
    }

    @Test
    void powerCut() throws IOException {
        assertThat(EveryOperation.powerCut(new MemoryDisk(), 3, FirstOpenCrashTest::make, FirstOpenCrashTest::check))
                .isGreaterThan(10);
    }

    @Test
    void failure() throws IOException {
        EveryOperation.failure(new MemoryDisk(), FirstOpenCrashTest::make, FirstOpenCrashTest::check);
    }
}
