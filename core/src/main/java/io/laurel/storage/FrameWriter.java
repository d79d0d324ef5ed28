package io.laurel.storage;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Zstd;
import io.laurel.env.WritableFile;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Writes a file of frames as {@link SavedSeries} draws it. For one thread; the file is the caller's. */
final class FrameWriter {
    private static final int COMPRESSION_LEVEL = 1;

    private final WritableFile file;
    private final Zstd zstd;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuilder frame = new ByteBuilder();
    private final ByteBuilder compressed = new ByteBuilder();

    FrameWriter(WritableFile file, Zstd zstd, byte[] magic) throws IOException {
        this.file = file;
        this.zstd = zstd;
        write(magic, magic.length);
    }

    /** Writes a frame with these bytes; none at all end the file. */
    void write(ByteBuilder payload) throws IOException {
        compressed.clear();
        zstd.compress(payload.array(), 0, payload.size(), COMPRESSION_LEVEL, compressed);
        frame.clear();
        frame.u32(payload.size()).u32(compressed.size()).bytes(compressed.array(), 0, compressed.size());
        write(frame.array(), frame.size());
        frame.clear();
        frame.u32((int) checksum.getValue());
        write(frame.array(), frame.size());
    }

    private void write(byte[] bytes, int length) throws IOException {
        file.write(bytes, 0, length);
        checksum.update(bytes, 0, length);
    }
}
