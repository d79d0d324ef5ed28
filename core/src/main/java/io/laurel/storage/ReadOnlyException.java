package io.laurel.storage;

import java.io.IOException;

/** The storage takes no rows now; everything it holds can still be read. */
public final class ReadOnlyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private ReadOnlyException(String message, Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Until it is opened again, or for good. */
    static ReadOnlyException lasting(String message, Throwable cause) {
        return new ReadOnlyException(message, cause, false);
    }

    /** Until there is space on the disk. */
    static ReadOnlyException passing(String message, Throwable cause) {
        return new ReadOnlyException(message, cause, true);
    }

    /**
     * True if the same call may succeed later without anything being done to the storage: when there is space on the
     * disk again. Nothing of a call that failed so needs to be undone before it is repeated.
     */
    public boolean isRetryable() {
        return retryable;
    }
}
