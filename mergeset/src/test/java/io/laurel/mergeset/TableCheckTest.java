package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.Slice;
import io.laurel.env.AtomicFile;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableCheckTest {
    private final MemoryDisk disk = new MemoryDisk();
    private Path part;

    @BeforeEach
    void fill() throws IOException {
        Random random = new Random(5);
        try (Table table = Table.open(TableTest.PATH, TableTest.context(disk))) {
            ItemBatch batch = new ItemBatch();
            byte[] item = new byte[50];
            for (int i = 0; i < 4000; i++) {
                random.nextBytes(item);
                batch.add(item, 0, item.length);
            }
            table.addItems(batch);
            table.persist();
            part = TableTest.PATH.resolve(table.parts().get(0).name());
        }
        assertThat(check().problems()).isEmpty();
        assertThat(check().itemsCount()).isEqualTo(4000);
    }

    private TableCheck.Report check() throws IOException {
        return TableCheck.check(TableTest.PATH, TableTest.context(disk));
    }

    private byte[] read(String file) throws IOException {
        return AtomicFile.read(disk, part.resolve(file));
    }

    private void write(String file, byte[] content) throws IOException {
        AtomicFile.write(disk, part.resolve(file), content);
    }

    private void isNoticed(String problem) throws IOException {
        assertThat(check().problems()).isNotEmpty()
                .allSatisfy(text -> assertThat(text).contains(part.toString()))
                .anySatisfy(text -> assertThat(text).contains(problem));
        disk.assertNothingOpen();
    }

    @Test
    void aWrongLastItem() throws IOException {
        String json = new String(read(PartHeader.METADATA), StandardCharsets.US_ASCII);
        int at = json.lastIndexOf('"');
        String longer = json.substring(0, at) + "00" + json.substring(at);
        write(PartHeader.METADATA, longer.getBytes(StandardCharsets.US_ASCII));
        isNoticed("last item");
    }

    @Test
    void aTail() throws IOException {
        byte[] lens = read(PartHeader.LENS);
        write(PartHeader.LENS, Arrays.copyOf(lens, lens.length + 1));
        isNoticed("left over in lens.bin");
    }

    @Test
    void aFileCutShort() throws IOException {
        byte[] items = read(PartHeader.ITEMS);
        write(PartHeader.ITEMS, Arrays.copyOf(items, items.length - 1));
        isNoticed("items.bin");
    }

    @Test
    void aMissingFile() throws IOException {
        disk.deleteFile(part.resolve(PartHeader.INDEX));
        isNoticed("there is no index.bin");
    }

    @Test
    void aBlockOfOneItemInTheMiddle() throws IOException {
        disk.deleteTree(part);
        part = TableTest.PATH.resolve("3_2_0000000000000001");
        Table.Context context = TableTest.context(disk);
        try (PartWriter writer = new PartWriter(disk, part, -5, context.zstd().take())) {
            writer.add(TableTest.batch("a"));
            writer.add(TableTest.batch("b", "c"));
            assertThat(writer.finish()).isEqualTo(new PartHeader(3, 2, Slice.utf8("a"), Slice.utf8("c")));
        }
        isNoticed("no items data");
    }
}
