package io.laurel.mergeset;

import java.io.IOException;

/** Blocks in order, for {@link PartMerger}. */
interface MergeSource {
    /** The next block, borrowed until the following call; null at the end. */
    ItemBatch next() throws IOException;
}
