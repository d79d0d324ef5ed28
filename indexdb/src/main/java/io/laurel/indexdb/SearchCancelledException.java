package io.laurel.indexdb;

import java.io.IOException;

/** Somebody cancelled the search. */
public final class SearchCancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    SearchCancelledException() {
        super("the search was cancelled");
    }
}
