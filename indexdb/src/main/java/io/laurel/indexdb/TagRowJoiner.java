package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.mergeset.ItemBatch;
import io.laurel.mergeset.ItemsPreparer;
import java.util.Arrays;

/**
 * Joins the rows of one tag while blocks are written: series are registered with a row for each id and tag, merges make
 * rows of up to {@value #MOST_IDS} ids out of them.
 *
 * <p>Rule, for the rows of kind 1, then in the result for those of kind 6 (FORMAT.md section 6): the first and the last
 * item of the block stay; a row with {@value #ENOUGH_IDS} or more ids stays; the ids of other neighbours with one
 * prefix are gathered, and written out, sorted and without repetition, as soon as there are {@value #ENOUGH_IDS} of
 * them or the neighbours end. If the block comes out unsorted, which repeated ids can cause, that kind stays as it was.
 */
final class TagRowJoiner implements ItemsPreparer {
    static final int ENOUGH_IDS = 64;
    static final int MOST_IDS = 2 * (ENOUGH_IDS - 1);

    private final TagRow row = new TagRow();
    private final ItemBatch firstResult = new ItemBatch();
    private final ByteBuilder joined = new ByteBuilder(1024);
    private final long[] ids = new long[MOST_IDS];
    private int idsCount;
    private int prefixOffset;
    private int prefixLength;

    /** The last item of the result is a joined row, or may have to move behind the next one. */
    private boolean orderInDoubt;

    @Override
    public boolean prepare(ItemBatch block, ItemBatch result) {
        boolean firstKind = hasKind(block, IndexItems.TAG_TO_IDS);
        boolean secondKind = hasKind(block, IndexItems.DAY_TAG_TO_IDS);
        if (!firstKind || !secondKind) {
            return firstKind && join(block, IndexItems.TAG_TO_IDS, result)
                    || secondKind && join(block, IndexItems.DAY_TAG_TO_IDS, result);
        }
        firstResult.clear();
        if (!join(block, IndexItems.TAG_TO_IDS, firstResult)) {
            return join(block, IndexItems.DAY_TAG_TO_IDS, result);
        }
        if (!join(firstResult, IndexItems.DAY_TAG_TO_IDS, result)) {
            result.clear();
            for (int i = 0; i < firstResult.size(); i++) {
                result.add(firstResult.array(), firstResult.offset(i), firstResult.length(i));
            }
        }
        return true;
    }

    private static boolean hasKind(ItemBatch block, byte kind) {
        return block.size() > 2 && kind(block, 0) <= kind && kind(block, block.size() - 1) >= kind;
    }

    private static int kind(ItemBatch block, int index) {
        return block.length(index) == 0 ? -1 : block.array()[block.offset(index)] & 0xff;
    }

    /** False if the block has to stay as it is. */
    private boolean join(ItemBatch block, byte kind, ItemBatch result) {
        byte[] array = block.array();
        int last = block.size() - 1;
        idsCount = 0;
        prefixLength = 0;
        orderInDoubt = false;
        for (int i = 0; i <= last; i++) {
            int offset = block.offset(i);
            int length = block.length(i);
            boolean sorted;
            if (i == 0 || i == last || kind(block, i) != kind) {
                sorted = flush(array, result) && append(array, offset, length, result);
            } else if (!continuesPrefix(array, offset, length)) {
                if (!isTagRow(array, offset, length)) {
                    return false;
                }
                sorted = flush(array, result);
                if (row.idsCount() < ENOUGH_IDS) {
                    prefixOffset = offset;
                    prefixLength = row.prefixLength();
                    sorted &= gather(array, offset, length, result);
                } else {
                    sorted &= append(array, offset, length, result);
                }
            } else if (length - prefixLength < ENOUGH_IDS * IndexItems.ID_BYTES) {
                sorted = gather(array, offset, length, result);
            } else {
                sorted = flush(array, result) && append(array, offset, length, result);
            }
            if (!sorted) {
                return false;
            }
        }
        return true;
    }

    /** Fast path: the bytes of the last small row's tag stand here too, and behind them whole ids. */
    private boolean continuesPrefix(byte[] array, int offset, int length) {
        int idsBytes = length - prefixLength;
        return prefixLength > 0 && idsBytes > 0 && idsBytes % IndexItems.ID_BYTES == 0
                && Arrays.equals(array, offset, offset + prefixLength,
                        array, prefixOffset, prefixOffset + prefixLength);
    }

    /** A broken row stays where it is, for the searches that meet it to report. */
    private boolean isTagRow(byte[] array, int offset, int length) {
        try {
            row.set(array, offset, length);
            return true;
        } catch (CorruptedDataException e) {
            return false;
        }
    }

    private boolean gather(byte[] array, int offset, int length, ItemBatch result) {
        for (int at = offset + prefixLength; at < offset + length; at += IndexItems.ID_BYTES) {
            ids[idsCount++] = IndexItems.u64(array, at);
        }
        return idsCount < ENOUGH_IDS || flush(array, result);
    }

    /** Writes what was gathered; false if the result would not be sorted. */
    private boolean flush(byte[] array, ItemBatch result) {
        if (idsCount == 0) {
            return true;
        }
        sortIds();
        joined.clear().bytes(array, prefixOffset, prefixLength);
        for (int i = 0; i < idsCount; i++) {
            if (i == 0 || ids[i] != ids[i - 1]) {
                joined.u64(ids[i]);
            }
        }
        idsCount = 0;
        orderInDoubt = true;
        boolean sorted = append(joined.array(), 0, joined.size(), result);
        orderInDoubt = true;
        return sorted;
    }

    /** Unsigned; mostly the ids arrive sorted. */
    private void sortIds() {
        for (int i = 1; i < idsCount; i++) {
            long id = ids[i];
            int at = i;
            while (at > 0 && Long.compareUnsigned(ids[at - 1], id) > 0) {
                ids[at] = ids[at - 1];
                at--;
            }
            ids[at] = id;
        }
    }

    /** Adds an item; neighbours that both come from the block as they are need no look at their order. */
    private boolean append(byte[] array, int offset, int length, ItemBatch result) {
        int previous = result.size() - 1;
        if (orderInDoubt && previous >= 0
                && Arrays.compareUnsigned(result.array(), result.offset(previous),
                        result.offset(previous) + result.length(previous), array, offset, offset + length) > 0) {
            return false;
        }
        orderInDoubt = false;
        result.add(array, offset, length);
        return true;
    }
}
