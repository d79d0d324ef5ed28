package io.laurel.mergeset;

import io.laurel.bytes.Slice;
import io.laurel.part.LivePart;
import java.io.Closeable;
import java.io.IOException;

/** A sorted, unchanging run of items in blocks, on disk ({@link Part}) or in memory ({@link MemoryPart}). */
interface TablePart extends LivePart, Closeable {
    long itemsCount();

    long blocksCount();

    Slice firstItem();

    Slice lastItem();

    /** Number of the last block whose first item is below the key; 0 if there is none. Blocks are numbered from 0. */
    long findBlock(Slice key, BlockLoader loader) throws IOException;

    /** The items of a block; shared, not to be changed. */
    ItemBatch block(long number, BlockLoader loader) throws IOException;

    /** A reader of all blocks in order; it uses the loader until it is done. */
    MergeSource reader(BlockLoader loader);

    /** Name of its folder; "memory" if it has none yet. */
    default String name() {
        return inMemory() ? "memory" : path().getFileName().toString();
    }

    default PartInfo info() {
        return new PartInfo(name(), itemsCount(), blocksCount(), sizeBytes(), inMemory());
    }
}
