package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.indexdb.Cancellation;
import io.laurel.part.MergeDone;
import io.laurel.part.MergeStoppedException;
import io.laurel.part.MergeVerdict;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import io.laurel.series.TagFilters;
import io.laurel.testkit.GatedDisk;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForceMergeTest {
    private static final Path DB = Path.of("/db");
    private static final long MAY = 1_714_521_600_000L;
    private static final long APRIL = MAY - 15L * 86_400_000;
    private static final String PARTS_OF_MAY = "/db/data/small/2024_05/tmp/*/values.bin";

    private final MemoryDisk memory = new MemoryDisk();
    private final GatedDisk disk = new GatedDisk(memory);
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(new ManualTime(MAY)).withManualHousekeeping();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void everyMonthAndIndexTableEndsInOnePartAndTheReportSaysSo() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addParts(storage, MAY, 5);
            addParts(storage, APRIL, 20);
            add(storage, APRIL, 100);
            Map<String, List<String>> before = Contents.of(storage, TagFilters.all());

            MergePlan plan = storage.mergePlan(MergeRequest.all());
            assertThat(plan.tables()).extracting(PlannedMerge::table).startsWith("2024_04", "2024_05").hasSize(4);
            assertThat(plan.tables().get(0).parts().parts()).as("one is in memory").isEqualTo(21);
            assertThat(plan.tables()).extracting(PlannedMerge::verdict).startsWith(MergeVerdict.SEVERAL_PARTS,
                    MergeVerdict.SEVERAL_PARTS, MergeVerdict.SEVERAL_PARTS, MergeVerdict.NOTHING_TO_DO);
            assertThat(storage.stats().dataParts()).as("a plan does nothing").hasSize(26);

            MergeReport report = storage.forceMerge();
            TableMerge april = report.tables().get(0);
            assertThat(april.table()).isEqualTo("2024_04");
            assertThat(april.before().parts()).isEqualTo(21);
            assertThat(april.before().entries()).isEqualTo(21);
            assertThat(april.after().parts()).isEqualTo(1);
            assertThat(april.after().entries()).isEqualTo(21);
            assertThat(april.partsAdded()).isZero();
            assertThat(report.tables().get(2).kind()).isEqualTo(MergeDone.Kind.INDEX);
            assertThat(report.leftOut()).isEmpty();
            assertThat(report.dropped().rows()).isZero();
            assertThat(report.after().parts()).isEqualTo(3);
            assertThat(storage.stats().dataParts()).hasSize(2);
            assertThat(storage.stats().indexTables().get(0).parts()).hasSize(1);
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before);
            assertThat(storage.mergePlan(MergeRequest.all()).tables())
                    .allMatch(table -> table.verdict() == MergeVerdict.NOTHING_TO_DO);
        }
        memory.assertNothingOpen();
    }

    @Test
    void oneMonthIsMergedAlone() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addParts(storage, MAY, 3);
            addParts(storage, APRIL, 3);
            MergeReport report = storage.forceMerge(YearMonth.of(2024, 4));
            assertThat(report.tables()).extracting(TableMerge::table).containsExactly("2024_04");
            assertThat(storage.stats().dataParts()).hasSize(4);
            assertThat(storage.forceMerge(YearMonth.of(1999, 1)).tables()).isEmpty();
        }
    }

    @Test
    void rowsThatComeMeanwhileAreBesideTheOnePartAndReported() throws Exception {
        try (Storage storage = Storage.open(DB, options)) {
            addParts(storage, MAY, 3);
            disk.holdNext(Operation.CREATE, PARTS_OF_MAY);
            Future<MergeReport> merge = other.submit(() -> storage.forceMerge(YearMonth.of(2024, 5)));
            disk.awaitHeld();
            for (int i = 100; i < 120; i++) {
                add(storage, MAY, i);
                storage.flush();
            }
            storage.runDuties();
            assertThat(storage.stats().dataParts().size()).as("merged in the background meanwhile").isLessThan(20);
            disk.release();
            TableMerge may = merge.get().tables().get(0);
            assertThat(may.before().parts()).isEqualTo(3);
            assertThat(may.after().parts()).isEqualTo(1);
            assertThat(may.partsAdded()).isEqualTo(storage.stats().dataParts().size() - 1).isPositive();
            assertThat(Contents.of(storage, TagFilters.all()).get("m{}")).hasSize(23);
        }
        memory.assertNothingOpen();
    }

    @Test
    void aCancelledMergeLeavesEverythingAsItWas() throws Exception {
        try (Storage storage = Storage.open(DB, options)) {
            addParts(storage, MAY, 3);
            List<?> before = storage.stats().dataParts();
            Cancellation cancellation = new Cancellation();
            disk.holdNext(Operation.CREATE, PARTS_OF_MAY);
            Future<MergeReport> merge =
                    other.submit(() -> storage.forceMerge(MergeRequest.all().withCancellation(cancellation)));
            disk.awaitHeld();
            cancellation.cancel();
            disk.release();
            assertStopped(merge, "the merge of 2024_05 was stopped: it was cancelled");
            assertThat(storage.stats().dataParts()).isEqualTo(before);
            assertThat(memory.list(Path.of("/db/data/small/2024_05/tmp"))).isEmpty();
            assertThat(storage.forceMerge().tables().get(0).after().parts()).isEqualTo(1);
        }
        memory.assertNothingOpen();
    }

    @Test
    void closeDoesNotWaitForAMergeToEndItself() throws Exception {
        Storage storage = Storage.open(DB, options);
        addParts(storage, MAY, 3);
        disk.holdNext(Operation.CREATE, PARTS_OF_MAY);
        Future<MergeReport> merge = other.submit(() -> storage.forceMerge());
        disk.awaitHeld();
        ExecutorService third = Executors.newSingleThreadExecutor();
        try {
            Future<Void> closed = third.submit(closing(storage));
            while (!isClosed(storage)) {
                Thread.onSpinWait();
            }
            disk.release();
            assertStopped(merge, "the merge of 2024_05 was stopped: the storage is being closed");
            closed.get(30, TimeUnit.SECONDS);
        } finally {
            third.shutdownNow();
        }
        memory.assertNothingOpen();
        try (Storage reopened = Storage.open(DB, options)) {
            assertThat(reopened.stats().dataParts()).hasSize(3);
            assertThat(Contents.of(reopened, TagFilters.all()).get("m{}")).hasSize(3);
        }
    }

    private static Callable<Void> closing(Storage storage) {
        return () -> {
            storage.close();
            return null;
        };
    }

    /** Merges have been told to end by then. */
    private static boolean isClosed(Storage storage) throws IOException {
        try {
            storage.seriesCount();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void whatDoesNotFitIsLeftAndReported() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addParts(storage, MAY, 3);
            memory.setFreeBytes(100_000_010);
            MergeReport report = storage.forceMerge();
            assertThat(report.leftOut()).extracting(TableMerge::table).containsExactly("2024_05");
            assertThat(storage.stats().dataParts()).hasSize(3);
            assertThat(storage.mergePlan(MergeRequest.all()).tables().get(0).verdict())
                    .isEqualTo(MergeVerdict.NO_SPACE);
            memory.setFreeBytes(1L << 40);
            assertThat(storage.forceMerge().leftOut()).isEmpty();
            assertThat(storage.stats().dataParts()).hasSize(1);
        }
    }

    @Test
    void aReadOnlyStorageHasAPlanToo() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addParts(storage, MAY, 3);
        }
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            assertThat(storage.mergePlan(MergeRequest.all()).tables().get(0).verdict())
                    .isEqualTo(MergeVerdict.SEVERAL_PARTS);
            assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(storage::forceMerge);
        }
    }

    private static void assertStopped(Future<?> merge, String message) throws Exception {
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> merge.get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(MergeStoppedException.class)
                .satisfies(e -> assertThat(e.getCause()).hasMessage(message));
    }

    private static void addParts(Storage storage, long fromMs, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            add(storage, fromMs, i);
            storage.flush();
        }
    }

    private static void add(Storage storage, long fromMs, int number) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m").add(fromMs + number * 1000L, number);
        storage.addRows(rows);
    }
}
