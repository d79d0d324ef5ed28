package io.laurel.part;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** What the life of a part needs to know of it. Identity is the object: a part must not override {@code equals}. */
public interface LivePart extends Closeable {
    /** Bytes of the files that are merged; what {@link MergePicker} weighs. */
    long sizeBytes();

    /** True for a part that is not on disk yet. */
    boolean inMemory();

    /** The folder of the part; null in memory. */
    Path path();

    /** Closes the files. Called once by {@link PartSet}, when the last view that lists the part has been released. */
    @Override
    void close() throws IOException;
}
