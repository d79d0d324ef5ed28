package io.laurel.mergeset;

import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import java.util.Arrays;

/**
 * A decompressed index block: a run of {@link BlockHeader}s and where each of them and its first item stand. Immutable.
 */
final class IndexBlock {
    private final byte[] bytes;
    private final int[] starts;
    private final int[] itemStarts;
    private final int[] itemEnds;

    private IndexBlock(byte[] bytes, int count) {
        this.bytes = bytes;
        starts = new int[count];
        itemStarts = new int[count];
        itemEnds = new int[count];
    }

    /**
     * Finds the headers in a decompressed index block, of which there must be exactly {@code count}, sorted by first
     * item (equal neighbours pass).
     *
     * @param bytes kept
     */
    static IndexBlock parse(byte[] bytes, long count) throws CorruptedDataException {
        if (count > bytes.length) {
            throw new CorruptedDataException("an index block of " + bytes.length + " bytes for " + count + " headers");
        }
        IndexBlock block = new IndexBlock(bytes, (int) count);
        ByteReader reader = new ByteReader(bytes);
        for (int i = 0; i < count; i++) {
            block.starts[i] = reader.position();
            Slice firstItem = BlockHeader.skip(reader);
            block.itemStarts[i] = firstItem.offset();
            block.itemEnds[i] = firstItem.offset() + firstItem.length();
            if (i > 0 && block.compare(i - 1, bytes, firstItem.offset(), firstItem.length()) > 0) {
                throw new CorruptedDataException("header " + i + " of an index block is below the one before");
            }
        }
        reader.expectEnd("index block");
        return block;
    }

    int size() {
        return starts.length;
    }

    BlockHeader header(int index) throws CorruptedDataException {
        return BlockHeader.read(new ByteReader(bytes, starts[index], bytes.length - starts[index]));
    }

    /** Index of the last header whose first item is below the key; 0 if there is none. */
    int find(byte[] key, int offset, int length) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, key, offset, length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    private int compare(int index, byte[] key, int offset, int length) {
        return Arrays.compareUnsigned(bytes, itemStarts[index], itemEnds[index], key, offset, offset + length);
    }

    long heapBytes() {
        return bytes.length + 12L * starts.length + 100;
    }
}
