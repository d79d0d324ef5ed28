package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Many sorted sources, one sorted result. The sources stand in a heap by their current item; items are moved over one
 * by one, through the filter, into a block, and a full block goes through the preparer into the sink.
 *
 * <p>Equal items are kept, however often they come, with one exception: a block must not consist of nothing but equal
 * items unless it is the last one, because it would have no items data, and other engines of the format take blocks at
 * the same offset for the same block. So a block that is full while all its items are equal stays open until a
 * different item has come, and further copies are dropped.
 */
final class PartMerger {
    /**
     * A bound on blocks of very short items, such that their lens data stay within {@link BlockHeader#MAX_LENS_SIZE}.
     */
    private static final int MAX_BLOCK_ITEMS = 100_000;

    private final Cursor[] heap;
    private final ItemsPreparer preparer;
    private final int maxBlockBytes;
    private final BlockSink sink;
    private final ItemBatch block;
    private final ItemBatch prepared = new ItemBatch();
    private int heapSize;

    /** @param maxBlockBytes a block takes items as long as their lengths together stay within this */
    PartMerger(List<MergeSource> sources, ItemsPreparer preparer, int maxBlockBytes, BlockSink sink)
            throws IOException {
        this.preparer = preparer;
        this.maxBlockBytes = maxBlockBytes;
        this.sink = sink;
        block = new ItemBatch(maxBlockBytes, 1 << 10);
        heap = new Cursor[sources.size()];
        for (MergeSource source : sources) {
            Cursor cursor = new Cursor(source);
            if (cursor.load()) {
                heap[heapSize++] = cursor;
            }
        }
        for (int i = heapSize / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    void run() throws IOException {
        run(null);
    }

    /** @param filter null: all items are kept */
    void run(ItemFilter filter) throws IOException {
        if (filter == null) {
            drain(this::add);
        } else {
            ItemFilter.Target kept = inOrder(filter);
            drain((bytes, offset, length) -> filter.item(bytes, offset, length, kept));
            filter.end(kept);
        }
        if (block.size() > 0) {
            flush();
        }
    }

    private ItemFilter.Target inOrder(ItemFilter filter) {
        ByteBuilder last = new ByteBuilder();
        return (bytes, offset, length) -> {
            if (Arrays.compareUnsigned(last.array(), 0, last.size(), bytes, offset, offset + length) > 0) {
                throw new IllegalStateException("the filter " + filter.getClass().getName()
                        + " kept an item that is below the one before: " + new Slice(bytes, offset, length));
            }
            last.clear().bytes(bytes, offset, length);
            add(bytes, offset, length);
        };
    }

    private void drain(ItemFilter.Target target) throws IOException {
        while (heapSize > 0) {
            Cursor least = heap[0];
            target.keep(least.bytes, least.offset, least.end - least.offset);
            if (least.advance()) {
                siftDown(0);
            } else {
                heap[0] = heap[--heapSize];
                siftDown(0);
            }
        }
    }

    private void add(byte[] bytes, int offset, int length) throws IOException {
        if (block.sizeBytes() + length > maxBlockBytes || block.size() == MAX_BLOCK_ITEMS) {
            if (block.size() > 0 && !isAllEqual()) {
                flush();
            } else if (block.size() > 0 && block.compare(0, bytes, offset, length) == 0) {
                return;
            }
        }
        block.add(bytes, offset, length);
    }

    private boolean isAllEqual() {
        int last = block.size() - 1;
        return block.compare(0, block.bytes, block.offset(last), block.length(last)) == 0;
    }

    private void flush() throws IOException {
        prepared.clear();
        if (!preparer.prepare(block, prepared)) {
            sink.add(block);
        } else if (prepared.size() > 0) {
            checkEnds();
            sink.add(prepared);
        }
        block.clear();
    }

    private void checkEnds() {
        if (!prepared.item(0).equals(block.item(0))
                || !prepared.item(prepared.size() - 1).equals(block.item(block.size() - 1))) {
            throw new IllegalStateException("the preparer " + preparer.getClass().getName()
                    + " changed the first or last item of a block");
        }
    }

    private void siftDown(int at) {
        Cursor cursor = heap[at];
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && heap[child + 1].isBelow(heap[child])) {
                child++;
            }
            if (!heap[child].isBelow(cursor)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = cursor;
    }

    /** The current item of one source. */
    private static final class Cursor {
        private final MergeSource source;
        private int[] ends;
        private int count;
        private int index;
        byte[] bytes;
        int offset;
        int end;

        Cursor(MergeSource source) {
            this.source = source;
        }

        /** Moves to the first item of the next block; false at the end. */
        boolean load() throws IOException {
            ItemBatch next = source.next();
            if (next == null) {
                return false;
            }
            bytes = next.bytes;
            ends = next.ends;
            count = next.size();
            index = 0;
            offset = 0;
            end = ends[0];
            return true;
        }

        boolean advance() throws IOException {
            if (++index == count) {
                return load();
            }
            offset = end;
            end = ends[index];
            return true;
        }

        boolean isBelow(Cursor other) {
            return Arrays.compareUnsigned(bytes, offset, end, other.bytes, other.offset, other.end) < 0;
        }
    }
}
