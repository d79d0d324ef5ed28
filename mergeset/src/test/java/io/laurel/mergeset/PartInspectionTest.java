package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.env.AtomicFile;
import io.laurel.mergeset.PartInspection.Block;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartInspectionTest {
    private static final int ITEMS = 20_000;

    private final MemoryDisk disk = new MemoryDisk();
    private Path part;

    @BeforeEach
    void write() throws IOException {
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            ItemBatch batch = new ItemBatch();
            for (int i = 0; i < ITEMS; i++) {
                batch.add(item(i));
            }
            table.addItems(batch);
            table.persist();
            part = TableTest.PATH.resolve(table.parts().get(0).name());
        }
    }

    private static Slice item(int i) {
        return Slice.utf8(String.format("item %08d", i));
    }

    @Test
    void tellsWhatIsInAPart() throws IOException {
        List<Block> blocks = new ArrayList<>();
        int count = 0;
        try (PartInspection inspection = PartInspection.open(disk, part)) {
            while (inspection.next()) {
                blocks.add(inspection.block());
                ItemBatch items = inspection.readItems();
                assertThat(items.size()).isEqualTo(inspection.block().items());
                assertThat(items.item(0)).isEqualTo(inspection.block().firstItem());
                for (int i = 0; i < items.size(); i++) {
                    assertThat(items.item(i)).isEqualTo(item(count++));
                }
            }
            assertThat(inspection.next()).isFalse();
            assertThat(inspection.header())
                    .isEqualTo(new PartInspection.Header(ITEMS, blocks.size(), item(0), item(ITEMS - 1)));
            assertThat(inspection.index()).singleElement().satisfies(row -> {
                assertThat(row.firstItem()).isEqualTo(item(0));
                assertThat(row.blocks()).isEqualTo(blocks.size());
            });
            inspection.checkEnds();
        }
        assertThat(count).isEqualTo(ITEMS);
        assertThat(blocks).hasSizeGreaterThan(3).extracting(Block::coding).containsOnly("zstd");
        assertThat(blocks.get(0).commonPrefixBytes()).isEqualTo("item 0000".length());
        assertThat(blocks.get(1).itemsOffset()).isEqualTo(blocks.get(0).itemsBytes());
        disk.assertNothingOpen();
    }

    @Test
    void tellsWhatLiesInFrontOfDamage() throws IOException {
        byte[] items = AtomicFile.read(disk, part.resolve("items.bin"));
        AtomicFile.write(disk, part.resolve("items.bin"), Arrays.copyOf(items, items.length - 1));
        try (PartInspection inspection = PartInspection.open(disk, part)) {
            long blocks = inspection.header().blocks();
            for (int i = 0; i < blocks - 1; i++) {
                assertThat(inspection.next()).isTrue();
                inspection.readItems();
            }
            assertThat(inspection.next()).isTrue();
            assertThat(inspection.block().number()).isEqualTo(blocks - 1);
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::readItems)
                    .withMessageContaining(part.resolve("items.bin").toString()).withMessageContaining("offset");
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::checkEnds);
        }
        AtomicFile.write(disk, part.resolve("metaindex.bin"), new byte[3]);
        try (PartInspection inspection = PartInspection.open(disk, part)) {
            assertThat(inspection.header().items()).isEqualTo(ITEMS);
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(inspection::next)
                    .withMessageContaining(part.resolve("metaindex.bin").toString());
        }
        disk.assertNothingOpen();
    }
}
