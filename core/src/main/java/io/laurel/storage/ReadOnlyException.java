package io.laurel.storage;

import java.io.IOException;

/** The storage takes no rows now; everything it holds can still be read. */
public final class ReadOnlyException extends IOException {
    private static final long serialVersionUID = 1L;

    ReadOnlyException(String message, Throwable cause) {
        super(message, cause);
    }
}
