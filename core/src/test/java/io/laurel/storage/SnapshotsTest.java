package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.laurel.env.AtomicFile;
import io.laurel.part.UnfinishedSwapException;
import io.laurel.series.TagFilters;
import io.laurel.testkit.FaultyDisk;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final Path DB = Path.of("/db");
    private static final long DAY_MS = 86_400_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-06-15T12:30:01Z");
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();

    @Test
    void everythingThatWasAddedIsInside() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            storage.flush();
            add(storage, 1);
            Snapshot snapshot = storage.createSnapshot();
            Map<String, List<String>> then = contents(storage);

            assertThat(snapshot.name()).isEqualTo(String.format("20240615123001-%016X", time.wallMs() * 1_000_000));
            assertThat(snapshot.path()).isEqualTo(DB.resolve("snapshots").resolve(snapshot.name()));
            assertThat(snapshot.created()).isEqualTo(Instant.parse("2024-06-15T12:30:01Z"));
            assertThat(storage.snapshots()).containsExactly(snapshot);
            assertThat(then).hasSize(6);
            assertThat(readOnly(snapshot.path())).isEqualTo(then);
        }
        disk.assertNothingOpen();
    }

    @Test
    void anEmptyStorageAndOneWithoutNewsHaveSnapshotsToo() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            Snapshot empty = storage.createSnapshot();
            add(storage, 0);
            Snapshot first = storage.createSnapshot();
            Snapshot second = storage.createSnapshot();
            assertThat(storage.snapshots()).containsExactly(empty, first, second);
            assertThat(readOnly(empty.path())).isEmpty();
            assertThat(readOnly(second.path())).isEqualTo(readOnly(first.path())).isEqualTo(contents(storage));
        }
    }

    @Test
    void itLiesOnTheDiskAsTheFormatSays() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            String name = storage.createSnapshot().name();
            List<String> months = List.of("2024_04", "2024_05", "2024_06");
            assertThat(disk.list(DB.resolve("snapshots"))).containsExactly(name);
            assertThat(disk.list(DB.resolve("snapshots").resolve(name))).containsExactly("data", "indexdb", "metadata");
            assertThat(disk.list(DB.resolve("data/small/snapshots").resolve(name))).isEqualTo(months);
            assertThat(disk.list(DB.resolve("data/big/snapshots").resolve(name))).isEqualTo(months);
            for (String month : months) {
                Path links = DB.resolve("data/small/snapshots").resolve(name).resolve(month);
                assertThat(disk.list(links)).hasSize(1).allMatch(part -> part.startsWith("3_3_"));
                assertThat(disk.list(links.resolve(disk.list(links).get(0)))).contains("timestamps.bin", "values.bin",
                        "index.bin", "metaindex.bin");
                assertThat(disk.list(DB.resolve("data/big/snapshots").resolve(name).resolve(month))).isEmpty();
            }
            assertThat(disk.list(DB.resolve("indexdb/snapshots").resolve(name))).hasSize(2)
                    .allMatch(table -> table.matches("[0-9A-F]{16}"));
            assertThat(disk.list(DB.resolve("snapshots").resolve(name).resolve("metadata")))
                    .isEqualTo(disk.list(DB.resolve("metadata"))).contains("minTimestampForCompositeIndex");
        }
    }

    @Test
    void itNeverChanges() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            Snapshot first = storage.createSnapshot();
            Map<String, List<String>> before = contents(storage);
            add(storage, 1);
            storage.forceMerge();
            Snapshot second = storage.createSnapshot();
            add(storage, 2);
            storage.forceMerge();
            assertThat(readOnly(first.path())).isEqualTo(before).hasSize(3);
            assertThat(readOnly(second.path())).hasSize(6);
            storage.deleteSnapshot(first);
            assertThat(readOnly(second.path())).hasSize(6);
            assertThat(contents(storage)).hasSize(9);
        }
    }

    @Test
    void aCopyIsAStorage() throws IOException {
        Map<String, List<String>> before;
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            Snapshot snapshot = storage.createSnapshot();
            before = contents(storage);
            copy(snapshot.path(), Path.of("/copy"));
        }
        try (Storage copy = Storage.open(Path.of("/copy"), options)) {
            assertThat(contents(copy)).isEqualTo(before);
            assertThat(copy.snapshots()).isEmpty();
            add(copy, 1);
            copy.forceMerge();
            assertThat(contents(copy)).hasSize(6).containsAllEntriesOf(before);
        }
        assertThat(readOnly(DB)).isEqualTo(before);
    }

    /** It is then no longer what it was, but the storage is. */
    @Test
    void openedForWritingInPlaceItIsAStorageOfItsOwn() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            Snapshot snapshot = storage.createSnapshot();
            Map<String, List<String>> before = contents(storage);
            try (Storage other = Storage.open(snapshot.path(), options)) {
                add(other, 1);
                other.forceMerge();
                assertThat(contents(other)).hasSize(6);
            }
            assertThat(contents(storage)).isEqualTo(before);
            storage.deleteSnapshot(snapshot);
            assertThat(storage.snapshots()).isEmpty();
        }
        assertThat(disk.list(DB.resolve("data/small/snapshots"))).isEmpty();
        assertThat(readOnly(DB)).hasSize(3);
    }

    @Test
    void listsValidNamesInOrderAndLeavesOthersAlone() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            String made = storage.createSnapshot().name();
            for (String name : List.of("20230101000000-0a", "20250101000000-FF", "20231301000000-01", "mine")) {
                disk.createDirectory(DB.resolve("snapshots").resolve(name));
            }
            disk.create(DB.resolve("snapshots/20230101000000-0B")).close();
            assertThat(storage.snapshots()).extracting(Snapshot::name)
                    .containsExactly("20230101000000-0a", made, "20250101000000-FF");
            storage.deleteSnapshotsOlderThan(Duration.ZERO);
            assertThat(disk.list(DB.resolve("snapshots"))).contains("mine", "20231301000000-01", "20230101000000-0B");
        }
    }

    @Test
    void numbersNeverComeBackWhenTheClockDoes() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (Storage storage = Storage.open(DB, options)) {
                names.add(storage.createSnapshot().name());
                names.add(storage.createSnapshot().name());
            }
            time.setWall("2024-06-15T12:30:01Z");
        }
        time.setWall("2024-06-14T00:00:00Z");
        try (Storage storage = Storage.open(DB, options)) {
            names.add(storage.createSnapshot().name());
        }
        assertThat(names.stream().map(SnapshotName::number)).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void deletingLeavesNothing() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            Snapshot snapshot = storage.createSnapshot();
            storage.deleteSnapshot(snapshot.name());
            assertThat(storage.snapshots()).isEmpty();
            assertThatExceptionOfType(NoSuchSnapshotException.class).isThrownBy(() -> storage.deleteSnapshot(snapshot))
                    .withMessage("there is no snapshot " + snapshot.name() + " in /db");
            assertThatIllegalArgumentException().isThrownBy(() -> storage.deleteSnapshot("../data"))
                    .withMessageContaining("'../data'");
            assertNoTrace();
            assertThat(contents(storage)).hasSize(3);
        }
    }

    @Test
    void deletesThoseThatAreOlder() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            List<Snapshot> made = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                made.add(storage.createSnapshot());
                time.advance(Duration.ofHours(1));
            }
            assertThat(storage.deleteSnapshotsOlderThan(Duration.ofHours(4))).isZero();
            assertThat(storage.deleteSnapshotsOlderThan(Duration.ofHours(2))).isEqualTo(2);
            assertThat(storage.snapshots()).isEqualTo(made.subList(2, 4));
            assertThat(storage.deleteSnapshotsOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> storage.deleteSnapshotsOlderThan(Duration.ofSeconds(-1)));
        }
    }

    @Test
    void aReaderListsThemAndMakesNone() throws IOException {
        Snapshot snapshot;
        try (Storage storage = Storage.open(DB, options)) {
            snapshot = storage.createSnapshot();
        }
        Storage reader = Storage.openReadOnly(DB, options);
        assertThat(reader.snapshots()).containsExactly(snapshot);
        assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(reader::createSnapshot);
        assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(() -> reader.deleteSnapshot(snapshot));
        assertThatExceptionOfType(ReadOnlyException.class)
                .isThrownBy(() -> reader.deleteSnapshotsOlderThan(Duration.ZERO));
        reader.close();
        assertThatIllegalStateException().isThrownBy(reader::snapshots);
        try (Storage inPlace = Storage.openReadOnly(snapshot.path(), options)) {
            assertThat(inPlace.snapshots()).isEmpty();
        }
    }

    @Test
    void oneThatFailsLeavesNothing() throws IOException {
        FaultyDisk faulty = new FaultyDisk(disk);
        try (Storage storage = Storage.open(DB, options.withDisk(faulty))) {
            add(storage, 0);
            faulty.errorAt(Operation.LINK, "**", 5);
            assertThatExceptionOfType(IOException.class).isThrownBy(storage::createSnapshot)
                    .withMessageContaining("link");
            assertThat(storage.snapshots()).isEmpty();
            assertNoTrace();
            assertThat(readOnly(storage.createSnapshot().path())).hasSize(3);
        }
    }

    /** The result of the merge and its sources are on disk then; the next open removes the sources. */
    @Test
    void aMergeThatIsNotFinishedCountsAsFinished() throws IOException {
        FaultyDisk faulty = new FaultyDisk(disk);
        try (Storage storage = Storage.open(DB, options.withDisk(faulty))) {
            add(storage, 0);
            storage.flush();
            add(storage, 1);
            storage.flush();
            faulty.errorAt(Operation.RENAME, "**/data/small/*/tmp/*_*", 2);
            assertThatExceptionOfType(UnfinishedSwapException.class).isThrownBy(storage::forceMerge);
            assertThat(readOnly(storage.createSnapshot().path())).isEqualTo(contents(storage)).hasSize(6);
        }
    }

    @Test
    void leftoversAreRemovedByTheNextOpen() throws IOException {
        Path half = DB.resolve("snapshots/.20240101000000-0A");
        Path both = DB.resolve("snapshots/.20240101000000-0B");
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0);
            disk.createDirectory(both);
            disk.createDirectory(both.resolveSibling("20240101000000-0B"));
            disk.createDirectory(half.resolve("data"));
            disk.createDirectory(DB.resolve("data/small/snapshots/20240101000000-0A/2024_01"));
            disk.createDirectory(DB.resolve("indexdb/snapshots/20240101000000-0A"));
            assertThat(storage.snapshots()).extracting(Snapshot::name).containsExactly("20240101000000-0B");
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.snapshots()).extracting(Snapshot::name).containsExactly("20240101000000-0B");
            storage.deleteSnapshot("20240101000000-0B");
            assertNoTrace();
        }
    }

    private void assertNoTrace() throws IOException {
        for (String folder : List.of("snapshots", "data/small/snapshots", "data/big/snapshots", "indexdb/snapshots")) {
            List<String> there = disk.exists(DB.resolve(folder)) ? disk.list(DB.resolve(folder)) : List.of();
            assertThat(there).as(folder).isEmpty();
        }
    }

    /** Three series with a row in each of three months. */
    private void add(Storage storage, int visit) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = 0; i < 3; i++) {
            rows.series("m", "visit", "" + visit, "i", "" + i);
            for (int month = 0; month < 3; month++) {
                rows.add(time.wallMs() - month * 31 * DAY_MS, 10 * visit + i);
            }
        }
        storage.addRows(rows);
    }

    private Map<String, List<String>> readOnly(Path path) throws IOException {
        try (Storage storage = Storage.openReadOnly(path, options)) {
            return contents(storage);
        }
    }

    private static Map<String, List<String>> contents(Storage storage) throws IOException {
        return Contents.of(storage, TagFilters.all());
    }

    /** With everything that symbolic links point at. */
    private void copy(Path source, Path target) throws IOException {
        if (!disk.isDirectory(source)) {
            AtomicFile.write(disk, target, AtomicFile.read(disk, source));
            return;
        }
        disk.createDirectory(target);
        for (String name : disk.list(source)) {
            copy(source.resolve(name), target.resolve(name));
        }
    }
}
