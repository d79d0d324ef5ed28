package io.laurel.mergeset;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a part from its first block to its last, past the caches, and checks what a merge relies on: the order from
 * block to block, first and last item as the part's header says, and no more blocks or items than it says (fewer pass).
 */
final class PartReader implements MergeSource {
    private final Part part;
    private final BlockLoader loader;
    private final ItemBatch block = new ItemBatch(1 << 16, 1 << 10);
    private byte[] lastItem = {};
    private IndexBlock index;
    private int row = -1;
    private int nextHeader;
    private long blocksRead;
    private long itemsRead;

    PartReader(Part part, BlockLoader loader) {
        this.part = part;
        this.loader = loader;
    }

    @Override
    public ItemBatch next() throws IOException {
        try {
            while (index == null || nextHeader == index.size()) {
                if (++row == part.metaindex().size()) {
                    checkEnd();
                    return null;
                }
                index = loader.indexBlock(part.index(), part.metaindex().row(row));
                nextHeader = 0;
            }
            BlockHeader header = index.header(nextHeader++);
            loader.itemsBlock(part.items(), part.lens(), header, block);
            checkBlock();
            return block;
        } catch (CorruptedDataException e) {
            throw e.at(part.path().toString(), CorruptedDataException.UNKNOWN_OFFSET);
        }
    }

    private void checkBlock() throws CorruptedDataException {
        Slice first = block.item(0);
        if (blocksRead == 0 && !first.equals(part.firstItem())) {
            throw new CorruptedDataException("the first item is " + first + ", in the header " + part.firstItem());
        }
        if (blocksRead > 0 && block.compare(0, lastItem, 0, lastItem.length) < 0) {
            throw new CorruptedDataException("block " + blocksRead + " begins below the end of the one before");
        }
        blocksRead++;
        itemsRead += block.size();
        if (blocksRead > part.header().blocksCount() || itemsRead > part.header().itemsCount()) {
            throw new CorruptedDataException("more than the " + part.header().itemsCount() + " items in "
                    + part.header().blocksCount() + " blocks of the header");
        }
        int last = block.size() - 1;
        lastItem = Arrays.copyOfRange(block.bytes, block.offset(last), block.ends[last]);
    }

    private void checkEnd() throws CorruptedDataException {
        if (!Slice.of(lastItem).equals(part.lastItem())) {
            throw new CorruptedDataException(
                    "the last item is " + Slice.of(lastItem) + ", in the header " + part.lastItem());
        }
    }

    long blocksRead() {
        return blocksRead;
    }

    long itemsRead() {
        return itemsRead;
    }
}
