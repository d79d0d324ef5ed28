package io.laurel.mergeset;

import io.laurel.bytes.Slice;
import java.io.IOException;
import java.util.Arrays;

/**
 * A cursor over one part. It keeps its block between look-ups, so that keys that come in order mostly stay within it.
 * For one thread.
 */
final class PartSearch {
    private final TablePart part;
    private final BlockLoader loader;
    private final Slice firstItem;
    private final Slice lastItem;
    private final long blocksCount;
    private ItemBatch block;
    private long blockNumber;
    private int index;

    /** The current item is {@code bytes[offset..end)}. */
    byte[] bytes;
    int offset;
    int end;

    /** @param loader stays the caller's */
    PartSearch(TablePart part, BlockLoader loader) {
        this.part = part;
        this.loader = loader;
        firstItem = part.firstItem();
        lastItem = part.lastItem();
        blocksCount = part.blocksCount();
    }

    /** Moves to the first item that is not below the key; false if there is none. */
    boolean seek(Slice key) throws IOException {
        if (key.compareTo(lastItem) > 0) {
            return false;
        }
        if (key.compareTo(firstItem) <= 0) {
            return load(0);
        }
        // Fast path: the block at hand begins below the key and does not end below it.
        if (block == null || compare(0, key) >= 0 || compare(block.size() - 1, key) < 0) {
            // Slow path: find the block in the index.
            load(part.findBlock(key, loader));
        }
        index = block.lowerBound(key.array(), key.offset(), key.length());
        if (index == block.size()) {
            return load(blockNumber + 1);
        }
        moveTo(index);
        return true;
    }

    /** Moves to the next item; false if there is none. */
    boolean next() throws IOException {
        if (++index == block.size()) {
            return load(blockNumber + 1);
        }
        offset = end;
        end = block.ends[index];
        return true;
    }

    private boolean load(long number) throws IOException {
        if (number == blocksCount) {
            return false;
        }
        if (block == null || number != blockNumber) {
            block = part.block(number, loader);
            blockNumber = number;
        }
        moveTo(0);
        return true;
    }

    private void moveTo(int index) {
        this.index = index;
        bytes = block.bytes;
        offset = block.offset(index);
        end = block.ends[index];
    }

    private int compare(int index, Slice key) {
        return block.compare(index, key.array(), key.offset(), key.length());
    }

    boolean isBelow(PartSearch other) {
        return Arrays.compareUnsigned(bytes, offset, end, other.bytes, other.offset, other.end) < 0;
    }
}
