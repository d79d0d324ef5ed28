package io.laurel.indexdb;

import java.io.IOException;

/** The search was not done by its deadline. */
public final class SearchDeadlineException extends IOException {
    private static final long serialVersionUID = 1L;

    SearchDeadlineException() {
        super("the search was not done by its deadline");
    }
}
