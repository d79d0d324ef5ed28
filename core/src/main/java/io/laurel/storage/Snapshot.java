package io.laurel.storage;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a storage held at one moment, kept by hard links in a folder below its own. It opens with
 * {@link Storage#openReadOnly} where it is, and as a storage of its own when it was copied with everything that its
 * symbolic links point at.
 *
 * @param name {@code YYYYMMDDhhmmss-} and a number in hexadecimal
 * @param path the folder
 */
public record Snapshot(String name, Path path) {
    /** The second in which it was begun, as its name says. */
    public Instant created() {
        return SnapshotName.created(name);
    }
}
