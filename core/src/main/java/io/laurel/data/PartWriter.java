package io.laurel.data;

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
    /** Where one file goes. */
    interface Output {
        void write(byte[] source, int offset, int length) throws IOException;
    }

    private final Output timestamps;
    private final Output values;
    private final IndexWriter index;
    private byte[] previous = new byte[0];
    private int previousSize;
    private long previousOffset;
    private long timestampsOffset;
    private long valuesOffset;

    private long rows;
    private long blocks;
    private long minTimestampMs = Long.MAX_VALUE;
    private long maxTimestampMs = Long.MIN_VALUE;

    PartWriter(Output timestamps, Output values, IndexWriter index) {
        this.timestamps = timestamps;
        this.values = values;
        this.index = index;
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
        int size = header.timestampsSize;
        if (size > 0 && size == previousSize && Arrays.equals(previous, 0, size,
                timestampsPayload, timestampsAt, timestampsAt + size)) {
            header.timestampsOffset = previousOffset;
        } else {
            header.timestampsOffset = timestampsOffset;
            previousSize = size;
            previousOffset = timestampsOffset;
            if (size > 0) {
                timestamps.write(timestampsPayload, timestampsAt, size);
                timestampsOffset += size;
                if (previous.length < size) {
                    previous = new byte[Math.max(size, 2 * previous.length)];
                }
                System.arraycopy(timestampsPayload, timestampsAt, previous, 0, size);
            }
        }
        header.valuesOffset = valuesOffset;
        if (header.valuesSize > 0) {
            values.write(valuesPayload, valuesAt, header.valuesSize);
            valuesOffset += header.valuesSize;
        }
        index.add(header);
        rows += header.rows;
        blocks++;
        minTimestampMs = Math.min(minTimestampMs, header.minTimestampMs);
        maxTimestampMs = Math.max(maxTimestampMs, header.maxTimestampMs);
    }

    /** Writes the rest of the index and the metaindex. */
    void finish() throws IOException {
        index.finish();
    }

    long rows() {
        return rows;
    }

    /** Bytes of all four files, after {@link #finish()}. */
    long sizeBytes() {
        return timestampsOffset + valuesOffset + index.sizeBytes();
    }

    /** What was written, under the given name. Needs at least one block. */
    PartHeader header(String suffix) {
        return new PartHeader(rows, blocks, minTimestampMs, maxTimestampMs, suffix);
    }
}
