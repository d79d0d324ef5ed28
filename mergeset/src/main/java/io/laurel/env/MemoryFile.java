package io.laurel.env;

import io.laurel.bytes.CorruptedDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file on the heap: written by one thread, then handed over and read by many. For parts that are not on disk yet.
 *
 * <p>The bytes lie in chunks, so that growing a large file copies nothing; the first chunk grows by doubling, so that a
 * small file stays small. Closing does nothing: the content lives as long as the object.
 */
public final class MemoryFile implements WritableFile, ReadableFile {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
    private static final int FIRST_BYTES = 512;

    private final Path path;
    private final List<byte[]> chunks = new ArrayList<>();
    private long size;

    /** The path is a name for messages only. */
    public MemoryFile(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int at = (int) (size & (CHUNK_BYTES - 1));
            byte[] chunk = chunkForWriting(at, left);
            int count = Math.min(left, chunk.length - at);
            System.arraycopy(source, from, chunk, at, count);
            from += count;
            left -= count;
            size += count;
        }
    }

    private byte[] chunkForWriting(int at, int wanted) {
        int index = (int) (size >>> CHUNK_BITS);
        if (index == chunks.size()) {
            chunks.add(new byte[index == 0 ? roomFor(wanted) : CHUNK_BYTES]);
        } else if (at == chunks.get(index).length) {
            chunks.set(index, Arrays.copyOf(chunks.get(index), roomFor(at + Math.min(wanted, CHUNK_BYTES))));
        }
        return chunks.get(index);
    }

    private static int roomFor(int bytes) {
        int room = FIRST_BYTES;
        while (room < bytes && room < CHUNK_BYTES) {
            room <<= 1;
        }
        return room;
    }

    @Override
    public void read(long offset, byte[] target, int at, int length) throws CorruptedDataException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new CorruptedDataException(length + " bytes are wanted where the file has only "
                    + Math.max(0, size - offset), path.toString(), offset, null);
        }
        long from = offset;
        int to = at;
        int left = length;
        while (left > 0) {
            int inside = (int) (from & (CHUNK_BYTES - 1));
            int count = Math.min(left, CHUNK_BYTES - inside);
            System.arraycopy(chunks.get((int) (from >>> CHUNK_BITS)), inside, target, to, count);
            from += count;
            to += count;
            left -= count;
        }
    }

    /** Nothing to do: this file is not meant to outlive the process. */
    @Override
    public void sync() {}

    @Override
    public void close() {}
}
