package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes on their way to the standard output; whoever fills the buffer calls {@link #drain} now and then. */
final class StandardOutput {
    private static final int DRAIN_BYTES = 1 << 16;

    private final OutputStream target;
    private final ByteBuilder buffer = new ByteBuilder(2 * DRAIN_BYTES);

    StandardOutput(Console console) {
        target = console.out();
    }

    ByteBuilder buffer() {
        return buffer;
    }

    /** Writes the buffer out if much is in it. */
    void drain() {
        if (buffer.size() >= DRAIN_BYTES) {
            flush();
        }
    }

    void flush() {
        try {
            target.write(buffer.array(), 0, buffer.size());
        } catch (IOException e) {
            throw failed(e);
        }
        buffer.clear();
    }

    static CommandFailure failed(IOException cause) {
        return new CommandFailure(ExitCode.IO, "cannot write to the standard output: " + cause.getMessage(), cause);
    }
}
