package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import java.io.IOException;

/**
 * Reads and decodes the payloads of one part, for one thread. Neighbouring series often share their timestamps payload,
 * so the column decoded last is kept and copied where it fits.
 */
final class PartDecoder {
    /** A payload as short as this is decoded faster than it is compared and copied. */
    private static final int WORTH_KEEPING = 16;

    private final Part part;
    private final BlockDecoder decoder;
    private final ReadWindow timestampsWindow;
    private final ReadWindow valuesWindow;

    private long[] kept = new long[0];
    private int keptRows;
    private long keptOffset;
    private int keptSize;
    private int keptType;
    private long keptFirst;
    private long keptLast;

    /** Zstd and scratch are borrowed, and may be shared with other objects of the same thread. */
    PartDecoder(Part part, Zstd zstd, Int64Codec.Scratch scratch) {
        this.part = part;
        decoder = new BlockDecoder(zstd, scratch);
        timestampsWindow = new ReadWindow(part.timestamps());
        valuesWindow = new ReadWindow(part.values());
    }

    /** True if the payloads are encoded plainly, whatever their length. */
    boolean isPlain() {
        return part.inMemory();
    }

    /** The interval to which its blocks were thinned out; 0 is none. */
    long dedupIntervalMs() {
        return part.minDedupIntervalMs();
    }

    /**
     * The timestamps payload lies in the returned array from {@link #timestampsAt()} on, until the next read of one.
     */
    byte[] timestampsPayload(BlockHeader header) throws IOException {
        return timestampsWindow.read(header.timestampsOffset, header.timestampsSize);
    }

    int timestampsAt() {
        return timestampsWindow.position();
    }

    /** Likewise for values. */
    byte[] valuesPayload(BlockHeader header) throws IOException {
        return valuesWindow.read(header.valuesOffset, header.valuesSize);
    }

    int valuesAt() {
        return valuesWindow.position();
    }

    /** Decodes the timestamps of a block to {@code target[from..from+rows)}. */
    void decodeTimestamps(BlockHeader header, long[] target, int from) throws IOException {
        if (isKept(header)) {
            System.arraycopy(kept, 0, target, from, keptRows);
            return;
        }
        byte[] payload = timestampsPayload(header);
        try {
            decoder.decodeTimestamps(header, payload, timestampsAt(), target, from);
        } catch (CorruptedDataException e) {
            throw e.at(part.timestamps().name(), header.timestampsOffset);
        }
        if (header.timestampsSize > WORTH_KEEPING) {
            keep(header, target, from);
        }
    }

    private boolean isKept(BlockHeader header) {
        return header.timestampsSize > WORTH_KEEPING && header.rows == keptRows
                && header.timestampsOffset == keptOffset && header.timestampsSize == keptSize
                && header.timestampsType == keptType && header.minTimestampMs == keptFirst
                && header.maxTimestampMs == keptLast;
    }

    private void keep(BlockHeader header, long[] timestamps, int from) {
        keptRows = header.rows;
        if (kept.length < keptRows) {
            kept = new long[Math.max(keptRows, 2 * kept.length)];
        }
        System.arraycopy(timestamps, from, kept, 0, keptRows);
        keptOffset = header.timestampsOffset;
        keptSize = header.timestampsSize;
        keptType = header.timestampsType;
        keptFirst = header.minTimestampMs;
        keptLast = header.maxTimestampMs;
    }

    /** Decodes the mantissas of a block, likewise. */
    void decodeValues(BlockHeader header, long[] target, int from) throws IOException {
        byte[] payload = valuesPayload(header);
        try {
            decoder.decodeValues(header, payload, valuesAt(), target, from);
        } catch (CorruptedDataException e) {
            throw e.at(part.values().name(), header.valuesOffset);
        }
    }
}
