package io.laurel.testkit;

import java.util.Locale;

/** What can be done on a disk, as {@link FaultyDisk} counts it and {@link TracingDisk} writes it down. */
public enum Operation {
    CREATE(true),
    WRITE(true),
    SYNC(true),
    CLOSE(false),
    CREATE_DIRECTORY(true),
    RENAME(true),
    LINK(true),
    SYMBOLIC_LINK(true),
    DELETE_FILE(true),
    DELETE_TREE(true),
    SYNC_DIRECTORY(true),
    LOCK(false),
    UNLOCK(false),
    OPEN(false),
    READ(false),
    LIST(false),
    /** {@code exists} and {@code isDirectory}. */
    LOOK(false),
    FREE_BYTES(false);

    private final boolean changes;

    Operation(boolean changes) {
        this.changes = changes;
    }

    /** True if it matters to a power cut whether it happened before or after. */
    public boolean changes() {
        return changes;
    }

    /** For humans: {@code sync directory}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
