package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A power cut, or a failure, at each change of the disk in turn: what was persisted stays, what was added in one call
 * is there whole or not at all, and nothing half-written is in the way.
 */
class TableCrashTest {
    private static final int SEEDS = 6;
    private static final List<String> OLD = List.of("a1", "a2", "b1", "b2", "c1", "c2");
    private static final List<String> NEW = List.of("a3", "z9");

    /** Three parts of two items each. */
    private static MemoryDisk start() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            for (int i = 0; i < OLD.size(); i += 2) {
                table.addItems(TableTest.batch(OLD.get(i), OLD.get(i + 1)));
                table.persist();
            }
        }
        return disk;
    }

    private static void create(Disk disk) throws IOException {
        Table.open(TableTest.PATH, TableTest.context(disk)).close();
    }

    private static void persist(Disk disk) throws IOException {
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            table.addItems(TableTest.batch(NEW.toArray(new String[0])));
            table.persist();
        }
    }

    private static void mergeAll(Disk disk) throws IOException {
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            table.mergeAll();
        }
    }

    private static List<String> reopen(MemoryDisk disk) throws IOException {
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            return List.copyOf(new TreeSet<>(TableTest.content(table.search())));
        } finally {
            assertThat(TableCheck.check(TableTest.PATH, TableTest.context(disk)).problems()).isEmpty();
            assertThat(disk.list(TableTest.PATH.resolve("tmp"))).isEmpty();
            assertThat(disk.list(TableTest.PATH.resolve("txn"))).isEmpty();
        }
    }

    private static void hasOld(MemoryDisk disk, boolean completed) throws IOException {
        assertThat(reopen(disk)).isEqualTo(OLD);
    }

    private static void hasOldAndAllOrNothingOfNew(MemoryDisk disk, boolean completed) throws IOException {
        List<String> items = reopen(disk);
        assertThat(items).containsAll(OLD);
        if (completed || items.size() > OLD.size()) {
            assertThat(items).hasSize(OLD.size() + NEW.size()).containsAll(NEW);
        }
    }

    @Test
    void powerCutWhileATableIsCreated() {
        long changes = EveryOperation.powerCut(new MemoryDisk(), SEEDS, TableCrashTest::create,
                (disk, completed) -> assertThat(reopen(disk)).isEmpty());
        assertThat(changes).isPositive();
    }

    @Test
    void powerCutWhilePersisting() throws IOException {
        EveryOperation.powerCut(start(), SEEDS, TableCrashTest::persist, TableCrashTest::hasOldAndAllOrNothingOfNew);
    }

    @Test
    void powerCutWhileMerging() throws IOException {
        EveryOperation.powerCut(start(), SEEDS, TableCrashTest::mergeAll, TableCrashTest::hasOld);
    }

    @Test
    void failureWhileATableIsCreated() {
        EveryOperation.failure(new MemoryDisk(), TableCrashTest::create,
                (disk, completed) -> assertThat(reopen(disk)).isEmpty());
    }

    @Test
    void failureWhilePersisting() throws IOException {
        EveryOperation.failure(start(), TableCrashTest::persist, TableCrashTest::hasOldAndAllOrNothingOfNew);
    }

    @Test
    void failureWhileMerging() throws IOException {
        EveryOperation.failure(start(), TableCrashTest::mergeAll, TableCrashTest::hasOld);
    }

    @Test
    void whatCouldNotBePersistedIsStillThereAndCanBePersistedLater() throws IOException {
        EveryOperation.failure(start(), disk -> {
            Table table = Table.open(TableTest.PATH, TableTest.context(disk));
            try {
                table.addItems(TableTest.batch(NEW.toArray(new String[0])));
                table.persist();
            } finally {
                assertThat(TableTest.content(table.search())).containsAll(OLD).containsAll(NEW);
                table.close();
            }
        }, (disk, completed) -> {
            List<String> items = reopen(disk);
            assertThat(items).containsAll(OLD);
        });
    }

    @Test
    void whatCouldNotBeMergedIsStillServed() throws IOException {
        EveryOperation.failure(start(), disk -> {
            try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
                try {
                    table.mergeAll();
                } finally {
                    assertThat(new TreeSet<>(TableTest.content(table.search()))).containsExactlyElementsOf(OLD);
                }
            }
        }, TableCrashTest::hasOld);
    }
}
