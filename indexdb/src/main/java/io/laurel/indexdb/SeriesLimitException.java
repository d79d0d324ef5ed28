package io.laurel.indexdb;

import java.io.IOException;

/** More series match than the caller wants to see; nothing is returned rather than some of them. */
public final class SeriesLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int limit;

    SeriesLimitException(int limit) {
        super("more than " + limit + " series match; narrow the selector or raise the limit");
        this.limit = limit;
    }

    public int limit() {
        return limit;
    }
}
