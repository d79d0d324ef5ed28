package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;

/**
 * Where an index block lies. {@code metaindex.bin} is one zstd frame of these, one for each index block, in order:
 *
 * <pre>
 *   +--------------------------+
 *   | first item of the first  |  length-prefixed bytes
 *   |   block of the index     |
 *   |   block                  |
 *   | number of block headers  |  u32   at least 1
 *   | offset in index.bin      |  u64
 *   | compressed size          |  u32   at most 131,072
 *   +--------------------------+
 * </pre>
 *
 * @param firstItem borrowed: lives as long as the array it was read from
 * @param blocksCount an unsigned 32-bit number
 */
record MetaindexRow(Slice firstItem, long blocksCount, long indexOffset, int indexSize) {
    static final int MAX_INDEX_SIZE = 131_072;

    void write(ByteBuilder target) {
        target.lengthPrefixed(firstItem).u32((int) blocksCount).u64(indexOffset).u32(indexSize);
    }

    static MetaindexRow read(ByteReader source) throws CorruptedDataException {
        Slice firstItem = source.lengthPrefixed("first item of an index block");
        long blocksCount = Integer.toUnsignedLong(source.u32("number of block headers"));
        if (blocksCount == 0) {
            throw new CorruptedDataException("an index block without block headers");
        }
        long indexOffset = source.u64("offset in index.bin");
        int indexSize = source.count(MAX_INDEX_SIZE, "size of an index block");
        return new MetaindexRow(firstItem, blocksCount, indexOffset, indexSize);
    }
}
