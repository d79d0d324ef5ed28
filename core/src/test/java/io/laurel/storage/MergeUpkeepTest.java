package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.testkit.GatedDisk;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Merges in the background: paused, slowed down, ended by a close, and what they leave of a storage that is quiet. */
class MergeUpkeepTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_715_774_400_000L;

    private final MemoryDisk memory = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW);
    private final StorageOptions options = StorageOptions.defaults().withDisk(memory).withTime(time);
    private int series;

    @Test
    void whilePausedPartsBecomeMoreAndAreMergedAfterwards() throws IOException {
        try (Storage storage = Storage.open(DB, options.withManualHousekeeping())) {
            storage.pauseMerges();
            for (int i = 0; i < 16; i++) {
                add(storage);
                time.advance(Duration.ofSeconds(5));
                assertThat(storage.runDuties()).as("what is in memory is written nevertheless").isEqualTo(1);
            }
            assertThat(storage.stats().dataParts()).as("of two months").hasSize(2 * 16);
            assertThat(storage.stats().merges().paused()).isTrue();
            storage.resumeMerges();
            assertThat(storage.runDuties()).isPositive();
            assertThat(storage.stats().dataParts()).hasSizeLessThan(10);

            storage.pauseMerges();
            assertThat(storage.forceMerge().tables().get(0).after().parts()).as("asked for").isEqualTo(1);
        }
    }

    @Test
    void whatAMergeWroteIsPaidForBeforeTheNextBegins() throws IOException {
        StorageOptions slow = options.withManualHousekeeping().withMergeBytesPerSecond(1);
        try (Storage storage = Storage.open(DB, slow)) {
            for (int i = 0; i < 40; i++) {
                add(storage);
                storage.flush();
            }
            assertThat(storage.runDuties()).isEqualTo(1);
            int after = storage.stats().dataParts().size();
            assertThat(storage.runDuties()).isZero();
            time.advance(Duration.ofDays(1));
            storage.runDuties();
            assertThat(storage.stats().dataParts()).hasSizeLessThan(after);
        }
    }

    @Test
    void aQuietStorageEndsWithOnePartOfEachMonthAndIndexTable() throws IOException {
        try (Storage storage = Storage.open(DB, options.withManualHousekeeping())) {
            for (int i = 0; i < 5; i++) {
                add(storage);
                storage.flush();
            }
            time.advance(Duration.ofSeconds(30));
            storage.runDuties();
            assertThat(storage.stats().indexTables().get(0).parts()).hasSize(1);
            assertThat(storage.stats().dataParts()).hasSize(10);
            time.advance(Duration.ofHours(1));
            storage.runDuties();
            assertThat(storage.stats().dataParts()).hasSize(2);
            long merges = storage.stats().merges().samples().merges();
            time.advance(Duration.ofDays(3));
            storage.runDuties();
            assertThat(storage.stats().merges().samples().merges()).as("once").isEqualTo(merges);
            assertThat(Contents.of(storage, TagFilters.metric("m"))).hasSize(5);
        }
    }

    @Test
    void closeDoesNotWaitForAMergeInTheBackground() throws Exception {
        GatedDisk disk = new GatedDisk(memory);
        Storage storage = Storage.open(DB, options.withDisk(disk));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            storage.pauseMerges();
            for (int i = 0; i < 20; i++) {
                add(storage);
                storage.flush();
            }
            disk.holdNext(Operation.CREATE, "/db/data/small/2024_05/tmp/*/values.bin");
            storage.resumeMerges();
            disk.awaitHeld();
            Future<?> closed = other.submit(() -> {
                storage.close();
                return null;
            });
            while (isOpen(storage)) {
                Thread.onSpinWait();
            }
            disk.release();
            closed.get(30, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
        memory.assertNothingOpen();
        try (Storage reopened = Storage.openReadOnly(DB, options)) {
            assertThat(Contents.of(reopened, TagFilters.metric("m"))).hasSize(20);
            assertThat(reopened.stats().dataParts()).filteredOn(part -> part.month().equals("2024_05"))
                    .as("the merge that was under way left nothing").hasSize(20);
        }
    }

    private static boolean isOpen(Storage storage) throws IOException {
        try {
            storage.seriesCount();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** A new series with a row of this month and one of the month before. */
    private void add(Storage storage) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m", "number", "" + series++).add(NOW - 1, 1).add(NOW - 20L * 86_400_000, 1);
        storage.addRows(rows);
    }
}
