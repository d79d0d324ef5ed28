package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.data.PartInspection.Block;
import io.laurel.data.PartInspection.IndexRow;
import io.laurel.env.AtomicFile;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartInspectionTest {
    private static final Path DATA = Path.of("/db/data");
    private static final int SERIES = 3;
    /** Series of the fixture in the order of their TSIDs. */
    private static final int[] IN_ORDER = {0, 4, 2};
    private static final int ROWS = 9000;
    private static final int ROWS_OF_A_BLOCK = 8192;

    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(DATA);
    private Path part;

    /** One part of three series with two blocks each; the last series has other times and fractions. */
    @BeforeEach
    void write() throws IOException {
        try (DataTable table = fixture.open(disk)) {
            RowBuffer rows = new RowBuffer();
            for (int number = 0; number < SERIES; number++) {
                for (int i = 0; i < ROWS; i++) {
                    rows.append(fixture.ordinal(IN_ORDER[number]), timestampMs(number, i), value(number, i));
                }
            }
            table.addRows(rows);
            table.persist(() -> { });
            part = table.parts().get(0).path();
        }
    }

    private static long timestampMs(int number, int i) {
        return TableFixture.MAY + 1000L * i + (number == 2 ? i * i % 7 : 0);
    }

    private static double value(int number, int i) {
        return number == 2 ? i * i % 1000 / 4.0 : number;
    }

    @Test
    void tellsWhatIsInAPart() throws IOException {
        List<Block> blocks = new ArrayList<>();
        try (PartInspection inspection = PartInspection.open(disk, part)) {
            assertThat(inspection.name().rows()).isEqualTo(SERIES * ROWS);
            assertThat(inspection.name().minTimestampMs()).isEqualTo(TableFixture.MAY);
            assertThat(inspection.dedupInterval()).isEqualTo("0s");
            while (inspection.next()) {
                Block block = inspection.block();
                blocks.add(block);
                inspection.checkPlaces();
                inspection.readSamples();
                int number = (int) block.number() / 2;
                int from = block.number() % 2 == 0 ? 0 : ROWS_OF_A_BLOCK;
                for (int i = 0; i < block.rows(); i++) {
                    assertThat(inspection.timestampMs(i)).isEqualTo(timestampMs(number, from + i));
                    assertThat(inspection.value(i)).isEqualTo(value(number, from + i));
                }
            }
            assertThat(inspection.next()).isFalse();
            List<IndexRow> index = inspection.index();
            assertThat(index).singleElement().satisfies(row -> {
                assertThat(row.firstSeries()).isEqualTo(blocks.get(0).series());
                assertThat(row.blocks()).isEqualTo(2 * SERIES);
                assertThat(row.minTimestampMs()).isEqualTo(TableFixture.MAY);
            });
            inspection.checkEnds();
        }
        assertThat(blocks).extracting(Block::rows).containsExactly(8192, 808, 8192, 808, 8192, 808);
        assertThat(blocks).extracting(Block::number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(blocks).extracting(Block::timestampsEncoding).startsWith("delta-const", "delta-const");
        assertThat(blocks).extracting(Block::valuesEncoding).startsWith("const", "const").endsWith("zstd-nearest-delta");
        disk.assertNothingOpen();
    }

    @Test
    void tellsWhatLiesInFrontOfDamage() throws IOException {
        byte[] values = AtomicFile.read(disk, part.resolve("values.bin"));
        AtomicFile.write(disk, part.resolve("values.bin"), Arrays.copyOf(values, values.length - 1));
        try (PartInspection inspection = PartInspection.open(disk, part)) {
            assertThat(inspection.index()).hasSize(1);
            for (int i = 0; i < 5; i++) {
                assertThat(inspection.next()).isTrue();
                inspection.readSamples();
            }
            assertThat(inspection.next()).isTrue();
            assertThat(inspection.block().rows()).isEqualTo(808);
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::readSamples)
                    .withMessageContaining(part.resolve("values.bin").toString()).withMessageContaining("offset");
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::checkPlaces);
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::checkEnds);
        }
        AtomicFile.write(disk, part.resolve("metaindex.bin"), new byte[3]);
        try (PartInspection inspection = PartInspection.open(disk, part)) {
            assertThat(inspection.name().rows()).isEqualTo(SERIES * ROWS);
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::index)
                    .withMessageContaining(part.resolve("metaindex.bin").toString());
        }
        assertThatExceptionOfType(CorruptedDataException.class)
                .isThrownBy(() -> PartInspection.open(disk, part.resolveSibling("tmp")))
                .withMessageContaining("not the name of a part");
        disk.assertNothingOpen();
    }
}
