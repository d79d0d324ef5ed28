package io.laurel.part;

import java.io.IOException;

/** A merge ended before its result was whole. Nothing has changed: what it wrote is gone, its sources are there. */
public final class MergeStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    public MergeStoppedException(String table, String reason) {
        super("the merge of " + table + " was stopped: " + reason);
    }
}
