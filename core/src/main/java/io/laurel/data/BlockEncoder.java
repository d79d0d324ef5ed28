package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.codec.EncodingType;
import io.laurel.codec.Int64Codec;
import java.util.Arrays;

/**
 * Columns of one block in, its two payloads out. For one thread; the payloads are borrowed until the next call.
 *
 * <p>Series that were sampled together bring the same timestamps block after block. The last column is remembered, and
 * one that equals it is not encoded again: comparing costs a tenth of encoding, and with zstd a hundredth.
 */
final class BlockEncoder {
    /** Null: plain encodings only, for parts in memory. */
    private final Zstd zstd;
    private final Int64Codec.Scratch scratch;
    private final ByteBuilder timestampsPayload = new ByteBuilder();
    private final ByteBuilder valuesPayload = new ByteBuilder();

    private long[] lastTimestamps = new long[0];
    /** 0: there is no last column. */
    private int lastRows;
    private int lastPrecisionBits;
    private EncodingType lastType;

    private final ByteBuilder packedTimestamps = new ByteBuilder(0);
    private final ByteBuilder packedValues = new ByteBuilder(0);
    /** The timestamps payload packed last, as it was before. */
    private final ByteBuilder lastPlain = new ByteBuilder(0);
    private int lastPlainRows;
    private int lastPlainType;
    private EncodingType lastPackedType;

    /** Zstd and scratch are borrowed. */
    BlockEncoder(Zstd zstd, Int64Codec.Scratch scratch) {
        this.zstd = zstd;
        this.scratch = scratch;
    }

    byte[] timestampsPayload() {
        return timestampsPayload.array();
    }

    byte[] valuesPayload() {
        return valuesPayload.array();
    }

    /**
     * Encodes rows of both columns, from the given indexes on. The header brings TSID, scale and precision bits; the
     * rest, but for the offsets, is filled in.
     */
    void encode(BlockHeader header, long[] timestamps, int timestampsFrom, long[] mantissas, int mantissasFrom,
            int rows) {
        encodeTimestamps(timestamps, timestampsFrom, rows, header.precisionBits);
        valuesPayload.clear();
        EncodingType valuesType = Int64Codec.encode(mantissas, mantissasFrom, rows, header.precisionBits, valuesPayload,
                zstd, scratch);
        header.minTimestampMs = timestamps[timestampsFrom];
        header.maxTimestampMs = timestamps[timestampsFrom + rows - 1];
        header.firstValue = mantissas[mantissasFrom];
        header.timestampsSize = timestampsPayload.size();
        header.valuesSize = valuesPayload.size();
        header.rows = rows;
        header.timestampsType = lastType.wireNumber();
        header.valuesType = valuesType.wireNumber();
    }

    private void encodeTimestamps(long[] timestamps, int from, int rows, int precisionBits) {
        if (rows == lastRows && precisionBits == lastPrecisionBits
                && Arrays.equals(timestamps, from, from + rows, lastTimestamps, 0, rows)) {
            return;
        }
        timestampsPayload.clear();
        lastType = Int64Codec.encode(timestamps, from, rows, precisionBits, timestampsPayload, zstd, scratch);
        if (lastTimestamps.length < rows) {
            lastTimestamps = new long[Math.max(rows, 2 * lastTimestamps.length)];
        }
        System.arraycopy(timestamps, from, lastTimestamps, 0, rows);
        lastRows = rows;
        lastPrecisionBits = precisionBits;
    }

    /**
     * Compresses the payloads of a block that was encoded plainly, to what {@link #encode} with zstd would have made of
     * its columns. The header's sizes and types follow.
     */
    void pack(BlockHeader header, byte[] plainTimestamps, int timestampsAt, byte[] plainValues, int valuesAt)
            throws CorruptedDataException {
        packTimestamps(header, plainTimestamps, timestampsAt);
        packedValues.clear();
        EncodingType valuesType = Int64Codec.pack(EncodingType.of(header.valuesType), header.rows, plainValues,
                valuesAt, header.valuesSize, packedValues, zstd, scratch);
        header.timestampsSize = packedTimestamps.size();
        header.valuesSize = packedValues.size();
        header.timestampsType = lastPackedType.wireNumber();
        header.valuesType = valuesType.wireNumber();
    }

    byte[] packedTimestamps() {
        return packedTimestamps.array();
    }

    byte[] packedValues() {
        return packedValues.array();
    }

    private void packTimestamps(BlockHeader header, byte[] plain, int at) throws CorruptedDataException {
        int size = header.timestampsSize;
        if (header.rows == lastPlainRows && header.timestampsType == lastPlainType
                && Arrays.equals(plain, at, at + size, lastPlain.array(), 0, lastPlain.size())) {
            return;
        }
        packedTimestamps.clear();
        lastPackedType = Int64Codec.pack(EncodingType.of(header.timestampsType), header.rows, plain, at, size,
                packedTimestamps, zstd, scratch);
        lastPlain.clear().bytes(plain, at, size);
        lastPlainRows = header.rows;
        lastPlainType = header.timestampsType;
    }
}
