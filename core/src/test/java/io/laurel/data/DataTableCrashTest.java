package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.data.TableFixture.Sample;
import io.laurel.env.Disk;
import io.laurel.series.TimeRange;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A power cut, or a failure, at each change of the disk in turn: what was persisted stays, once; what one persist takes
 * to disk for a month is there whole or not at all; nothing half-written is in the way.
 */
class DataTableCrashTest {
    private static final Path DATA = Path.of("/db/data");
    private static final int SEEDS = 3;
    private static final int OLD_ROWS = 9;
    private static final int NEW_ROWS = 3;
    private static final int BIG_ROWS = 6;

    /** Small parts go to data/small, merged ones to data/big. */
    private static final DataLimits LIMITS = new DataLimits(1000, 1, 500);

    private static RowBuffer rows(TableFixture fixture, int from, int count) {
        RowBuffer rows = new RowBuffer();
        for (int i = from; i < from + count; i++) {
            rows.append(fixture.ordinal(1), TableFixture.MAY + i, i);
            rows.append(fixture.ordinal(2), TableFixture.MAY - 1 - i, i);
        }
        return rows;
    }

    /** Two months with three parts each. */
    private static MemoryDisk start() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        TableFixture fixture = new TableFixture(DATA);
        try (DataTable table = fixture.open(disk, LIMITS)) {
            for (int i = 0; i < OLD_ROWS; i += 3) {
                table.addRows(rows(fixture, i, 3));
                table.persist(() -> { });
            }
        }
        return disk;
    }

    private static void create(Disk disk) throws IOException {
        new TableFixture(DATA).open(disk, LIMITS).close();
    }

    private static void persist(Disk disk) throws IOException {
        TableFixture fixture = new TableFixture(DATA);
        try (DataTable table = fixture.open(disk, LIMITS)) {
            table.addRows(rows(fixture, OLD_ROWS, NEW_ROWS));
            table.persist(() -> { });
        }
    }

    private static void persistAndTryAgain(Disk disk) throws IOException {
        TableFixture fixture = new TableFixture(DATA);
        try (DataTable table = fixture.open(disk, LIMITS)) {
            table.addRows(rows(fixture, OLD_ROWS, NEW_ROWS));
            try {
                table.persist(() -> { });
            } catch (IOException e) {
                table.persist(() -> { });
            }
        }
    }

    private static void mergeAll(Disk disk) throws IOException {
        try (DataTable table = new TableFixture(DATA).open(disk, LIMITS)) {
            table.mergeAll();
        }
    }

    /** Rows of one series after the next start, which must be the first so many that were ever added. */
    private static int reopened(Disk disk, int number) throws IOException {
        TableFixture fixture = new TableFixture(DATA);
        int size;
        try (DataTable reader = DataTable.openReadOnly(DATA, fixture.context(disk))) {
            size = firstRows(fixture, reader, number);
        }
        try (DataTable table = fixture.open(disk, LIMITS)) {
            assertThat(firstRows(fixture, table, number)).as("the same as read-only").isEqualTo(size);
        }
        assertThat(DataCheck.check(DATA, fixture.context(disk)).problems()).isEmpty();
        return size;
    }

    private static int firstRows(TableFixture fixture, DataTable table, int number) throws IOException {
        List<Sample> found = fixture.read(table, number, TimeRange.all());
        List<Sample> expected = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            int value = number == 1 ? i : found.size() - 1 - i;
            expected.add(Sample.of(number == 1 ? TableFixture.MAY + value : TableFixture.MAY - 1 - value, value));
        }
        assertThat(found).isEqualTo(expected);
        return found.size();
    }

    private static void hasOld(MemoryDisk disk, boolean completed) throws IOException {
        assertThat(reopened(disk, 1)).isEqualTo(OLD_ROWS);
        assertThat(reopened(disk, 2)).isEqualTo(OLD_ROWS);
    }

    private static void hasOldAndAllOrNothingOfNew(MemoryDisk disk, boolean completed) throws IOException {
        int all = OLD_ROWS + NEW_ROWS;
        for (int number = 1; number <= 2; number++) {
            if (completed) {
                assertThat(reopened(disk, number)).isEqualTo(all);
            } else {
                assertThat(reopened(disk, number)).isIn(OLD_ROWS, all);
            }
        }
    }

    @Test
    void powerCutWhileATableIsCreated() {
        long changes = EveryOperation.powerCut(new MemoryDisk(), SEEDS, DataTableCrashTest::create,
                (disk, completed) -> {
                    create(disk);
                    assertThat(reopened(disk, 1)).isZero();
                });
        assertThat(changes).isPositive();
    }

    @Test
    void powerCutWhileTheFirstRowsArePersisted() {
        EveryOperation.powerCut(new MemoryDisk(), SEEDS, disk -> {
            TableFixture fixture = new TableFixture(DATA);
            try (DataTable table = fixture.open(disk, LIMITS)) {
                table.addRows(rows(fixture, 0, NEW_ROWS));
                table.persist(() -> { });
            }
        }, (disk, completed) -> {
            if (completed) {
                assertThat(reopened(disk, 1)).isEqualTo(NEW_ROWS);
                assertThat(reopened(disk, 2)).isEqualTo(NEW_ROWS);
            }
        });
    }

    @Test
    void powerCutWhileRowsArePersisted() throws IOException {
        long changes = EveryOperation.powerCut(start(), SEEDS, DataTableCrashTest::persist,
                DataTableCrashTest::hasOldAndAllOrNothingOfNew);
        assertThat(changes).isGreaterThan(20);
    }

    @Test
    void powerCutWhilePartsAreMerged() throws IOException {
        long changes = EveryOperation.powerCut(start(), SEEDS, DataTableCrashTest::mergeAll,
                DataTableCrashTest::hasOld);
        assertThat(changes).isGreaterThan(20);
    }

    @Test
    void failureWhileRowsArePersisted() throws IOException {
        EveryOperation.failure(start(), DataTableCrashTest::persist, DataTableCrashTest::hasOldAndAllOrNothingOfNew);
    }

    @Test
    void whatCouldNotBePersistedIsTriedAgain() throws IOException {
        EveryOperation.failure(start(), DataTableCrashTest::persistAndTryAgain, (disk, completed) -> {
            hasOldAndAllOrNothingOfNew(disk, completed);
            if (!completed) {
                // It could not even be opened.
                assertThat(reopened(disk, 1)).isEqualTo(OLD_ROWS);
            }
        });
    }

    @Test
    void failureWhilePartsAreMerged() throws IOException {
        EveryOperation.failure(start(), DataTableCrashTest::mergeAll, DataTableCrashTest::hasOld);
    }

    @Test
    void powerCutWhileAMonthIsDropped() throws IOException {
        long changes = EveryOperation.powerCut(startOnBothSides(), SEEDS, DataTableCrashTest::drop,
                DataTableCrashTest::hasAllOfMay);
        assertThat(changes).isGreaterThan(6);
    }

    @Test
    void failureWhileAMonthIsDropped() throws IOException {
        EveryOperation.failure(startOnBothSides(), DataTableCrashTest::drop, DataTableCrashTest::hasAllOfMay);
    }

    @Test
    void powerCutWhileExpiredPartsAreDropped() throws IOException {
        EveryOperation.powerCut(start(), SEEDS, disk -> {
            try (DataTable table = new TableFixture(DATA).open(disk, LIMITS)) {
                assertThat(table.dropBefore(TableFixture.MAY + 3)).isTrue();
            }
        }, (disk, completed) -> {
            TableFixture fixture = new TableFixture(DATA);
            try (DataTable table = fixture.open(disk, LIMITS)) {
                int size = fixture.read(table, 1, TimeRange.all()).size();
                assertThat(size).isIn(completed ? List.of(OLD_ROWS - 3) : List.of(OLD_ROWS - 3, OLD_ROWS));
            }
            assertThat(DataCheck.check(DATA, fixture.context(disk)).problems()).isEmpty();
        });
    }

    /** Two months with the first rows in a big part and the others in a small one. */
    private static MemoryDisk startOnBothSides() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        TableFixture fixture = new TableFixture(DATA);
        DataLimits limits = new DataLimits(1000, 1, 100);
        try (DataTable table = fixture.open(disk, limits)) {
            for (int i = 0; i < BIG_ROWS; i += 3) {
                table.addRows(rows(fixture, i, 3));
                table.persist(() -> { });
            }
            table.mergeAll();
        }
        try (DataTable table = fixture.open(disk, new DataLimits(1000, 1, 100_000))) {
            table.addRows(rows(fixture, BIG_ROWS, OLD_ROWS - BIG_ROWS));
            table.persist(() -> { });
            for (PartInfo part : table.parts()) {
                assertThat(part.path().startsWith(DATA.resolve("big"))).isEqualTo(part.rows() == BIG_ROWS);
            }
        }
        return disk;
    }

    private static void drop(Disk disk) throws IOException {
        try (DataTable table = new TableFixture(DATA).open(disk, LIMITS)) {
            assertThat(table.dropBefore(TableFixture.MAY)).isTrue();
        }
    }

    /** May is untouched; April is as it was, or one of its sides, or gone; dropping once more leaves no trace. */
    private static void hasAllOfMay(MemoryDisk disk, boolean completed) throws IOException {
        assertThat(reopened(disk, 1)).isEqualTo(OLD_ROWS);
        assertThat(reopened(disk, 2)).isIn(completed ? List.of(0) : List.of(0, BIG_ROWS, OLD_ROWS));
        try (DataTable table = new TableFixture(DATA).open(disk, LIMITS)) {
            table.dropBefore(TableFixture.MAY);
        }
        for (String side : List.of("small", "big")) {
            assertThat(disk.list(DATA.resolve(side))).containsExactly("2024_05", "snapshots");
        }
        assertThat(disk.exists(DATA.resolve("tmp"))).isFalse();
        assertThat(reopened(disk, 1)).isEqualTo(OLD_ROWS);
        assertThat(reopened(disk, 2)).isZero();
    }
}
