package io.laurel.part;

import io.laurel.env.WritableFile;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes one file of a part, start to end, through a buffer. For one thread. Owns the file: {@link #finish()} makes it
 * durable and closes it; {@link #close()} without it drops what is buffered, which is right for a part that failed.
 */
public final class PartFileWriter implements Closeable {
    /** Large enough that a system call costs little per byte; a merge has four of them open. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final WritableFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long offset;
    private boolean closed;

    public PartFileWriter(WritableFile file) {
        this.file = file;
    }

    /** Bytes written so far, which is where the next ones will stand. */
    public long offset() {
        return offset;
    }

    public void write(byte[] source, int from, int length) throws IOException {
        if (closed) {
            throw new IllegalStateException(file.path() + " is closed");
        }
        if (length > BUFFER_BYTES - buffered) {
            flush();
        }
        if (length > BUFFER_BYTES) {
            file.write(source, from, length);
        } else {
            System.arraycopy(source, from, buffer, buffered, length);
            buffered += length;
        }
        offset += length;
    }

    /** Writes out, syncs and closes: afterwards the bytes are durable, their name in the folder not yet. */
    public void finish() throws IOException {
        if (closed) {
            throw new IllegalStateException(file.path() + " is closed");
        }
        flush();
        file.sync();
        close();
    }

    private void flush() throws IOException {
        if (buffered > 0) {
            file.write(buffer, 0, buffered);
            buffered = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            file.close();
        }
    }
}
