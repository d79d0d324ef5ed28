package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.codec.EncodingType;
import io.laurel.codec.Int64Codec;
import io.laurel.codec.LossyTimestamps;

/** The two payloads of a block in, its columns out; the counterpart of {@link BlockEncoder}. For one thread. */
final class BlockDecoder {
    private final Zstd zstd;
    private final Int64Codec.Scratch scratch;

    /** Both are borrowed, and may be shared with other objects of the same thread. */
    BlockDecoder(Zstd zstd, Int64Codec.Scratch scratch) {
        this.zstd = zstd;
        this.scratch = scratch;
    }

    /** Decodes {@code payload[at..)} to {@code target[from..from+rows)}: in order, and just what the header says. */
    void decodeTimestamps(BlockHeader header, byte[] payload, int at, long[] target, int from)
            throws CorruptedDataException {
        int rows = header.rows;
        Int64Codec.decode(EncodingType.of(header.timestampsType), payload, at, header.timestampsSize,
                header.minTimestampMs, target, from, rows, zstd, scratch);
        if (header.precisionBits < Int64Codec.EXACT) {
            LossyTimestamps.ensureNonDecreasing(target, from, rows, header.minTimestampMs, header.maxTimestampMs);
        }
        if (!isSorted(target, from, from + rows)) {
            throw new CorruptedDataException("the timestamps of a block are not in order");
        }
        if (target[from + rows - 1] != header.maxTimestampMs) {
            throw new CorruptedDataException("the last timestamp of a block is " + target[from + rows - 1]
                    + ", its header says " + header.maxTimestampMs);
        }
    }

    private static boolean isSorted(long[] timestamps, int from, int to) {
        boolean sorted = true;
        for (int i = from + 1; i < to; i++) {
            sorted &= timestamps[i - 1] <= timestamps[i];
        }
        return sorted;
    }

    /** Decodes the mantissas, likewise. */
    void decodeValues(BlockHeader header, byte[] payload, int at, long[] target, int from)
            throws CorruptedDataException {
        Int64Codec.decode(EncodingType.of(header.valuesType), payload, at, header.valuesSize, header.firstValue, target,
                from, header.rows, zstd, scratch);
    }
}
