package io.laurel.env;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else has the directory open. */
public final class LockedException extends IOException {
    private static final long serialVersionUID = 1L;

    public LockedException(Path file, String holder) {
        super(file + " is locked by " + holder + "; stop it first, or open the directory read-only");
    }
}
