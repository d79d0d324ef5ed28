package io.laurel.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The directory is not one that this engine may open. Nothing in it was touched. */
public final class NotAStorageException extends IOException {
    private static final long serialVersionUID = 1L;

    NotAStorageException(Path directory, String reason) {
        super(directory + " is no storage directory: " + reason);
    }
}
