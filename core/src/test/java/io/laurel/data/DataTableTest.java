package io.laurel.data;

import static io.laurel.data.TableFixture.MAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.data.TableFixture.Sample;
import io.laurel.env.LockedException;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataTableTest {
    private static final Path DATA = Path.of("/db/data");
    private static final long HOUR = 3_600_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(DATA);

    @AfterEach
    void nothingStaysOpen() {
        disk.assertNothingOpen();
    }

    @Test
    void aRowIsThereWhenAddRowsReturned() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            table.addRows(rows(1, MAY, 1));
            assertThat(fixture.read(table, 1, TimeRange.all())).containsExactly(Sample.of(MAY, 1));
            table.addRows(rows(1, MAY + 1, 2));
            assertThat(fixture.read(table, 1, TimeRange.all()))
                    .containsExactly(Sample.of(MAY, 1), Sample.of(MAY + 1, 2));
            assertThat(fixture.read(table, 2, TimeRange.all())).isEmpty();
        }
    }

    @Test
    void whatWasPersistedIsThereAgain() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            table.addRows(rows(1, MAY, 1.5));
            table.addRows(rows(3, MAY + 40 * 24 * HOUR, 2.5));
            table.persist(() -> { });
        }
        assertThat(disk.list(DATA.resolve("small"))).containsExactly("2024_05", "2024_06", "snapshots");
        assertThat(disk.list(DATA.resolve("big"))).containsExactly("2024_05", "2024_06", "snapshots");
        try (DataTable table = fixture.open(disk)) {
            assertThat(table.parts()).hasSize(2).allMatch(part -> !part.inMemory() && part.rows() == 1);
            assertThat(fixture.read(table, 1, TimeRange.all())).containsExactly(Sample.of(MAY, 1.5));
            assertThat(fixture.read(table, 3, TimeRange.all()))
                    .containsExactly(Sample.of(MAY + 40 * 24 * HOUR, 2.5));
        }
    }

    @Test
    void namesGoToTheDiskBeforeTheSamplesThatAreWritten() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            assertThat(table.persist(() -> fail("nothing to write"))).isFalse();
            table.addRows(rows(1, MAY, 1));
            assertThatThrownBy(() -> table.persist(() -> {
                throw new IOException("no names");
            })).hasMessage("no names");
            assertThat(table.parts()).singleElement().matches(PartInfo::inMemory);
            boolean wrote = table.persist(() -> {
                assertThat(table.parts()).allMatch(PartInfo::inMemory);
                table.addRows(rows(2, MAY, 2));
            });
            assertThat(wrote).isTrue();
            assertThat(table.parts()).singleElement().matches(part -> !part.inMemory() && part.rows() == 1);
            assertThat(fixture.read(table, 2, TimeRange.all())).containsExactly(Sample.of(MAY, 2));
        }
    }

    @Test
    void rangesIncludeBothEnds() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            for (int i = 0; i < 10; i++) {
                table.addRows(rows(1, MAY + i, i));
            }
            assertThat(fixture.read(table, 1, TimeRange.ofMillis(MAY + 3, MAY + 5)))
                    .containsExactly(Sample.of(MAY + 3, 3), Sample.of(MAY + 4, 4), Sample.of(MAY + 5, 5));
            assertThat(fixture.read(table, 1, TimeRange.ofMillis(0, MAY - 1))).isEmpty();
            assertThat(fixture.read(table, 1, TimeRange.ofMillis(MAY + 10, MAY + 20))).isEmpty();
        }
    }

    @Test
    void manySmallPartsInMemoryAreMerged() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            List<Sample> expected = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                table.addRows(rows(i % 5, MAY + 1000 - i, i));
                if (i % 5 == 0) {
                    expected.add(0, Sample.of(MAY + 1000 - i, i));
                }
                table.flushPending();
            }
            assertThat(table.parts()).hasSizeLessThan(29);
            assertThat(table.memoryBytes())
                    .isEqualTo(table.parts().stream().mapToLong(PartInfo::sizeBytes).sum());
            assertThat(fixture.read(table, 0, TimeRange.all())).isEqualTo(expected);
            table.persist(() -> { });
            assertThat(table.parts()).hasSize(1);
            assertThat(table.memoryBytes()).isZero();
            assertThat(fixture.read(table, 0, TimeRange.all())).isEqualTo(expected);
        }
    }

    @Test
    void mergingLeavesOnePartForEachMonth() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            for (int i = 0; i < 20; i++) {
                table.addRows(rows(1, MAY + i, i));
                table.addRows(rows(1, MAY - 1 - i, -i));
                table.persist(() -> { });
            }
            assertThat(table.parts()).hasSize(40);
            assertThat(table.mergeOnce()).isTrue();
            while (table.mergeOnce()) {
                assertThat(table.parts()).hasSizeLessThan(40);
            }
            table.mergeAll();
            assertThat(table.parts()).extracting(PartInfo::month).containsExactly("2024_04", "2024_05");
            assertThat(table.parts()).extracting(PartInfo::rows).containsExactly(20L, 20L);
            assertThat(fixture.read(table, 1, TimeRange.all())).hasSize(40);
        }
    }

    @Test
    void bigResultsGoToTheBigFolder() throws Exception {
        try (DataTable table = fixture.open(disk, new DataLimits(1000, 1, 100))) {
            table.addRows(rows(1, MAY, 1));
            table.persist(() -> { });
            table.addRows(rows(1, MAY + 1, 2));
            table.persist(() -> { });
            assertThat(table.parts()).allMatch(part -> part.path().startsWith(DATA.resolve("big")));
            table.mergeAll();
            assertThat(table.parts()).singleElement().matches(part -> part.path().startsWith(DATA.resolve("big")));
        }
        assertThat(disk.list(DATA.resolve("small/2024_05"))).containsExactly("tmp", "txn");
    }

    @Test
    void aViewKeepsWhatItHas() throws Exception {
        DataTable table = fixture.open(disk);
        table.addRows(rows(1, MAY, 1));
        table.persist(() -> { });
        try (DataTable.View view = table.view(TimeRange.all())) {
            table.addRows(rows(1, MAY + 1, 2));
            table.persist(() -> { });
            table.mergeAll();
            table.close();
            assertThat(fixture.read(view, 1, TimeRange.all())).containsExactly(Sample.of(MAY, 1));
        }
    }

    @Test
    void whatIsNoPartIsRefusedByName() throws Exception {
        fixture.open(disk).close();
        disk.createDirectory(DATA.resolve("big/2024_05/rubbish"));
        disk.create(DATA.resolve("big/2024_05/rubbish/file")).close();
        assertThatThrownBy(() -> fixture.open(disk)).isInstanceOf(CorruptedDataException.class)
                .hasMessageContaining("/db/data/big/2024_05/rubbish");
        disk.deleteTree(DATA.resolve("big/2024_05/rubbish"));
        disk.createDirectory(DATA.resolve("small/lost+found"));
        assertThatThrownBy(() -> fixture.open(disk)).isInstanceOf(CorruptedDataException.class)
                .hasMessageContaining("/db/data/small/lost+found");
    }

    @Test
    void onlyOneMayWriteButAnyMayRead() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            table.addRows(rows(1, MAY, 1));
            table.persist(() -> { });
            assertThatThrownBy(() -> fixture.open(disk)).isInstanceOf(LockedException.class);
            try (DataTable reader = DataTable.openReadOnly(DATA, fixture.context(disk))) {
                assertThat(fixture.read(reader, 1, TimeRange.all())).containsExactly(Sample.of(MAY, 1));
                assertThatThrownBy(() -> reader.addRows(rows(1, MAY, 1))).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void timesOutsideOfTheCalendarAreRefused() throws Exception {
        try (DataTable table = fixture.open(disk)) {
            RowBuffer rows = rows(1, MAY, 1);
            rows.append(fixture.ordinal(1), 253_402_300_800_000L, 1);
            assertThatThrownBy(() -> table.addRows(rows)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> table.addRows(rows(1, -1, 1))).isInstanceOf(IllegalArgumentException.class);
            assertThat(fixture.read(table, 1, TimeRange.all())).isEmpty();
        }
    }

    private RowBuffer rows(int number, long timestampMs, double value) {
        RowBuffer rows = new RowBuffer();
        rows.append(fixture.ordinal(number), timestampMs, value);
        return rows;
    }
}
