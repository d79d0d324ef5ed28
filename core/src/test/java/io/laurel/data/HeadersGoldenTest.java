package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.codec.VectorSeries;
import io.laurel.testkit.TestData;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersGoldenTest {
    @Test
    void blockHeaders() {
        for (Map<String, Object> vector : TestData.dataVectors("block_header")) {
            BlockHeader header = PartVectors.header(TestData.map(vector.get("header")));
            ByteBuilder bytes = new ByteBuilder(0);
            header.write(bytes);
            assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(vector.get("hex"));

            BlockHeader read = new BlockHeader();
            read.read(hex("00" + vector.get("hex")), 1);
            assertThat(read).usingRecursiveComparison().isEqualTo(header);
        }
    }

    @Test
    void refusedBlockHeaders() {
        for (Map<String, Object> vector : TestData.dataVectors("block_header_validation")) {
            byte[] bytes = hex((String) vector.get("hex"));
            if ((Boolean) vector.get("accepted")) {
                assertThatCode(() -> BlockHeader.check(bytes, 0)).as("%s", vector.get("case"))
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> BlockHeader.check(bytes, 0)).as("%s", vector.get("case"))
                        .isInstanceOf(CorruptedDataException.class);
            }
        }
    }

    @Test
    void metaindexRows() {
        for (Map<String, Object> vector : TestData.dataVectors("metaindex_row")) {
            byte[] bytes = hex((String) vector.get("hex"));
            assertThat(MetaindexRow.headers(bytes, 0) & 0xffffffffL).isEqualTo(vector.get("block_headers"));
            assertThat(MetaindexRow.minTimestampMs(bytes, 0)).isEqualTo(number(vector, "min_ts"));
            assertThat(MetaindexRow.maxTimestampMs(bytes, 0)).isEqualTo(number(vector, "max_ts"));
            assertThat(MetaindexRow.indexOffset(bytes, 0)).isEqualTo(number(vector, "index_offset"));
            assertThat(MetaindexRow.indexSize(bytes, 0) & 0xffffffffL).isEqualTo(vector.get("index_size"));

            BlockHeader first = new BlockHeader();
            PartVectors.setTsid(first, TestData.map(vector.get("tsid")));
            ByteBuilder key = new ByteBuilder();
            first.write(key);
            ByteBuilder row = new ByteBuilder();
            MetaindexRow.write(row, key.array(), 0, MetaindexRow.headers(bytes, 0), number(vector, "min_ts"),
                    number(vector, "max_ts"), number(vector, "index_offset"), MetaindexRow.indexSize(bytes, 0));
            assertThat(HexFormat.of().formatHex(row.toByteArray())).isEqualTo(vector.get("hex"));
        }
    }

    @Test
    void levelsOfTheIndex() {
        for (Map<String, Object> vector : TestData.dataVectors("index_zstd_level")) {
            assertThat((long) IndexLevel.of((Long) vector.get("rows"), (Long) vector.get("blocks"))).as("%s", vector)
                    .isEqualTo(vector.get("level"));
        }
    }

    @Test
    void deduplication() {
        for (Map<String, Object> vector : TestData.dataVectors("dedup_during_merge")) {
            long[] timestamps = VectorSeries.longs(vector.get("timestamps"));
            long[] indexes = new long[timestamps.length];
            for (int i = 0; i < indexes.length; i++) {
                indexes[i] = i;
            }
            int kept = Deduplicator.apply(timestamps, indexes, 0, indexes.length, number(vector, "interval_ms"));
            assertThat(timestamps).startsWith(VectorSeries.longs(vector.get("kept_timestamps")));
            assertThat(indexes).startsWith(VectorSeries.longs(vector.get("kept_indexes")));
            assertThat(kept).isEqualTo(VectorSeries.longs(vector.get("kept_indexes")).length);
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static long number(Map<String, Object> vector, String field) {
        String text = (String) vector.get(field);
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }
}
