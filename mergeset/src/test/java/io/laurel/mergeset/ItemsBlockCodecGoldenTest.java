package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemsBlockCodecGoldenTest {
    private static final int LEVEL = 1;

    private final Zstd zstd = new Zstd();
    private final ItemsBlockCodec codec = new ItemsBlockCodec(zstd);

    @AfterEach
    void close() {
        zstd.close();
    }

    @Test
    void blocksAreCodedAsByTheReference() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("inmemory_blocks")) {
            String note = (String) vector.get("note");
            ItemBatch sorted = Vectors.sorted(Vectors.batch(TestData.list(vector.get("items"))));
            int prefixLength = ItemsBlockCodec.commonPrefixLength(sorted);
            ByteBuilder items = new ByteBuilder();
            ByteBuilder lens = new ByteBuilder();
            int coding = codec.encode(sorted, prefixLength, LEVEL, items, lens);

            assertThat(coding).as(note).isEqualTo((int) Vectors.number(vector, "marshal_type"));
            assertThat(sorted.item(0).range(0, prefixLength)).as(note)
                    .isEqualTo(Vectors.slice(vector, "common_prefix"));
            assertThat(sorted.item(0)).as(note).isEqualTo(Vectors.slice(vector, "first_item"));
            assertThat((long) sorted.size()).as(note).isEqualTo(Vectors.number(vector, "items_count"));
            if (coding == BlockHeader.PLAIN) {
                assertThat(hex(items)).as(note).isEqualTo(vector.get("items_data"));
                assertThat(hex(lens)).as(note).isEqualTo(vector.get("lens_data"));
            } else {
                assertThat(hex(unpack(items.slice()))).as(note).isEqualTo(vector.get("items_data_decompressed"));
                assertThat(hex(unpack(lens.slice()))).as(note).isEqualTo(vector.get("lens_data_decompressed"));
            }
        }
    }

    @Test
    void blocksOfTheReferenceAreRead() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("inmemory_blocks")) {
            boolean plain = Vectors.number(vector, "marshal_type") == BlockHeader.PLAIN;
            Slice items = Vectors.slice(vector, plain ? "items_data" : "items_data_zstd_level1");
            Slice lens = Vectors.slice(vector, plain ? "lens_data" : "lens_data_zstd_level1");
            ItemBatch target = new ItemBatch();
            codec.decode(header(vector), items, lens, target);

            List<String> expected = new ArrayList<>(TestData.list(vector.get("items")));
            expected.sort((a, b) -> Slice.of(Vectors.bytes(a)).compareTo(Slice.of(Vectors.bytes(b))));
            assertThat(Vectors.strings(target)).as((String) vector.get("note")).isEqualTo(expected);
        }
    }

    @Test
    void damagedBlocksAreRefusedAsByTheReference() {
        for (Map<String, Object> vector : TestData.indexVectors("block_decode_checks")) {
            Slice items = Vectors.slice(vector, "items_data");
            Slice lens = Vectors.slice(vector, "lens_data");
            String note = (String) vector.get("note");
            if (Vectors.accepted(vector)) {
                assertThatCode(() -> codec.decode(header(vector), items, lens, new ItemBatch())).as(note)
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> codec.decode(header(vector), items, lens, new ItemBatch())).as(note)
                        .isInstanceOf(CorruptedDataException.class);
            }
        }
    }

    private static BlockHeader header(Map<String, Object> vector) {
        return new BlockHeader(Vectors.slice(vector, "common_prefix"), Vectors.slice(vector, "first_item"),
                (int) Vectors.number(vector, "marshal_type"), (int) Vectors.number(vector, "items_count"), 0, 0, 0, 0);
    }

    private ByteBuilder unpack(Slice packed) throws CorruptedDataException {
        ByteBuilder unpacked = new ByteBuilder();
        zstd.decompress(packed.array(), packed.offset(), packed.length(), 1 << 20, unpacked);
        return unpacked;
    }

    private static String hex(ByteBuilder bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
