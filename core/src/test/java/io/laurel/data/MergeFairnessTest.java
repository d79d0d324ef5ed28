package io.laurel.data;

import static io.laurel.data.TableFixture.MAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.part.MergeDone;
import io.laurel.part.TableMerge;
import io.laurel.series.TimeRange;
import io.laurel.testkit.GatedDisk;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom when there is much to merge, and what becomes of months that are left alone. */
class MergeFairnessTest {
    private static final Path DATA = Path.of("/db/data");
    private static final long DAY = 86_400_000;
    private static final long APRIL = MAY - 10 * DAY;
    private static final int MAX_SMALL_BYTES = 4_000;

    private final MemoryDisk memory = new MemoryDisk();
    private final GatedDisk disk = new GatedDisk(memory);
    private final TableFixture fixture = new TableFixture(DATA);
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private int added;

    @AfterEach
    void end() {
        other.shutdownNow();
        memory.assertNothingOpen();
    }

    @Test
    void smallPartsOfAllMonthsAreMergedWhileABigMergeIsHeld() throws Exception {
        try (DataTable table = open()) {
            for (int i = 0; i < 10; i++) {
                add(table, MAY, 60);
            }
            disk.holdNext(Operation.CREATE, "/db/data/big/2024_05/tmp/*/values.bin");
            Future<Boolean> big = other.submit(() -> table.merges().big(MergeRules.KEEP_ALL));
            disk.awaitHeld();
            int most = 0;
            for (int i = 0; i < 200; i++) {
                add(table, i % 2 == 0 ? MAY : APRIL, 1);
                while (table.merges().small(MergeRules.KEEP_ALL)) {
                    most = Math.max(most, table.parts().size());
                }
            }
            assertThat(big.isDone()).isFalse();
            assertThat(most).as("of two months, with the ten that are held").isLessThanOrEqualTo(10 + 2 * 19);
            disk.release();
            assertThat(big.get()).isTrue();
            assertThat(table.parts()).anyMatch(part -> part.path().startsWith(DATA.resolve("big")));
            assertThat(fixture.read(table, 1, TimeRange.all())).hasSize(added);
        }
    }

    @Test
    void aMergeInTheBackgroundMakesWayForAForcedOne() throws Exception {
        try (DataTable table = open()) {
            for (int i = 0; i < 10; i++) {
                add(table, MAY, 60);
            }
            disk.holdNext(Operation.CREATE, "/db/data/big/2024_05/tmp/*/values.bin");
            Future<Boolean> background = other.submit(() -> table.merges().big(MergeRules.KEEP_ALL));
            disk.awaitHeld();
            ExecutorService third = Executors.newSingleThreadExecutor();
            try {
                AtomicInteger looks = new AtomicInteger();
                Future<List<TableMerge>> forced = third.submit(() -> table.merges().all(MergeRules.KEEP_ALL,
                        month -> true, () -> looks.incrementAndGet() < 0));
                while (looks.get() < 2) {
                    // The second look is that of somebody who waits.
                    Thread.onSpinWait();
                }
                disk.release();
                assertThat(background.get()).as("it gave up").isFalse();
                assertThat(forced.get()).singleElement().matches(merge -> merge.before().parts() == 10
                        && merge.after().parts() == 1 && merge.partsAdded() == 0);
            } finally {
                third.shutdownNow();
            }
            assertThat(table.parts()).hasSize(1);
        }
    }

    @Test
    void monthsHaveTheirTurns() throws IOException {
        try (DataTable table = open()) {
            for (int i = 0; i < 120; i++) {
                add(table, MAY - i % 3 * 30 * DAY, 1);
            }
            fixture.merges.clear();
            for (int i = 0; i < 6; i++) {
                assertThat(table.merges().small(MergeRules.KEEP_ALL)).isTrue();
            }
            assertThat(fixture.merges).extracting(MergeDone::table)
                    .containsExactly("2024_05", "2024_04", "2024_03", "2024_05", "2024_04", "2024_03");
        }
    }

    @Test
    void anIdleMonthBecomesOnePartAndStaysSo() throws IOException {
        try (DataTable table = open()) {
            add(table, APRIL, 60);
            add(table, APRIL, 30);
            add(table, APRIL, 1);
            fixture.time.advance(Duration.ofMinutes(59));
            add(table, MAY, 5);
            add(table, MAY, 5);
            assertThat(mergeIdle(table, MergeRules.KEEP_ALL)).isZero();
            fixture.time.advance(Duration.ofMinutes(1));
            assertThat(mergeIdle(table, MergeRules.KEEP_ALL)).isEqualTo(1);
            assertThat(months(table)).containsExactly("2024_04", "2024_05", "2024_05");
            fixture.time.advance(Duration.ofMinutes(59));
            assertThat(mergeIdle(table, MergeRules.KEEP_ALL)).as("the month that goes on, too").isEqualTo(1);
            fixture.time.advance(Duration.ofDays(10));
            assertThat(mergeIdle(table, MergeRules.KEEP_ALL)).isZero();
            assertThat(months(table)).containsExactly("2024_04", "2024_05");
        }
    }

    @Test
    void aLateTrickleDoesNotRewriteABigPart() throws IOException {
        try (DataTable table = open()) {
            add(table, APRIL, 2_000);
            fixture.time.advance(Duration.ofHours(1));
            for (int i = 0; i < 10; i++) {
                add(table, APRIL, 1);
                fixture.time.advance(Duration.ofHours(1));
                mergeIdle(table, MergeRules.KEEP_ALL);
            }
            assertThat(table.parts()).hasSize(2).anyMatch(part -> part.rows() == 2_000);
            assertThat(fixture.merges).filteredOn(done -> !done.isPersist()).hasSize(9)
                    .allMatch(done -> done.bytesIn() < MAX_SMALL_BYTES);
        }
    }

    @Test
    void aLongerIntervalOfDeduplicationReachesMonthsThatAreOverOnce() throws IOException {
        MergeRules thin = new MergeRules(0, 60_000);
        try (DataTable table = open()) {
            add(table, APRIL, 60);
            add(table, MAY, 60);
            fixture.time.advance(Duration.ofHours(2));
            fixture.merges.clear();
            assertThat(mergeIdle(table, thin)).isEqualTo(1);
            assertThat(fixture.merges).singleElement().matches(done -> done.table().equals("2024_04"))
                    .matches(done -> done.entriesIn() == 60 && done.entriesOut() <= 2);
            assertThat(mergeIdle(table, thin)).isZero();
        }
        try (DataTable table = open()) {
            fixture.time.advance(Duration.ofHours(2));
            assertThat(mergeIdle(table, thin)).as("once for all").isZero();
            assertThat(mergeIdle(table, new MergeRules(0, 30_000))).as("a shorter one changes nothing").isZero();
        }
    }

    private DataTable open() throws IOException {
        return fixture.open(disk, new DataLimits(100_000, 2, MAX_SMALL_BYTES));
    }

    private static int mergeIdle(DataTable table, MergeRules rules) throws IOException {
        int merges = 0;
        while (table.merges().idle(rules)) {
            merges++;
        }
        return merges;
    }

    private static List<String> months(DataTable table) throws IOException {
        List<String> months = new ArrayList<>();
        table.parts().forEach(part -> months.add(part.month()));
        return months;
    }

    /** One part on disk of so many rows, a second apart, that no encoding makes small. */
    private void add(DataTable table, long fromMs, int count) throws IOException {
        RowBuffer rows = new RowBuffer();
        for (int i = 0; i < count; i++) {
            added++;
            rows.append(fixture.ordinal(1), fromMs + i * 1000L, Math.sin(added) * 1e9);
        }
        table.addRows(rows);
        table.persist(() -> { });
    }
}
