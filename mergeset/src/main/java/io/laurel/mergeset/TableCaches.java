package io.laurel.mergeset;

import io.laurel.part.BlockCache;

/**
 * Decoded blocks of all tables of one storage. The key of a block is its number within the part: its offset in
 * {@code items.bin} would not do, for blocks without items data share one.
 */
public final class TableCaches {
    /** Index blocks are a hundredth of the items, but every look-up needs them. */
    private static final long INDEX_SHARE = 8;

    final BlockCache<IndexBlock> indexBlocks;
    final BlockCache<ItemBatch> itemsBlocks;

    public TableCaches(long maxBytes) {
        indexBlocks = new BlockCache<>(maxBytes / INDEX_SHARE);
        itemsBlocks = new BlockCache<>(maxBytes - maxBytes / INDEX_SHARE);
    }

    /** How the cache of index blocks is doing, which say where items lie. */
    public BlockCache.Stats indexBlocksStats() {
        return indexBlocks.stats();
    }

    /** How the cache of items is doing. */
    public BlockCache.Stats itemsBlocksStats() {
        return itemsBlocks.stats();
    }

    void forget(Object part) {
        indexBlocks.forget(part);
        itemsBlocks.forget(part);
    }
}
