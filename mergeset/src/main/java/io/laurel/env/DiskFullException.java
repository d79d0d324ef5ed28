package io.laurel.env;

import java.io.IOException;

/** There is no space left for what was to be written, on the disk or within a quota. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
