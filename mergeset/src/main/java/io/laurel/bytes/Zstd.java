package io.laurel.bytes;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/**
 * One thread's zstd: a compressor and a decompressor that keep their native memory between calls (a new context for
 * each 8 KiB costs as much as the work itself). Not safe for threads; taken from and given back to a {@link ZstdPool},
 * or closed by the object that made it. The only class that knows the zstd library.
 *
 * <p>A piece of compressed data is exactly one frame without dictionary, with its content size and without checksum. No
 * bytes stand for no bytes: the empty frame is never written.
 */
public final class Zstd implements AutoCloseable {
    private ZstdCompressCtx compressor;
    private ZstdDecompressCtx decompressor;
    private int level = Integer.MIN_VALUE;

    /** Appends the compressed form of {@code source[offset..offset+length)} to {@code target}; returns its size. */
    public int compress(byte[] source, int offset, int length, int level, ByteBuilder target) {
        if (length == 0) {
            return 0;
        }
        if (compressor == null) {
            compressor = new ZstdCompressCtx();
            compressor.setContentSize(true);
            compressor.setChecksum(false);
        }
        if (level != this.level) {
            compressor.setLevel(level);
            this.level = level;
        }
        int bound = Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(length));
        byte[] array = target.reserve(bound);
        int size = compressor.compressByteArray(array, target.size(), bound, source, offset, length);
        target.setSize(target.size() + size);
        return size;
    }

    /**
     * Appends the decompressed form of {@code source[offset..offset+length)} to {@code target}.
     *
     * @param maxSize the most bytes the result may have; memory is reserved only as far as the data says and this
     *     allows
     * @return the size of the result
     * @throws CorruptedDataException if the bytes are not exactly one frame, or the result would be longer than maxSize
     */
    public int decompress(byte[] source, int offset, int length, int maxSize, ByteBuilder target)
            throws CorruptedDataException {
        if (length == 0) {
            return 0;
        }
        ZstdFrame.checkSingle(source, offset, length);
        long declared = ZstdFrame.contentSize(source, offset, length);
        if (declared > maxSize) {
            throw new CorruptedDataException(
                    "zstd frame announces " + declared + " bytes, more than the limit of " + maxSize);
        }
        if (decompressor == null) {
            decompressor = new ZstdDecompressCtx();
        }
        int capacity = declared >= 0 ? (int) declared : maxSize;
        byte[] array = target.reserve(capacity);
        try {
            int size = decompressor.decompressByteArray(array, target.size(), capacity, source, offset, length);
            target.setSize(target.size() + size);
            return size;
        } catch (ZstdException e) {
            throw new CorruptedDataException("zstd frame of " + length + " bytes: " + e.getMessage(), null,
                    CorruptedDataException.UNKNOWN_OFFSET, e);
        }
    }

    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
            compressor = null;
            level = Integer.MIN_VALUE;
        }
        if (decompressor != null) {
            decompressor.close();
            decompressor = null;
        }
    }
}
