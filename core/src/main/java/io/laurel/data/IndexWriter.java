package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Zstd;
import java.io.IOException;

/**
 * Block headers in, {@code index.bin} and {@code metaindex.bin} out. On disk headers go in groups, each of which
 * becomes one zstd frame; a part in memory has one group of them all, plain. For one part and one thread.
 */
final class IndexWriter {
    /** On disk a group ends with the header that brings it to this size: with the 810th. */
    private static final int GROUP_SIZE = 65_536;

    private final PartWriter.Output index;
    private final PartWriter.Output metaindex;
    /** Null for a part in memory. */
    private final Zstd zstd;
    private final int level;
    private final int groupSize;

    private final ByteBuilder headers;
    private final ByteBuilder rows = new ByteBuilder(MetaindexRow.SIZE);
    private final ByteBuilder compressed = new ByteBuilder(0);
    private int count;
    private long minTimestampMs;
    private long maxTimestampMs;
    private long indexOffset;
    private long metaindexSize;

    private IndexWriter(PartWriter.Output index, PartWriter.Output metaindex, Zstd zstd, int level, int groupSize,
            ByteBuilder headers) {
        this.index = index;
        this.metaindex = metaindex;
        this.zstd = zstd;
        this.level = level;
        this.groupSize = groupSize;
        this.headers = headers;
        beginGroup();
    }

    /** The zstd context is borrowed. */
    static IndexWriter toDisk(PartWriter.Output index, PartWriter.Output metaindex, Zstd zstd, int level) {
        return new IndexWriter(index, metaindex, zstd, level, GROUP_SIZE, new ByteBuilder(0));
    }

    /** The headers gather in the given builder, the one metaindex row in the other. */
    static IndexWriter inMemory(ByteBuilder headers, ByteBuilder metaindex) {
        return new IndexWriter((source, offset, length) -> { }, metaindex::bytes, null, 0, Integer.MAX_VALUE, headers);
    }

    void add(BlockHeader header) throws IOException {
        assert count == 0 || isBehindLast(header) : "blocks are not in order";
        header.write(headers);
        count++;
        minTimestampMs = Math.min(minTimestampMs, header.minTimestampMs);
        maxTimestampMs = Math.max(maxTimestampMs, header.maxTimestampMs);
        if (headers.size() >= groupSize) {
            endGroup();
            headers.clear();
            beginGroup();
        }
    }

    private boolean isBehindLast(BlockHeader header) {
        byte[] array = headers.array();
        int last = headers.size() - BlockHeader.SIZE;
        int order = SeriesKey.compare(array, last, header.metricGroupId, header.jobAndInstance, header.metricId);
        return order < 0 || order == 0 && BlockHeader.minTimestampMs(array, last) <= header.minTimestampMs;
    }

    private void beginGroup() {
        count = 0;
        minTimestampMs = Long.MAX_VALUE;
        maxTimestampMs = Long.MIN_VALUE;
    }

    private void endGroup() throws IOException {
        ByteBuilder block = compressed(headers);
        index.write(block.array(), 0, block.size());
        MetaindexRow.write(rows, headers.array(), 0, count, minTimestampMs, maxTimestampMs, indexOffset, block.size());
        indexOffset += block.size();
    }

    private ByteBuilder compressed(ByteBuilder plain) {
        if (zstd == null) {
            return plain;
        }
        compressed.clear();
        zstd.compress(plain.array(), 0, plain.size(), level, compressed);
        return compressed;
    }

    /** Writes the last group and the metaindex. */
    void finish() throws IOException {
        if (count > 0) {
            endGroup();
        }
        ByteBuilder block = compressed(rows);
        metaindex.write(block.array(), 0, block.size());
        metaindexSize = block.size();
    }

    /** Bytes of both files, after {@link #finish()}. */
    long sizeBytes() {
        return indexOffset + metaindexSize;
    }
}
