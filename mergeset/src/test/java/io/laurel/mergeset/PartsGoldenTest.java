package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole parts as the reference writes them: read, and written again. */
class PartsGoldenTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final ZstdPool pool = new ZstdPool();
    private final TableCaches caches = new TableCaches(1 << 20);

    @Test
    void partsOfTheReferenceAreReadAndWrittenAlike() throws IOException {
        int number = 0;
        for (Map<String, Object> vector : TestData.indexVectors("parts")) {
            Path theirs = Path.of("/theirs" + number, (String) vector.get("dir_name"));
            Path ours = Path.of("/ours" + number++, (String) vector.get("dir_name"));
            List<ItemBatch> blocks = blocks(vector);
            putFiles(theirs, vector, blocks);

            assertThat(read(theirs)).as((String) vector.get("note")).isEqualTo(strings(blocks));
            write(ours, blocks, (int) Vectors.number(vector, "zstd_level"));
            assertThat(read(ours)).isEqualTo(strings(blocks));
            assertSameFiles(ours, theirs);
        }
    }

    private static List<ItemBatch> blocks(Map<String, Object> vector) {
        List<ItemBatch> blocks = new ArrayList<>();
        if (vector.get("blocks") != null) {
            for (List<String> block : TestData.<List<String>>list(vector.get("blocks"))) {
                blocks.add(Vectors.batch(block));
            }
            return blocks;
        }
        // Too long to be spelled out: two items a block, a letter, 23,000 z, then 0 or 1.
        for (char letter : new char[] {'a', 'b', 'c'}) {
            blocks.add(TableTest.batch(letter + "z".repeat(Z_COUNT) + "0", letter + "z".repeat(Z_COUNT) + "1"));
        }
        return blocks;
    }

    private static final int Z_COUNT = 23_000;

    /** The vector of the long items has no metadata.json. */
    private void putFiles(Path folder, Map<String, Object> vector, List<ItemBatch> blocks) throws IOException {
        disk.createDirectory(folder);
        Map<String, Object> files = TestData.map(vector.get("files_base64"));
        for (Map.Entry<String, Object> file : files.entrySet()) {
            AtomicFile.write(disk, folder.resolve(file.getKey()), Base64.getDecoder().decode((String) file.getValue()));
        }
        if (!files.containsKey(PartHeader.METADATA)) {
            ItemBatch last = blocks.get(blocks.size() - 1);
            PartHeader header = new PartHeader(6, 3, blocks.get(0).item(0), last.item(last.size() - 1));
            AtomicFile.write(disk, folder.resolve(PartHeader.METADATA), header.json());
        }
    }

    private void write(Path folder, List<ItemBatch> blocks, int level) throws IOException {
        try (Zstd zstd = new Zstd(); PartWriter writer = new PartWriter(disk, folder, level, zstd)) {
            for (ItemBatch block : blocks) {
                writer.add(block);
            }
            writer.finish();
        }
    }

    private List<List<String>> read(Path folder) throws IOException {
        List<ItemBatch> blocks = new ArrayList<>();
        try (Part part = Part.open(disk, folder, caches, pool); BlockLoader loader = new BlockLoader(pool)) {
            MergeSource reader = part.reader(loader);
            for (ItemBatch block = reader.next(); block != null; block = reader.next()) {
                ItemBatch copy = new ItemBatch();
                copy.addAll(block);
                blocks.add(copy);
            }
        }
        return strings(blocks);
    }

    private static List<List<String>> strings(List<ItemBatch> blocks) {
        return blocks.stream().map(Vectors::strings).toList();
    }

    /** The same bytes, those in zstd frames when decompressed, except for the sizes of the frames themselves. */
    private void assertSameFiles(Path ours, Path theirs) throws IOException {
        assertThat(AtomicFile.read(disk, ours.resolve(PartHeader.METADATA)))
                .isEqualTo(AtomicFile.read(disk, theirs.resolve(PartHeader.METADATA)));
        try (Part our = Part.open(disk, ours, caches, pool);
                Part their = Part.open(disk, theirs, caches, pool);
                BlockLoader loader = new BlockLoader(pool)) {
            assertThat(our.metaindex().size()).isEqualTo(their.metaindex().size());
            for (int i = 0; i < our.metaindex().size(); i++) {
                assertThat(our.metaindex().row(i).firstItem()).isEqualTo(their.metaindex().row(i).firstItem());
                assertThat(our.metaindex().row(i).blocksCount()).isEqualTo(their.metaindex().row(i).blocksCount());
                IndexBlock ourIndex = loader.indexBlock(our.index(), our.metaindex().row(i));
                IndexBlock theirIndex = loader.indexBlock(their.index(), their.metaindex().row(i));
                for (int j = 0; j < ourIndex.size(); j++) {
                    assertSameBlock(our, ourIndex.header(j), their, theirIndex.header(j));
                }
            }
        }
    }

    private void assertSameBlock(Part our, BlockHeader ourHeader, Part their, BlockHeader theirHeader)
            throws IOException {
        assertThat(ourHeader.commonPrefix()).isEqualTo(theirHeader.commonPrefix());
        assertThat(ourHeader.firstItem()).isEqualTo(theirHeader.firstItem());
        assertThat(ourHeader.coding()).isEqualTo(theirHeader.coding());
        assertThat(ourHeader.itemsCount()).isEqualTo(theirHeader.itemsCount());
        boolean packed = ourHeader.coding() == BlockHeader.ZSTD;
        byte[] ourItems = new byte[ourHeader.itemsSize()];
        byte[] theirItems = new byte[theirHeader.itemsSize()];
        our.items().read(ourHeader.itemsOffset(), ourItems, 0, ourItems.length);
        their.items().read(theirHeader.itemsOffset(), theirItems, 0, theirItems.length);
        assertThat(content(ourItems, packed)).isEqualTo(content(theirItems, packed));
        byte[] ourLens = new byte[ourHeader.lensSize()];
        byte[] theirLens = new byte[theirHeader.lensSize()];
        our.lens().read(ourHeader.lensOffset(), ourLens, 0, ourLens.length);
        their.lens().read(theirHeader.lensOffset(), theirLens, 0, theirLens.length);
        assertThat(content(ourLens, packed)).isEqualTo(content(theirLens, packed));
    }

    private static Slice content(byte[] bytes, boolean packed) throws CorruptedDataException {
        if (!packed) {
            return Slice.of(bytes);
        }
        ByteBuilder unpacked = new ByteBuilder();
        try (Zstd zstd = new Zstd()) {
            zstd.decompress(bytes, 0, bytes.length, 1 << 20, unpacked);
        }
        return unpacked.slice();
    }
}
