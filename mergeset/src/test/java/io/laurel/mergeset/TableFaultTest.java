package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.Slice;
import io.laurel.testkit.FaultyDisk;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The n-th read fails, or passes on a flipped bit, for every n. Changes that fail are in {@link TableCrashTest}. */
class TableFaultTest {
    private static final String[] ITEMS = {"a", "b", "c", "d"};

    private final MemoryDisk disk = new MemoryDisk();

    @BeforeEach
    void fill() throws IOException {
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            for (String item : ITEMS) {
                table.addItems(TableTest.batch(item));
                table.persist();
            }
        }
    }

    @Test
    void aTableThatCannotBeReadIsNotOpenedAndLeavesNothingOpen() throws IOException {
        int failures = 0;
        for (int nth = 1;; nth++) {
            FaultyDisk faulty = new FaultyDisk(disk);
            faulty.errorAt(Operation.READ, "**", nth);
            try (Table table = Table.open(TableTest.PATH, TableTest.context(faulty))) {
                assertThat(faulty.struck()).isFalse();
                assertThat(table.parts()).hasSize(ITEMS.length);
                break;
            } catch (IOException e) {
                failures++;
            } finally {
                disk.assertNothingOpen();
            }
        }
        // metadata.json, metaindex.bin and the last index block
        assertThat(failures).isEqualTo(3 * ITEMS.length);
    }

    @Test
    void aMergeThatCannotReadCanBeTriedAgain() throws IOException {
        for (int nth = 1;; nth++) {
            MemoryDisk copy = disk.copy();
            FaultyDisk faulty = new FaultyDisk(copy);
            try (Table table = Table.open(TableTest.PATH, TableTest.context(faulty))) {
                faulty.errorAt(Operation.READ, "**/*.bin", nth);
                boolean failed = false;
                try {
                    table.mergeAll();
                } catch (IOException e) {
                    failed = true;
                    assertThat(e).hasMessageContaining("told to fail");
                }
                assertThat(failed).isEqualTo(faulty.struck());
                faulty.heal();
                assertThat(TableTest.content(table.search())).containsExactly(ITEMS);
                table.mergeAll();
                assertThat(TableTest.content(table.search())).containsExactly(ITEMS);
                if (!failed) {
                    break;
                }
            }
            copy.assertNothingOpen();
            try (Table table = Table.open(TableTest.PATH, TableTest.context(copy))) {
                assertThat(TableTest.content(table.search())).containsExactly(ITEMS);
            }
        }
    }

    @Test
    void aSearchThatCannotReadCanSeekAgain() throws IOException {
        for (int nth = 1;; nth++) {
            FaultyDisk faulty = new FaultyDisk(disk);
            try (Table table = Table.open(TableTest.PATH, TableTest.context(faulty));
                    TableSearch search = table.search()) {
                faulty.errorAt(Operation.READ, "**", nth);
                boolean failed = false;
                try {
                    all(search);
                } catch (IOException e) {
                    failed = true;
                }
                assertThat(failed).isEqualTo(faulty.struck());
                assertThat(all(search)).isEqualTo(ITEMS.length);
                if (!failed) {
                    break;
                }
            }
        }
        disk.assertNothingOpen();
    }

    private static int all(TableSearch search) throws IOException {
        int count = 0;
        search.seek(Slice.EMPTY);
        while (search.next()) {
            count++;
        }
        return count;
    }

    /** Damage in what is read is noticed or does no harm, but it never ends in anything else than an IOException. */
    @Test
    void flippedBitsAreNoSurprise() throws IOException {
        for (int nth = 1; nth <= 40; nth++) {
            FaultyDisk faulty = new FaultyDisk(disk);
            faulty.flipBitAt(Operation.READ, "**", nth);
            try (Table table = Table.open(TableTest.PATH, TableTest.context(faulty))) {
                TableTest.content(table.search());
                table.mergeAll();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(TableTest.PATH.toString());
            }
            disk.assertNothingOpen();
            if (!faulty.struck()) {
                break;
            }
        }
    }
}
