package io.laurel.mergeset;

import java.io.IOException;

/** Where {@link PartMerger} puts its blocks. */
interface BlockSink {
    /** Takes a sorted block of at least one item; it is the caller's again afterwards. */
    void add(ItemBatch block) throws IOException;
}
