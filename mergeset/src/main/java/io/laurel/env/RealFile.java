package io.laurel.env;

import io.laurel.bytes.CorruptedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * An open file or folder of the operating system.
 *
 * <p>Not a {@code FileChannel}: that one closes itself when a thread that uses it is interrupted, for every other
 * reader of the file too, and a file that was removed meanwhile (its part was merged away) cannot be opened again. An
 * asynchronous channel has positional reads and writes as well and does not care about interrupts. Its "executor" here
 * is the calling thread, so a read is one {@code pread} without any hand-over.
 */
final class RealFile implements ReadableFile, WritableFile {
    private final Path path;
    private final AsynchronousFileChannel channel;
    private final long sizeWhenOpened;
    private long writeOffset;

    RealFile(Path path, OpenOption... options) throws IOException {
        this.path = path;
        channel = AsynchronousFileChannel.open(path, Set.of(options), new CallersThread());
        try {
            sizeWhenOpened = channel.size();
        } catch (IOException e) {
            try {
                channel.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        return sizeWhenOpened;
    }

    @Override
    public void read(long offset, byte[] target, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, at, length);
        long from = offset;
        while (buffer.hasRemaining()) {
            int count;
            try {
                count = await(channel.read(buffer, from));
            } catch (IOException e) {
                throw RealDisk.failed("read", path, e);
            }
            if (count < 0) {
                throw new CorruptedDataException(length + " bytes are wanted where the file has only "
                        + (length - buffer.remaining()), path.toString(), offset, null);
            }
            from += count;
        }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
        try {
            while (buffer.hasRemaining()) {
                writeOffset += await(channel.write(buffer, writeOffset));
            }
        } catch (IOException e) {
            throw RealDisk.failed("write", path, e);
        }
    }

    @Override
    public void sync() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw RealDisk.failed("sync", path, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            throw RealDisk.failed("close", path, e);
        }
    }

    /** The operation has ended already; if it should not have, waits for it whatever interrupts come. */
    private static int await(Future<Integer> operation) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return operation.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs everything at once where it is asked for; there is nothing to shut down. */
    private static final class CallersThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
