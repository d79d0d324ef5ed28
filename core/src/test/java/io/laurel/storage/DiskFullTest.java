package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.laurel.env.Disk;
import io.laurel.env.DiskFullException;
import io.laurel.series.TagFilters;
import io.laurel.testkit.FaultyDisk;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A disk with little or no space is a state, not a failure. */
class DiskFullTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_714_521_600_000L;
    private static final long DAY = 86_400_000;
    private static final long RESERVE = 1_000_000;

    private final MemoryDisk memory = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW);

    private StorageOptions options(Disk disk) {
        return StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping()
                .withFreeSpaceReserve(RESERVE).withRetention(Duration.ofDays(100));
    }

    @Test
    void belowTheReserveNoRowsAreTakenUntilThereIsClearlyMoreThanIt() throws IOException {
        try (Storage storage = Storage.open(DB, options(memory))) {
            add(storage, 1);
            memory.setFreeBytes(RESERVE - 1);
            add(storage, 2);
            time.advance(Duration.ofSeconds(1));
            assertRefused(storage, "the storage takes no rows for lack of space: 999999 bytes are free at /db and "
                    + "1000000 are to be kept; make room there: rows are taken again when 1125000 bytes are free");
            assertThat(Contents.of(storage, TagFilters.all()).get("m{}")).hasSize(2);
            assertThat(storage.stats().disk().readOnlyReason()).contains("999999 bytes are free");
            storage.flush();
            assertThat(storage.stats().dataParts()).noneMatch(part -> part.inMemory());

            memory.setFreeBytes(RESERVE + 124_999);
            time.advance(Duration.ofSeconds(1));
            assertRefused(storage, "1124999 bytes are free");
            memory.setFreeBytes(RESERVE + 125_000);
            assertRefused(storage, "1124999 bytes are free");
            time.advance(Duration.ofSeconds(1));
            add(storage, 3);
            assertThat(storage.stats().disk().readOnlyReason()).isNull();
            assertThat(Contents.of(storage, TagFilters.all()).get("m{}")).hasSize(3);
        }
    }

    @Test
    void belowTheReserveEverythingElseGoesOnAndMergesBeginNone() throws IOException {
        try (Storage storage = Storage.open(DB, options(memory))) {
            add(storage, 99 * DAY);
            Snapshot snapshot = storage.createSnapshot();
            for (int i = 0; i < 10; i++) {
                add(storage, i);
                storage.flush();
            }
            add(storage, 100);
            memory.setFreeBytes(RESERVE - 1);
            time.advance(Duration.ofDays(35));
            assertThat(storage.runDuties()).as("persists and drops what has expired").isEqualTo(2);
            assertThat(storage.runDuties()).isZero();
            assertThat(storage.stats().dataParts()).as("nothing is merged").hasSize(11);
            assertThat(storage.forceMerge().leftOut()).as("samples and index").hasSize(2);
            storage.deleteSnapshot(snapshot);
            assertThat(storage.deleteSeries(List.of(TagFilters.metric("m")))).isEqualTo(1);
            assertThat(Contents.of(storage, TagFilters.all())).isEmpty();
            memory.setFreeBytes(1L << 40);
            time.advance(Duration.ofDays(1));
            add(storage, 5);
            storage.runDuties();
            storage.forceMerge();
            assertThat(storage.stats().dataParts()).hasSize(1);
        }
        memory.assertNothingOpen();
    }

    @Test
    void opensOnAFullDisk() throws IOException {
        try (Storage storage = Storage.open(DB, options(memory))) {
            add(storage, 1);
        }
        FaultyDisk disk = new FaultyDisk(memory);
        disk.fullDiskFrom("**", 1);
        memory.setFreeBytes(0);
        try (Storage storage = Storage.open(DB, options(disk))) {
            assertThat(Contents.of(storage, TagFilters.all()).get("m{}")).hasSize(1);
            assertRefused(storage, "0 bytes are free");
            assertThat(disk.struck()).isFalse();
            disk.heal();
            memory.setFreeBytes(1L << 40);
            time.advance(Duration.ofSeconds(1));
            add(storage, 2);
        }
    }

    /** What is done while the disk fills up, with what must be true afterwards. */
    private record Deed(String name, Work work) {}

    private interface Work {
        void on(Storage storage) throws IOException;
    }

    private static final List<Deed> DEEDS = List.of(
            new Deed("flush", Storage::flush),
            new Deed("duties", Storage::runDuties),
            new Deed("forced merge", Storage::forceMerge),
            new Deed("snapshot", Storage::createSnapshot),
            new Deed("new series in new months", storage -> {
                RowBatch rows = new RowBatch();
                rows.series("n", "a", "b").add(NOW, 1).add(NOW - 40 * DAY, 1);
                storage.addRows(rows);
                storage.flush();
            }),
            new Deed("deletion", storage -> storage.deleteSeries(List.of(TagFilters.metric("other")))));

    /** From every operation on that needs space there is none, in turn; later there is. */
    @Test
    void whateverDoesNotFitIsUndoneAndSucceedsLater() throws IOException {
        MemoryDisk start = new MemoryDisk();
        try (Storage storage = Storage.open(DB, options(start))) {
            for (int i = 0; i < 9; i++) {
                add(storage, i);
                storage.flush();
            }
        }
        for (Deed deed : DEEDS) {
            int nth = 1;
            while (struckFrom(nth, deed, start.copy())) {
                nth++;
            }
            assertThat(nth).as("%s writes something", deed.name()).isGreaterThan(3);
        }
    }

    private boolean struckFrom(int nth, Deed deed, MemoryDisk inner) throws IOException {
        FaultyDisk disk = new FaultyDisk(inner);
        String where = deed.name() + ", no space from operation " + nth;
        boolean struck;
        Map<String, List<String>> before;
        Map<String, List<String>> after;
        try (Storage storage = Storage.open(DB, options(disk))) {
            add(storage, 10);
            add(storage, 35 * DAY);
            RowBatch other = new RowBatch();
            other.series("other").add(NOW, 1);
            storage.addRows(other);
            time.advance(Duration.ofSeconds(10));
            before = Contents.of(storage, TagFilters.metric("m"));
            disk.fullDiskFrom("**", nth);
            try {
                deed.work().on(storage);
            } catch (DiskFullException e) {
                assertThat(disk.struck()).as(where).isTrue();
            } catch (ReadOnlyException e) {
                assertThat(e.isRetryable()).as(where).isTrue();
            } catch (IOException e) {
                fail(where, e);
            }
            struck = disk.struck();
            assertThat(Contents.of(storage, TagFilters.metric("m"))).as(where).isEqualTo(before);
            storage.runDuties();

            disk.heal();
            time.advance(Duration.ofMinutes(2));
            storage.runDuties();
            deed.work().on(storage);
            add(storage, 11);
            storage.flush();
            assertThat(storage.forceMerge().leftOut()).as(where).isEmpty();
            assertThat(storage.snapshots().size()).as(where).isLessThanOrEqualTo(2);
            assertThat(storage.stats().disk().readOnlyReason()).as(where).isNull();
            after = Contents.of(storage, TagFilters.all());
            assertThat(after.get("m{}")).as(where).containsAll(before.get("m{}")).hasSize(12);
        }
        inner.assertNothingOpen();
        try (Storage storage = Storage.open(DB, options(inner))) {
            assertThat(Contents.of(storage, TagFilters.all())).as(where).isEqualTo(after);
            assertThat(inner.list(DB.resolve("data/small/2024_05/tmp"))).as(where).isEmpty();
        }
        return struck;
    }

    /** Nothing can be written at all: what has expired goes nevertheless. */
    @Test
    void whatExpiresMakesRoomOnAFullDisk() throws IOException {
        FaultyDisk disk = new FaultyDisk(memory);
        try (Storage storage = Storage.open(DB, options(disk))) {
            add(storage, 70 * DAY);
            add(storage, 1);
            storage.flush();
            disk.fullDiskFrom("**", 1);
            time.advance(Duration.ofDays(61));
            storage.runDuties();
            time.advance(Duration.ofDays(2));
            storage.runDuties();
            assertThat(storage.stats().dataParts()).hasSize(1);
            disk.heal();
            time.advance(Duration.ofMinutes(2));
            storage.runDuties();
            assertThat(memory.list(DB.resolve("data/small"))).containsExactly("2024_04", "snapshots");
        }
    }

    @Test
    void closingOnAFullDiskSaysThatRowsAreLost() throws IOException {
        FaultyDisk disk = new FaultyDisk(memory);
        Storage storage = Storage.open(DB, options(disk));
        add(storage, 1);
        disk.fullDiskFrom("**", 1);
        assertThatExceptionOfType(IOException.class).isThrownBy(storage::close)
                .withMessageContaining("what was in memory is lost").withMessageContaining("No space left on device");
        memory.assertNothingOpen();
    }

    private static void assertRefused(Storage storage, String message) {
        assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(() -> add(storage, 1_000))
                .withMessageContaining(message).satisfies(e -> assertThat(e.isRetryable()).isTrue());
    }

    private static void add(Storage storage, long beforeMs) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m").add(NOW - beforeMs, beforeMs);
        storage.addRows(rows);
    }
}
