package io.laurel.mergeset;

import java.util.function.Supplier;

/**
 * Reshapes each full block of items just before it is written to disk; the index folds rows with it. A merge asks for
 * one preparer and uses it from one thread, so an implementation may keep buffers.
 */
public interface ItemsPreparer {
    /**
     * Looks at a sorted block and, if it should look different, fills the result.
     *
     * <p>The result must be sorted, must not hold more bytes than the block, and its first and last item must be those
     * of the block byte for byte: neighbouring blocks have been cut already, and readers rely on the ends. An empty
     * result drops the block.
     *
     * @param block sorted items; not to be changed
     * @param result empty at the call
     * @return false: write the block as it is, whatever is in the result; true: write the result instead
     */
    boolean prepare(ItemBatch block, ItemBatch result);

    /** Leaves all blocks as they are. */
    static Supplier<ItemsPreparer> none() {
        return () -> (block, result) -> false;
    }
}
