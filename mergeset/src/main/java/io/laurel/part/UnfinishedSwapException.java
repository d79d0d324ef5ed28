package io.laurel.part;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A swap of parts was decided, or may have been, and then failed. The next open finishes it. Until then the table must
 * not commit anything else, least of all the same parts again: both results would be there in the end.
 */
public final class UnfinishedSwapException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnfinishedSwapException(Path transaction, IOException cause) {
        super("cannot finish the transaction " + transaction + ", it will be finished at the next open: "
                + cause.getMessage(), cause);
    }
}
