package io.laurel.testkit;

import java.io.IOException;

/** The disk is gone, as for a process that was killed: {@link FaultyDisk#stopBefore} says this from then on. */
public final class StoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    StoppedException(String operation) {
        super("stopped before " + operation);
    }
}
