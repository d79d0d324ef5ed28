package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A new file that grows at its end; for one thread. Whoever created it closes it; closing does not sync. */
public interface WritableFile extends Closeable {
    Path path();

    /** Appends. When this throws, any part of the bytes may have been written. */
    void write(byte[] source, int offset, int length) throws IOException;

    /** Makes everything written so far durable. A failed sync must not be tried again: the bytes may be gone. */
    void sync() throws IOException;
}
