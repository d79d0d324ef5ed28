package io.laurel.bytes;

/**
 * The outline of a zstd frame, read without decompressing it: how much content it announces, and whether it is alone.
 *
 * <pre>
 *   magic 28 b5 2f fd | descriptor u8 | window u8? | dictionary id 0-4 | content size 0-8 | blocks | checksum 0/4
 *   descriptor: bits 7-6 width of the content size (little-endian), 5 single segment (no window byte), 3 reserved,
 *               2 checksum, 1-0 width of the dictionary id
 *   block: 3 bytes little-endian: bit 0 last, bits 2-1 type (0 raw, 1 run, 2 compressed), rest size; a run has one byte
 * </pre>
 *
 * <p>The library would decompress several frames in a row as one; the format's other readers refuse that, and so do we.
 */
final class ZstdFrame {
    private static final int MAGIC = 0xFD2FB528;
    private static final int BLOCK_RUN = 1;
    private static final int BLOCK_RESERVED = 3;

    private ZstdFrame() {}

    /** The announced content size, or -1 if the frame does not say. */
    static long contentSize(byte[] source, int offset, int length) throws CorruptedDataException {
        int at = header(source, offset, length);
        int descriptor = source[offset + 4] & 0xff;
        int width = contentSizeWidth(descriptor);
        if (width == 0) {
            return -1;
        }
        long size = littleEndian(source, offset + at - width, width) + (width == 2 ? 256 : 0);
        return size < 0 ? Long.MAX_VALUE : size;
    }

    /** Checks that the bytes are one frame and nothing behind it. */
    static void checkSingle(byte[] source, int offset, int length) throws CorruptedDataException {
        int at = header(source, offset, length);
        boolean last;
        do {
            if (length - at < 3) {
                throw new CorruptedDataException("zstd frame is cut short in front of a block");
            }
            int block = (int) littleEndian(source, offset + at, 3);
            last = (block & 1) != 0;
            int type = block >> 1 & 3;
            if (type == BLOCK_RESERVED) {
                throw new CorruptedDataException("zstd frame has a block of the reserved type");
            }
            at += 3 + (type == BLOCK_RUN ? 1 : block >>> 3);
            if (at > length) {
                throw new CorruptedDataException("zstd frame is cut short inside a block");
            }
        } while (!last);
        if ((source[offset + 4] & 4) != 0) {
            at += 4;
        }
        if (at != length) {
            throw new CorruptedDataException(at > length
                    ? "zstd frame is cut short in its checksum"
                    : "zstd frame is followed by " + (length - at) + " more bytes");
        }
    }

    /** Size of the frame header. */
    private static int header(byte[] source, int offset, int length) throws CorruptedDataException {
        if (length < 6 || littleEndian(source, offset, 4) != (MAGIC & 0xffffffffL)) {
            throw new CorruptedDataException("not a zstd frame");
        }
        int descriptor = source[offset + 4] & 0xff;
        int window = (descriptor & 0x20) != 0 ? 0 : 1;
        int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
        int size = 5 + window + dictionary + contentSizeWidth(descriptor);
        if (size > length) {
            throw new CorruptedDataException("zstd frame is cut short in its header");
        }
        return size;
    }

    private static int contentSizeWidth(int descriptor) {
        int code = descriptor >> 6;
        return code == 0 ? descriptor >> 5 & 1 : 1 << code;
    }

    private static long littleEndian(byte[] source, int at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | source[at + i] & 0xff;
        }
        return value;
    }
}
