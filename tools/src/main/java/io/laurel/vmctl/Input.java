package io.laurel.vmctl;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One opened input, and how far it was read. */
final class Input implements Closeable {
    /** The file that is the standard input. */
    static final String STANDARD_INPUT = "-";

    /** Value of {@link #sizeBytes} if nobody knows. */
    static final long UNKNOWN_SIZE = -1;

    private final String name;
    private final long sizeBytes;
    private final CountingStream stream;

    private Input(String name, long sizeBytes, InputStream stream) {
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.stream = new CountingStream(stream);
    }

    static Input open(String file, Console console) {
        if (file.equals(STANDARD_INPUT)) {
            return new Input("standard input", UNKNOWN_SIZE, console.in());
        }
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new CommandFailure(ExitCode.IO, file + ": is a directory, not a file to import");
            }
            long sizeBytes = Files.isRegularFile(path) ? Files.size(path) : UNKNOWN_SIZE;
            return new Input(file, sizeBytes, Files.newInputStream(path));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.IO, "cannot read " + Failures.message(e), e);
        }
    }

    /** For messages. */
    String name() {
        return name;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    long readBytes() {
        return stream.count;
    }

    InputStream stream() {
        return stream;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
