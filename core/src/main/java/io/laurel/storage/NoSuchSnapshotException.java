package io.laurel.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The storage has no snapshot of that name, or has it no longer. */
public final class NoSuchSnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSuchSnapshotException(String name, Path root) {
        super("there is no snapshot " + name + " in " + root);
    }
}
