package io.laurel.storage;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.env.ReadableFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a file of frames as {@link SavedSeries} draws it. For one thread; the file is the caller's. */
final class FrameReader {
    /** Frames are a quarter of that, and have one name more that may be long. */
    private static final int MAX_FRAME_BYTES = 1 << 20;

    private static final int HEAD_BYTES = 8;
    private static final int CHECKSUM_BYTES = 4;

    private final ReadableFile file;
    private final Zstd zstd;
    private final CRC32C checksum = new CRC32C();
    private byte[] buffer = new byte[1 << 16];
    private long offset;

    /** @throws CorruptedDataException if the file begins otherwise */
    FrameReader(ReadableFile file, Zstd zstd, byte[] magic) throws IOException {
        this.file = file;
        this.zstd = zstd;
        if (!Arrays.equals(read(magic.length), 0, magic.length, magic, 0, magic.length)) {
            throw broken("does not begin as such a file of this version does");
        }
    }

    /**
     * Reads the next frame.
     *
     * @param payload gets its bytes
     * @return false if it is the last one, without any
     */
    boolean next(ByteBuilder payload) throws IOException {
        ByteReader head = new ByteReader(read(HEAD_BYTES), 0, HEAD_BYTES);
        int size = head.u32("payload size");
        int compressedSize = head.u32("compressed size");
        if (size < 0 || size > MAX_FRAME_BYTES || compressedSize < 0 || compressedSize > 2 * MAX_FRAME_BYTES) {
            throw broken("has an impossible size of a frame");
        }
        byte[] compressed = read(compressedSize).clone();
        int expected = (int) checksum.getValue();
        if (new ByteReader(read(CHECKSUM_BYTES), 0, CHECKSUM_BYTES).u32("checksum") != expected) {
            throw broken("has a wrong checksum");
        }
        payload.clear();
        if (compressedSize > 0) {
            zstd.decompress(compressed, 0, compressedSize, size, payload);
        }
        if (payload.size() != size) {
            throw broken("has a frame of another size than it says");
        }
        if (size == 0 && offset != file.size()) {
            throw broken("goes on after its end");
        }
        return size > 0;
    }

    /** The next bytes, in a buffer that is used again. */
    private byte[] read(int length) throws IOException {
        if (length > file.size() - offset) {
            throw broken("is cut off");
        }
        if (length > buffer.length) {
            buffer = new byte[Math.max(length, 2 * buffer.length)];
        }
        file.read(offset, buffer, 0, length);
        checksum.update(buffer, 0, length);
        offset += length;
        return buffer;
    }

    private CorruptedDataException broken(String how) {
        return new CorruptedDataException("it " + how, file.path().toString(), offset, null);
    }
}
