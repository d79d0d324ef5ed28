package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Zstd;
import io.laurel.codec.Decimal;
import io.laurel.codec.Int64Codec;
import io.laurel.codec.VectorSeries;
import io.laurel.part.MergeRun;
import io.laurel.series.SeriesTable;
import io.laurel.series.Tsid;
import io.laurel.testkit.TestData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What the vectors of whole parts describe: rows, block headers, files; and the part that is compared with them. */
final class PartVectors {
    private final SeriesTable table = new SeriesTable();

    /** A part in memory of the rows that the vector lists. */
    Part part(Object rowsIn) throws Exception {
        RowBuffer rows = new RowBuffer();
        int precisionBits = Int64Codec.EXACT;
        if (rowsIn instanceof String) {
            for (int i = 0; i < 811; i++) {
                rows.append(ordinal(new Tsid(7, 0, 0, 1000 + i)), 1652356800000L + i, i);
            }
            return new MemoryPartMaker(table, precisionBits).fromRows(rows);
        }
        for (Object item : TestData.list(rowsIn)) {
            Map<String, Object> run = TestData.map(item);
            long[] timestamps = run.containsKey("ts_series")
                    ? VectorSeries.of(run.get("ts_series"))
                    : VectorSeries.longs(run.get("timestamps"));
            double[] values;
            if (run.containsKey("value_series")) {
                long[] integers = VectorSeries.of(run.get("value_series"));
                values = new double[integers.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (double) integers[i] / VectorSeries.number(run.get("value_divisor"));
                }
            } else {
                values = VectorSeries.doubles(run.get("values_bits"));
            }
            BlockHeader key = new BlockHeader();
            setTsid(key, TestData.map(run.get("tsid")));
            int ordinal = ordinal(new Tsid(key.metricGroupId, (int) (key.jobAndInstance >>> 32),
                    (int) key.jobAndInstance, key.metricId));
            for (int i = 0; i < timestamps.length; i++) {
                rows.append(ordinal, timestamps[i], values[i]);
            }
            precisionBits = VectorSeries.number(run.get("precision_bits"));
        }
        return new MemoryPartMaker(table, precisionBits).fromRows(rows);
    }

    private int ordinal(Tsid tsid) {
        byte[] name = tsid.toString().getBytes(StandardCharsets.US_ASCII);
        return table.add(name, 0, name.length, tsid.metricId(), tsid);
    }

    /** Merges to what would lie on disk, and compares it with the vector. */
    static void assertMerged(List<Part> sources, MergeRules rules, Map<String, Object> vector) throws Exception {
        ByteBuilder timestamps = new ByteBuilder();
        ByteBuilder values = new ByteBuilder();
        ByteBuilder index = new ByteBuilder();
        ByteBuilder metaindex = new ByteBuilder();
        try (Zstd zstd = new Zstd()) {
            PartWriter writer = new PartWriter(timestamps::bytes, values::bytes,
                    IndexWriter.toDisk(index::bytes, metaindex::bytes, zstd, 1));
            PartMerger merger = new PartMerger(sources, writer, true, rules, zstd);
            merger.run(MergeRun.UNTOLD);
            writer.finish();
            assertThat(writer.header("x").name()).isEqualTo(vector.get("part_header") + "_x");
            assertThat(writer.sizeBytes())
                    .isEqualTo(timestamps.size() + values.size() + index.size() + metaindex.size());

            ByteBuilder rows = new ByteBuilder();
            zstd.decompress(metaindex.array(), 0, metaindex.size(), 1 << 20, rows);
            MetaindexRow.check(rows.array(), rows.size());
            List<byte[]> blocks = new ArrayList<>();
            for (int at = 0; at < rows.size(); at += MetaindexRow.SIZE) {
                ByteBuilder plain = new ByteBuilder();
                zstd.decompress(index.array(), (int) MetaindexRow.indexOffset(rows.array(), at),
                        MetaindexRow.indexSize(rows.array(), at), 1 << 20, plain);
                blocks.add(plain.toByteArray());
            }
            assertMetaindex(rows, vector);
            assertBlocks(blocks, timestamps.toByteArray(), values.toByteArray(), vector, zstd);
        }
    }

    private static void assertMetaindex(ByteBuilder rows, Map<String, Object> vector) {
        byte[] expected = hex(TestData.map(vector.get("metaindex_plain")));
        assertThat(rows.size()).isEqualTo(expected.length);
        for (int at = 0; at < expected.length; at += MetaindexRow.SIZE) {
            // Behind the times stand offset and size of a frame, which depend on the zstd library.
            assertThat(Arrays.copyOfRange(rows.array(), at, at + 44))
                    .isEqualTo(Arrays.copyOfRange(expected, at, at + 44));
        }
    }

    private static void assertBlocks(List<byte[]> indexBlocks, byte[] timestamps, byte[] values,
            Map<String, Object> vector, Zstd zstd) throws Exception {
        List<Map<String, Object>> blocks = TestData.list(vector.get("blocks"));
        boolean exact = vector.containsKey("timestamps_bin");
        ByteBuilder headers = new ByteBuilder();
        indexBlocks.forEach(headers::bytes);
        int count = headers.size() / BlockHeader.SIZE;
        assertThat((long) count).isEqualTo(vector.get("blocks_count"));
        for (int i = 0; i < blocks.size(); i++) {
            // When not all are listed they are the first and the last one.
            int at = BlockHeader.SIZE * (blocks.size() == count || i == 0 ? i : count - 1);
            BlockHeader header = new BlockHeader();
            header.read(headers.array(), at);
            BlockHeader expected = header(blocks.get(i));
            boolean compressed = header.timestampsType == 1 || header.valuesType == 1 || header.valuesType == 4;
            exact &= !compressed;
            assertThat(header).usingRecursiveComparison()
                    .ignoringFields(exact ? new String[0]
                            : new String[] {"timestampsSize", "valuesSize", "timestampsOffset", "valuesOffset"})
                    .isEqualTo(expected);
            assertSamples(header, timestamps, values, blocks.get(i), zstd);
        }
        List<Map<String, Object>> expectedIndex = TestData.list(vector.get("index_blocks"));
        assertThat(indexBlocks).hasSameSizeAs(expectedIndex);
        for (int i = 0; i < indexBlocks.size(); i++) {
            assertThat((long) indexBlocks.get(i).length).isEqualTo(81 * (Long) expectedIndex.get(i).get("headers"));
            if (exact) {
                assertBlob(indexBlocks.get(i), expectedIndex.get(i).get("plain"));
            }
        }
        if (exact) {
            assertBlob(timestamps, vector.get("timestamps_bin"));
            assertBlob(values, vector.get("values_bin"));
        }
    }

    private static void assertSamples(BlockHeader header, byte[] timestampsBin, byte[] valuesBin,
            Map<String, Object> block, Zstd zstd) throws Exception {
        long[] timestamps = new long[header.rows];
        long[] mantissas = new long[header.rows];
        double[] values = new double[header.rows];
        BlockDecoder decoder = new BlockDecoder(zstd, new Int64Codec.Scratch());
        decoder.decodeTimestamps(header, timestampsBin, (int) header.timestampsOffset, timestamps, 0);
        decoder.decodeValues(header, valuesBin, (int) header.valuesOffset, mantissas, 0);
        Decimal.toDoubles(mantissas, 0, header.rows, header.scale, values, 0);
        if (block.containsKey("timestamps")) {
            assertThat(timestamps).isEqualTo(VectorSeries.longs(block.get("timestamps")));
            assertThat(mantissas).isEqualTo(VectorSeries.longs(block.get("mantissas")));
            double[] expected = VectorSeries.doubles(block.get("values_bits"));
            for (int i = 0; i < expected.length; i++) {
                assertThat(Double.doubleToRawLongBits(values[i])).isEqualTo(Double.doubleToRawLongBits(expected[i]));
            }
        } else {
            assertThat(sha256(bigEndian(timestamps))).isEqualTo(block.get("timestamps_be64_sha256"));
            assertThat(sha256(bigEndian(mantissas))).isEqualTo(block.get("mantissas_be64_sha256"));
        }
    }

    static BlockHeader header(Map<String, Object> json) {
        BlockHeader header = new BlockHeader();
        setTsid(header, TestData.map(json.get("tsid")));
        header.minTimestampMs = number(json, "min_ts");
        header.maxTimestampMs = number(json, "max_ts");
        header.firstValue = number(json, "first_value");
        header.timestampsOffset = number(json, "ts_offset");
        header.valuesOffset = number(json, "val_offset");
        header.timestampsSize = (int) number(json, "ts_size");
        header.valuesSize = (int) number(json, "val_size");
        header.rows = (int) number(json, "rows");
        header.scale = (short) number(json, "scale");
        header.timestampsType = (int) number(json, "ts_type");
        header.valuesType = (int) number(json, "val_type");
        header.precisionBits = (int) number(json, "precision_bits");
        return header;
    }

    static void setTsid(BlockHeader header, Map<String, Object> tsid) {
        header.metricGroupId = number(tsid, "metric_group_id");
        header.jobAndInstance = number(tsid, "job_id") << 32 | number(tsid, "instance_id");
        header.metricId = number(tsid, "metric_id");
    }

    private static long number(Map<String, Object> json, String field) {
        Object value = json.get(field);
        if (value == null) {
            return 0;
        }
        return value instanceof Long number ? number
                : ((String) value).startsWith("-") ? Long.parseLong((String) value)
                        : Long.parseUnsignedLong((String) value);
    }

    private static byte[] hex(Map<String, Object> blob) {
        return HexFormat.of().parseHex((String) blob.get("hex"));
    }

    private static void assertBlob(byte[] bytes, Object expected) throws NoSuchAlgorithmException {
        Map<String, Object> blob = TestData.map(expected);
        assertThat((long) bytes.length).isEqualTo(blob.get("len"));
        if (blob.containsKey("hex")) {
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(blob.get("hex"));
        } else {
            assertThat(sha256(bytes)).isEqualTo(blob.get("sha256"));
        }
    }

    private static byte[] bigEndian(long[] column) {
        ByteBuilder bytes = new ByteBuilder(8 * column.length);
        for (long value : column) {
            bytes.u64(value);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
