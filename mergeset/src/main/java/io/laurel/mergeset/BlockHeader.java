package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;

/**
 * Where a block of items lies and how it is coded. An index block (one zstd frame in {@code index.bin}) is a run of
 * these:
 *
 * <pre>
 *   +--------------------------+
 *   | common prefix            |  length-prefixed bytes
 *   | first item, whole        |  length-prefixed bytes
 *   | coding                   |  u8    0 plain, 1 zstd
 *   | number of items          |  u32   the first one included; at least 1
 *   | offset in items.bin      |  u64
 *   | offset in lens.bin       |  u64
 *   | size of the items data   |  u32   at most 131,072
 *   | size of the lens data    |  u32   at most 1,048,576
 *   +--------------------------+
 * </pre>
 *
 * Both offsets stand before both sizes. That the first item starts with the common prefix is the writer's business; the
 * reader of the block finds out.
 *
 * @param commonPrefix borrowed: lives as long as the array it was read from
 * @param firstItem borrowed likewise
 */
record BlockHeader(Slice commonPrefix, Slice firstItem, int coding, int itemsCount, long itemsOffset, long lensOffset,
        int itemsSize, int lensSize) {
    static final int PLAIN = 0;
    static final int ZSTD = 1;
    static final int MAX_ITEMS_SIZE = 2 * ItemsBlockCodec.MAX_BLOCK_BYTES;
    static final int MAX_LENS_SIZE = 1 << 20;

    /** Bytes behind the two byte strings. */
    private static final int FIXED_BYTES = 1 + 4 + 8 + 8 + 4 + 4;

    void write(ByteBuilder target) {
        target.lengthPrefixed(commonPrefix)
                .lengthPrefixed(firstItem)
                .u8(coding)
                .u32(itemsCount)
                .u64(itemsOffset)
                .u64(lensOffset)
                .u32(itemsSize)
                .u32(lensSize);
    }

    static BlockHeader read(ByteReader source) throws CorruptedDataException {
        Slice commonPrefix = source.lengthPrefixed("common prefix of a block");
        Slice firstItem = source.lengthPrefixed("first item of a block");
        int coding = source.u8("coding of a block");
        if (coding > ZSTD) {
            throw new CorruptedDataException("coding of a block is " + coding + ", not 0 or 1");
        }
        int itemsCount = source.count(Integer.MAX_VALUE, "number of items in a block");
        if (itemsCount == 0) {
            throw new CorruptedDataException("a block without items");
        }
        long itemsOffset = source.u64("offset in items.bin");
        long lensOffset = source.u64("offset in lens.bin");
        int itemsSize = source.count(MAX_ITEMS_SIZE, "size of the items data");
        int lensSize = source.count(MAX_LENS_SIZE, "size of the lens data");
        return new BlockHeader(
                commonPrefix, firstItem, coding, itemsCount, itemsOffset, lensOffset, itemsSize, lensSize);
    }

    /** Moves behind a header without looking at what follows its first item; returns the first item. */
    static Slice skip(ByteReader source) throws CorruptedDataException {
        source.lengthPrefixed("common prefix of a block");
        Slice firstItem = source.lengthPrefixed("first item of a block");
        source.bytes(FIXED_BYTES, "block header");
        return firstItem;
    }
}
