package io.laurel.mergeset;

import io.laurel.bytes.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part that is not on disk yet: sorted items as they are, in blocks of up to 256 KiB, neither prefixed nor
 * compressed. A search or merge takes them without decoding anything; on the way to disk they are cut and coded anew
 * anyway. Immutable.
 */
final class MemoryPart implements TablePart {
    /** Large blocks are fewer; but arrays beyond half a heap region would be a burden to the collector. */
    static final int MAX_BLOCK_BYTES = 1 << 18;

    private final ItemBatch[] blocks;
    private final long itemsCount;
    private final long sizeBytes;

    private MemoryPart(List<ItemBatch> blocks) {
        this.blocks = blocks.toArray(new ItemBatch[0]);
        itemsCount = blocks.stream().mapToLong(ItemBatch::size).sum();
        sizeBytes = blocks.stream().mapToLong(ItemBatch::heapBytes).sum();
    }

    /** The items of a batch, which has at least one, sorted. */
    static MemoryPart of(ItemBatch batch, ItemSorter sorter) {
        int[] order = sorter.sort(batch);
        List<ItemBatch> blocks = new ArrayList<>();
        int from = 0;
        while (from < batch.size()) {
            int to = from;
            int sizeBytes = 0;
            do {
                sizeBytes += batch.length(order[to++]);
            } while (to < batch.size() && sizeBytes + batch.length(order[to]) <= MAX_BLOCK_BYTES);
            blocks.add(copy(batch, order, from, to, sizeBytes));
            from = to;
        }
        return new MemoryPart(blocks);
    }

    private static ItemBatch copy(ItemBatch batch, int[] order, int from, int to, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        int[] ends = new int[to - from];
        int end = 0;
        for (int i = from; i < to; i++) {
            int length = batch.length(order[i]);
            System.arraycopy(batch.bytes, batch.offset(order[i]), bytes, end, length);
            end += length;
            ends[i - from] = end;
        }
        return new ItemBatch(bytes, ends);
    }

    /** Collects the blocks of a merge. */
    static final class Builder implements BlockSink {
        private final List<ItemBatch> blocks = new ArrayList<>();

        @Override
        public void add(ItemBatch block) {
            blocks.add(new ItemBatch(
                    Arrays.copyOf(block.bytes, block.sizeBytes()), Arrays.copyOf(block.ends, block.size())));
        }

        MemoryPart build() {
            return new MemoryPart(blocks);
        }
    }

    @Override
    public long itemsCount() {
        return itemsCount;
    }

    @Override
    public long blocksCount() {
        return blocks.length;
    }

    @Override
    public Slice firstItem() {
        return blocks[0].item(0);
    }

    @Override
    public Slice lastItem() {
        ItemBatch last = blocks[blocks.length - 1];
        return last.item(last.size() - 1);
    }

    @Override
    public long findBlock(Slice key, BlockLoader loader) {
        int low = 0;
        int high = blocks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle].compare(0, key.array(), key.offset(), key.length()) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    @Override
    public ItemBatch block(long number, BlockLoader loader) {
        return blocks[(int) number];
    }

    @Override
    public MergeSource reader(BlockLoader loader) {
        return new MergeSource() {
            private int next;

            @Override
            public ItemBatch next() {
                return next < blocks.length ? blocks[next++] : null;
            }
        };
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public Path path() {
        return null;
    }

    @Override
    public void close() {}
}
