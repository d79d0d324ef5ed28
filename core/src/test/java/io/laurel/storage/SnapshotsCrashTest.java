package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.series.TagFilters;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A power cut, or a failure, at each change of the disk while a snapshot is made or removed: it is listed and whole, or
 * not listed; the storage opens, has what it had, and keeps nothing of what is not listed.
 */
class SnapshotsCrashTest {
    private static final Path DB = Path.of("/db");
    private static final int SEEDS = 2;
    private static final int FLUSHED = 2;
    private static final int ALL = 3;

    private static StorageOptions options(Disk disk) {
        return StorageOptions.defaults().withDisk(disk).withTime(new ManualTime("2024-06-15T12:30:01Z"))
                .withManualHousekeeping();
    }

    /** Two series, each in a part of its own in each of two months; perhaps with a snapshot of them. */
    private static MemoryDisk start(boolean withSnapshot) throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Storage storage = Storage.open(DB, options(disk))) {
            for (int i = 0; i < FLUSHED; i++) {
                add(storage, i);
                storage.flush();
            }
            if (withSnapshot) {
                storage.createSnapshot();
            }
        }
        return disk;
    }

    private static void add(Storage storage, int number) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m", "i", "" + number).add(1_718_000_000_000L, number).add(1_714_000_000_000L, number);
        storage.addRows(rows);
    }

    private static void create(Disk disk) throws IOException {
        Storage storage = Storage.open(DB, options(disk));
        try {
            add(storage, FLUSHED);
            storage.createSnapshot();
        } finally {
            storage.close();
        }
    }

    private static void delete(Disk disk) throws IOException {
        try (Storage storage = Storage.open(DB, options(disk))) {
            storage.deleteSnapshot(storage.snapshots().get(0));
        }
    }

    @Test
    void powerCutWhileOneIsMade() throws IOException {
        long changes = EveryOperation.powerCut(start(false), SEEDS, SnapshotsCrashTest::create,
                (disk, completed) -> check(disk, completed ? List.of(1) : List.of(0, 1), ALL));
        assertThat(changes).isGreaterThan(100);
    }

    @Test
    void failureWhileOneIsMade() throws IOException {
        EveryOperation.failure(start(false), SnapshotsCrashTest::create,
                (disk, completed) -> check(disk, completed ? List.of(1) : List.of(0, 1), ALL));
    }

    @Test
    void powerCutWhileOneIsRemoved() throws IOException {
        long changes = EveryOperation.powerCut(start(true), SEEDS, SnapshotsCrashTest::delete,
                (disk, completed) -> check(disk, completed ? List.of(0) : List.of(0, 1), FLUSHED));
        assertThat(changes).isGreaterThan(5);
    }

    @Test
    void failureWhileOneIsRemoved() throws IOException {
        EveryOperation.failure(start(true), SnapshotsCrashTest::delete,
                (disk, completed) -> check(disk, completed ? List.of(0) : List.of(0, 1), FLUSHED));
    }

    private static void check(MemoryDisk disk, List<Integer> listed, int seriesInside) throws IOException {
        int snapshots;
        try (Storage reader = Storage.openReadOnly(DB, options(disk))) {
            snapshots = reader.snapshots().size();
            assertThat(snapshots).isIn(listed);
            for (Snapshot snapshot : reader.snapshots()) {
                assertThat(contents(disk, snapshot.path())).hasSize(seriesInside);
            }
        }
        try (Storage storage = Storage.open(DB, options(disk))) {
            assertThat(storage.snapshots()).hasSize(snapshots);
            assertThat(Contents.of(storage, TagFilters.all())).hasSizeBetween(FLUSHED, ALL);
        }
        for (String folder : List.of("snapshots", "data/small/snapshots", "data/big/snapshots", "indexdb/snapshots")) {
            List<String> there = disk.exists(DB.resolve(folder)) ? disk.list(DB.resolve(folder)) : List.of();
            assertThat(there).as(folder).hasSize(snapshots);
        }
    }

    private static Map<String, List<String>> contents(Disk disk, Path path) throws IOException {
        try (Storage storage = Storage.openReadOnly(path, options(disk))) {
            return Contents.of(storage, TagFilters.all());
        }
    }
}
