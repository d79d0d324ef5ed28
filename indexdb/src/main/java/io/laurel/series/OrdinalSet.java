package io.laurel.series;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of series by their ordinals in a {@link SeriesTable}: one bit each, in blocks of 8192 that are made when the
 * first of their bits is set.
 *
 * <p>{@link #contains} takes no lock and may be asked by any thread; what it says to be in the set is in it, what was
 * added a moment ago by another thread it may not see yet. One thread at a time may add, the owner sees to that.
 */
public final class OrdinalSet {
    private static final int BLOCK_WORDS = 128;
    private static final int BLOCK_SHIFT = 13;

    private volatile long[][] blocks = new long[0][];
    private int blockCount;

    public boolean contains(int ordinal) {
        long[][] known = blocks;
        int block = ordinal >>> BLOCK_SHIFT;
        if (block >= known.length || known[block] == null) {
            return false;
        }
        return (known[block][ordinal >>> 6 & BLOCK_WORDS - 1] & 1L << ordinal) != 0;
    }

    public void add(int ordinal) {
        int block = ordinal >>> BLOCK_SHIFT;
        if (block >= blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(block + 1, 2 * blocks.length));
        }
        if (blocks[block] == null) {
            blocks[block] = new long[BLOCK_WORDS];
            blockCount++;
        }
        blocks[block][ordinal >>> 6 & BLOCK_WORDS - 1] |= 1L << ordinal;
    }

    /** Number of members; counts their bits. */
    public long size() {
        long size = 0;
        for (long[] block : blocks) {
            for (int i = 0; block != null && i < BLOCK_WORDS; i++) {
                size += Long.bitCount(block[i]);
            }
        }
        return size;
    }

    /** What the set takes, about; for whoever may add. */
    long heapBytes() {
        return (long) blockCount * BLOCK_WORDS * Long.BYTES + (long) blocks.length * Long.BYTES;
    }

    /** All members, ascending. */
    public void forEach(IntConsumer consumer) {
        long[][] known = blocks;
        for (int block = 0; block < known.length; block++) {
            long[] words = known[block];
            for (int word = 0; words != null && word < BLOCK_WORDS; word++) {
                for (long bits = words[word]; bits != 0; bits &= bits - 1) {
                    consumer.accept(block << BLOCK_SHIFT | word << 6 | Long.numberOfTrailingZeros(bits));
                }
            }
        }
    }
}
