package io.laurel.mergeset;

import java.io.IOException;

/**
 * Says item by item what a merge keeps; through it the index gives up rows that nobody needs any more. Unlike an
 * {@link ItemsPreparer} it sees the items before they are cut into blocks, so it may drop and change any of them. One
 * filter serves one merge, on one thread.
 */
public interface ItemFilter {
    /** Takes what is kept, which must come sorted: an item that is below the one before ends the merge. */
    interface Target {
        /** Copies {@code array[offset..offset+length)}, at most {@link Table#MAX_ITEM_BYTES} of it. */
        void keep(byte[] array, int offset, int length) throws IOException;
    }

    /** Looks at the next item, {@code array[offset..offset+length)}; what it keeps may also wait for a later call. */
    void item(byte[] array, int offset, int length, Target target) throws IOException;

    /** Hands over what is still waiting; there are no more items. */
    void end(Target target) throws IOException;
}
