package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file open for positional reads; safe for many threads. Whoever opened it closes it; reading after that fails. */
public interface ReadableFile extends Closeable {
    Path path();

    /** Size in bytes when it was opened. */
    long size();

    /**
     * Fills {@code target[at..at+length)} with the bytes from {@code offset} on.
     *
     * @throws io.laurel.bytes.CorruptedDataException if the file ends before that
     */
    void read(long offset, byte[] target, int at, int length) throws IOException;
}
