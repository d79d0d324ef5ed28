package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Zstd;
import java.io.IOException;
import java.util.Arrays;

/**
 * Encoded blocks in, the four files of a part out:
 *
 * <pre>
 *   metaindex.bin    one row (56 bytes) per index block                         one zstd frame
 *   index.bin        index blocks of 810 headers (81 bytes), the last of fewer  one zstd frame each, back to back
 *   timestamps.bin   payloads back to back; a payload equal to the one before is not repeated
 *   values.bin       payloads back to back
 * </pre>
 *
 * <p>Series that were sampled together have equal timestamps. When the timestamps payload of a block is not empty and
 * has the same bytes as that of the block just before it, whatever its series, the header refers to the same place. An
 * empty payload ends such a chain. A reader that merges accepts a reference to the previous payload or to the end of
 * everything written so far, and nothing else.
 *
 * <p>Blocks come in the order of TSID and first timestamp. For one part and one thread.
 */
final class PartWriter {
    /** An index block is closed by the header that brings it to this size. */
    private static final int INDEX_BLOCK_SIZE = 65_536;

    /** Where one file goes. */
    interface Output {
        void write(byte[] source, int offset, int length) throws IOException;
    }

    private final Output timestamps;
    private final Output values;
    private final Output index;
    private final Output metaindex;
    /** Null for a part in memory, whose index stays plain. */
    private final Zstd zstd;
    private final int indexLevel;

    private final ByteBuilder headers = new ByteBuilder(0);
    private final ByteBuilder metaindexRows = new ByteBuilder(MetaindexRow.SIZE);
    private final ByteBuilder compressed = new ByteBuilder(0);
    private byte[] previous = new byte[0];
    private int previousSize;
    private long previousOffset;
    private int headersCount;
    private long timestampsOffset;
    private long valuesOffset;
    private long indexOffset;
    private long metaindexSize;

    private long rows;
    private long blocks;
    private long minTimestampMs = Long.MAX_VALUE;
    private long maxTimestampMs = Long.MIN_VALUE;

    PartWriter(Output timestamps, Output values, Output index, Output metaindex, Zstd zstd, int indexLevel) {
        this.timestamps = timestamps;
        this.values = values;
        this.index = index;
        this.metaindex = metaindex;
        this.zstd = zstd;
        this.indexLevel = indexLevel;
    }

    /**
     * Appends a block. The header must be complete but for its offsets, which are set here.
     *
     * @param timestampsPayload {@code header.timestampsSize} bytes from {@code timestampsAt} on; the values likewise
     */
    void add(BlockHeader header, byte[] timestampsPayload, int timestampsAt, byte[] valuesPayload, int valuesAt)
            throws IOException {
        assert header.rows >= 1 && header.rows <= BlockHeader.MAX_ROWS
                && header.minTimestampMs <= header.maxTimestampMs : header.rows + " rows";
        assert headersCount == 0 || isBehindLast(header) : "blocks are not in order";
        int size = header.timestampsSize;
        if (size > 0 && size == previousSize && Arrays.equals(previous, 0, size,
                timestampsPayload, timestampsAt, timestampsAt + size)) {
            header.timestampsOffset = previousOffset;
        } else {
            header.timestampsOffset = timestampsOffset;
            timestamps.write(timestampsPayload, timestampsAt, size);
            timestampsOffset += size;
            if (previous.length < size) {
                previous = new byte[Math.max(size, 2 * previous.length)];
            }
            System.arraycopy(timestampsPayload, timestampsAt, previous, 0, size);
            previousSize = size;
            previousOffset = header.timestampsOffset;
        }
        header.valuesOffset = valuesOffset;
        values.write(valuesPayload, valuesAt, header.valuesSize);
        valuesOffset += header.valuesSize;
        header.write(headers);
        headersCount++;
        rows += header.rows;
        blocks++;
        minTimestampMs = Math.min(minTimestampMs, header.minTimestampMs);
        maxTimestampMs = Math.max(maxTimestampMs, header.maxTimestampMs);
        if (headers.size() >= INDEX_BLOCK_SIZE) {
            endIndexBlock();
        }
    }

    private boolean isBehindLast(BlockHeader header) {
        byte[] array = headers.array();
        int last = headers.size() - BlockHeader.SIZE;
        int order = SeriesKey.compare(array, last, header.metricGroupId, header.jobAndInstance, header.metricId);
        return order < 0 || order == 0 && BlockHeader.minTimestampMs(array, last) <= header.minTimestampMs;
    }

    /** Writes the rest of the index and the metaindex. */
    void finish() throws IOException {
        if (headersCount > 0) {
            endIndexBlock();
        }
        ByteBuilder plain = metaindexRows;
        if (zstd != null) {
            compressed.clear();
            zstd.compress(plain.array(), 0, plain.size(), indexLevel, compressed);
            plain = compressed;
        }
        metaindex.write(plain.array(), 0, plain.size());
        metaindexSize = plain.size();
    }

    private void endIndexBlock() throws IOException {
        ByteBuilder block = headers;
        if (zstd != null) {
            compressed.clear();
            zstd.compress(headers.array(), 0, headers.size(), indexLevel, compressed);
            block = compressed;
        }
        index.write(block.array(), 0, block.size());
        MetaindexRow.write(metaindexRows, headers.array(), 0, headersCount, indexOffset, block.size());
        indexOffset += block.size();
        headers.clear();
        headersCount = 0;
    }

    long rows() {
        return rows;
    }

    /** Bytes of all four files, after {@link #finish()}. */
    long sizeBytes() {
        return timestampsOffset + valuesOffset + indexOffset + metaindexSize;
    }

    /** What was written, under the given name. Needs at least one block. */
    PartHeader header(String suffix) {
        return new PartHeader(rows, blocks, minTimestampMs, maxTimestampMs, suffix);
    }
}
