package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.testkit.TestData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Block headers, index blocks, metaindex rows and part headers, byte for byte as the reference writes them. */
class HeadersGoldenTest {
    @Test
    void blockHeaders() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("block_headers")) {
            byte[] bytes = Vectors.hex(vector, "hex");
            if (!Vectors.accepted(vector)) {
                assertThatThrownBy(() -> BlockHeader.read(new ByteReader(bytes))).as((String) vector.get("note"))
                        .isInstanceOf(CorruptedDataException.class);
                continue;
            }
            BlockHeader header = new BlockHeader(Vectors.slice(vector, "common_prefix"),
                    Vectors.slice(vector, "first_item"), (int) Vectors.number(vector, "marshal_type"),
                    (int) Vectors.number(vector, "items_count"), Vectors.number(vector, "items_block_offset"),
                    Vectors.number(vector, "lens_block_offset"), (int) Vectors.number(vector, "items_block_size"),
                    (int) Vectors.number(vector, "lens_block_size"));
            ByteReader reader = new ByteReader(bytes);
            assertThat(BlockHeader.read(reader)).isEqualTo(header);
            reader.expectEnd("header");
            ByteBuilder written = new ByteBuilder();
            header.write(written);
            assertThat(written.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void indexBlocks() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("index_blocks")) {
            byte[] bytes = Vectors.hex(vector, "hex");
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            int count = (int) Vectors.number(vector, "count");
            assertThatThrownBy(() -> IndexBlock.parse(longer, count)).isInstanceOf(CorruptedDataException.class);
            if (!Vectors.accepted(vector)) {
                assertThatThrownBy(() -> IndexBlock.parse(bytes, count)).isInstanceOf(CorruptedDataException.class);
                continue;
            }
            IndexBlock block = IndexBlock.parse(bytes, count);
            List<String> firstItems = TestData.list(vector.get("first_items"));
            assertThat(block.size()).isEqualTo(firstItems.size());
            for (int i = 0; i < count; i++) {
                assertThat(block.header(i).firstItem()).isEqualTo(Slice.of(Vectors.bytes(firstItems.get(i))));
            }
        }
    }

    @Test
    void metaindexRows() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("metaindex_rows")) {
            byte[] bytes = Vectors.hex(vector, "hex");
            if (!Vectors.accepted(vector)) {
                assertThatThrownBy(() -> Metaindex.parse(bytes)).as((String) vector.get("note"))
                        .isInstanceOf(CorruptedDataException.class);
                continue;
            }
            MetaindexRow row = new MetaindexRow(Vectors.slice(vector, "first_item"),
                    Vectors.number(vector, "block_headers_count"), Vectors.number(vector, "index_block_offset"),
                    (int) Vectors.number(vector, "index_block_size"));
            Metaindex metaindex = Metaindex.parse(bytes);
            assertThat(metaindex.size()).isEqualTo(1);
            assertThat(metaindex.row(0)).isEqualTo(row);
            ByteBuilder written = new ByteBuilder();
            row.write(written);
            assertThat(written.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void partHeaders() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("part_headers")) {
            PartHeader header = new PartHeader(Vectors.number(vector, "items_count"),
                    Vectors.number(vector, "blocks_count"), Vectors.slice(vector, "first_item"),
                    Vectors.slice(vector, "last_item"));
            String name = (String) vector.get("dir_name");
            assertThat(header.folderName(String.format("%016X", Vectors.number(vector, "merge_idx")))).isEqualTo(name);
            assertThat(new String(header.json(), StandardCharsets.US_ASCII)).isEqualTo(vector.get("metadata_json"));
            assertThat(PartHeader.read(name, header.json())).isEqualTo(header);
        }
    }

    @Test
    void partNamesAndMetadata() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("part_name_checks")) {
            String name = (String) vector.get("dir_name");
            byte[] json = ((String) vector.get("metadata_json")).getBytes(StandardCharsets.UTF_8);
            if (Vectors.accepted(vector)) {
                PartHeader header = PartHeader.read(name, json);
                assertThat(header.firstItem()).isEqualTo(Vectors.slice(vector, "first_item"));
                assertThat(header.lastItem()).isEqualTo(Vectors.slice(vector, "last_item"));
            } else {
                assertThatThrownBy(() -> PartHeader.read(name, json)).as((String) vector.get("note"))
                        .isInstanceOf(CorruptedDataException.class);
            }
        }
    }

    @Test
    void compressionLevels() {
        for (Map<String, Object> vector : TestData.indexVectors("compress_levels")) {
            assertThat((long) PartWriter.level(Vectors.number(vector, "items_count")))
                    .isEqualTo(Vectors.number(vector, "level"));
        }
    }
}
