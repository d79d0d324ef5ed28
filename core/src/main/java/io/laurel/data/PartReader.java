package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import java.io.IOException;

/**
 * All blocks of a part, one after the other, for a merge or a check. Strict, because what a merge reads it replaces:
 * blocks must be in order, payloads must lie where {@link PartWriter} puts them, and nothing may exceed what the part's
 * name says. For one thread.
 */
final class PartReader {
    private final Part part;
    private final Zstd zstd;
    private final PartDecoder decoder;

    private int row = -1;
    private IndexBlock block;
    private int index;
    private byte[] headers;
    private int at;

    private long rows;
    private long blocks;
    private long indexEnd;
    private long timestampsEnd;
    private long valuesEnd;
    private int previousTimestampsSize;
    private long previousTimestampsOffset;
    private byte[] previousHeaders;
    private int previousAt;

    /** The current header. */
    final BlockHeader header = new BlockHeader();

    /** Zstd and scratch are borrowed. */
    PartReader(Part part, Zstd zstd, Int64Codec.Scratch scratch) {
        this.part = part;
        this.zstd = zstd;
        decoder = new PartDecoder(part, zstd, scratch);
    }

    /** Moves to the next block; false behind the last one. */
    boolean next() throws IOException {
        previousHeaders = headers;
        previousAt = at;
        if (block == null || ++index == block.count()) {
            if (row + 1 == part.metaindexRows()) {
                checkEnds();
                return false;
            }
            nextIndexBlock();
        }
        headers = block.headers();
        at = block.at(index);
        header.read(headers, at);
        try {
            checkHeader();
        } catch (CorruptedDataException e) {
            throw e.at(part.index().name(), MetaindexRow.indexOffset(part.metaindex(), row * MetaindexRow.SIZE));
        }
        return true;
    }

    private void nextIndexBlock() throws IOException {
        row++;
        index = 0;
        int rowAt = row * MetaindexRow.SIZE;
        if (MetaindexRow.indexOffset(part.metaindex(), rowAt) != indexEnd) {
            throw new CorruptedDataException(
                    "metaindex row " + row + " does not continue where the index block before ends",
                    part.toString(), CorruptedDataException.UNKNOWN_OFFSET, null);
        }
        indexEnd += MetaindexRow.indexSize(part.metaindex(), rowAt);
        block = part.inMemory() ? part.indexBlock(row) : part.readIndexBlock(row, zstd);
    }

    private void checkHeader() throws CorruptedDataException {
        PartHeader name = part.header();
        if (previousHeaders != null) {
            int order = SeriesKey.compare(previousHeaders, previousAt, headers, at);
            if (order > 0 || order == 0
                    && BlockHeader.minTimestampMs(previousHeaders, previousAt) > header.minTimestampMs) {
                throw new CorruptedDataException("block header " + index + " is not in order");
            }
        }
        if (header.minTimestampMs > header.maxTimestampMs || header.minTimestampMs < name.minTimestampMs()
                || header.maxTimestampMs > name.maxTimestampMs()) {
            throw new CorruptedDataException("block header " + index + ": time range " + header.minTimestampMs + ".."
                    + header.maxTimestampMs + " does not fit into that of the part");
        }
        rows += header.rows;
        blocks++;
        if (Long.compareUnsigned(rows, name.rows()) > 0 || Long.compareUnsigned(blocks, name.blocks()) > 0) {
            throw new CorruptedDataException("the part has more rows or blocks than its name says");
        }
        boolean shared = previousTimestampsSize > 0 && header.timestampsOffset == previousTimestampsOffset
                && header.timestampsSize == previousTimestampsSize;
        if (!shared) {
            if (header.timestampsOffset != timestampsEnd) {
                throw new CorruptedDataException("block header " + index + ": timestamps at "
                        + header.timestampsOffset + ", not at " + timestampsEnd);
            }
            timestampsEnd += header.timestampsSize;
            previousTimestampsOffset = header.timestampsOffset;
            previousTimestampsSize = header.timestampsSize;
        }
        if (header.valuesOffset != valuesEnd) {
            throw new CorruptedDataException("block header " + index + ": values at " + header.valuesOffset
                    + ", not at " + valuesEnd);
        }
        valuesEnd += header.valuesSize;
    }

    private void checkEnds() throws CorruptedDataException {
        checkEnd(part.timestamps(), timestampsEnd);
        checkEnd(part.values(), valuesEnd);
        checkEnd(part.index(), indexEnd);
    }

    private static void checkEnd(PartFile file, long end) throws CorruptedDataException {
        if (file.size() != end) {
            throw new CorruptedDataException("the file has " + file.size() + " bytes, the index describes " + end,
                    file.name(), end, null);
        }
    }

    /** Rows passed so far, that of the current block included. */
    long rows() {
        return rows;
    }

    long blocks() {
        return blocks;
    }

    /** Reads the payloads of blocks passed so far, and of the current one. */
    PartDecoder decoder() {
        return decoder;
    }

    /** Decodes the current block into {@code timestamps[from..)} and {@code mantissas[from..)}. */
    void decode(long[] timestamps, long[] mantissas, int from) throws IOException {
        decoder.decodeTimestamps(header, timestamps, from);
        decoder.decodeValues(header, mantissas, from);
    }
}
