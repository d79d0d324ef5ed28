package io.laurel.data;

import io.laurel.codec.Decimal;
import java.io.IOException;
import java.util.Arrays;

/**
 * The block a merge has in hand: samples of one series, either encoded, just as a part had them, or as columns that
 * grow while further blocks are merged into them. Reusable; for one thread.
 */
final class Block {
    /** What a writer puts into one block at most. */
    static final int MAX_ROWS = 8192;
    /** An encoded block of that size counts as full, whatever its rows. */
    private static final int FULL_VALUES_SIZE = 65_536;

    final BlockHeader header = new BlockHeader();

    private boolean present;
    /** Where the payloads are, as long as it is encoded; null when it is decoded. */
    private PartDecoder source;

    /** Decoded: rows {@code [from, to)}. */
    private long[] timestamps = new long[0];
    private long[] mantissas = new long[0];
    private int from;
    private int to;

    private long[] otherTimestamps = new long[0];
    private long[] otherMantissas = new long[0];
    private long[] spareTimestamps = new long[0];
    private long[] spareMantissas = new long[0];

    boolean isPresent() {
        return present;
    }

    void clear() {
        present = false;
    }

    /** The part it came from, to read its payloads there; null once it was decoded. */
    PartDecoder source() {
        return source;
    }

    boolean isEncoded() {
        return source != null;
    }

    long[] timestamps() {
        return timestamps;
    }

    long[] mantissas() {
        return mantissas;
    }

    /** Where the decoded rows begin. */
    int from() {
        return from;
    }

    int rows() {
        return source != null ? header.rows : to - from;
    }

    long maxTimestampMs() {
        return source != null ? header.maxTimestampMs : timestamps[to - 1];
    }

    boolean isFull() {
        return rows() >= MAX_ROWS || source != null && header.valuesSize >= FULL_VALUES_SIZE;
    }

    /** Becomes the reader's current block, encoded. The reader may move on; payloads are read when they are needed. */
    void take(PartReader reader) {
        header.set(reader.header);
        source = reader.decoder();
        present = true;
    }

    /** Drops the first rows of a decoded block. */
    void dropFirst(int rows) {
        from += rows;
        present = from < to;
    }

    /** Turns an encoded block into columns. */
    void decode() throws IOException {
        if (source == null) {
            return;
        }
        timestamps = room(timestamps, 0, header.rows);
        mantissas = room(mantissas, 0, header.rows);
        source.decodeTimestamps(header, timestamps, 0);
        source.decodeValues(header, mantissas, 0);
        from = 0;
        to = header.rows;
        source = null;
    }

    /**
     * Merges the reader's current block, of the same series, into this one, which is decoded. Where timestamps are
     * equal all samples stay. Both lose their samples before the deadline.
     */
    void merge(PartReader reader, long deadlineMs) throws IOException {
        BlockHeader other = reader.header;
        from = firstNotBefore(timestamps, from, to, deadlineMs);
        header.precisionBits = Math.min(header.precisionBits, other.precisionBits);
        if (from == to || timestamps[to - 1] <= other.minTimestampMs && other.minTimestampMs >= deadlineMs) {
            append(reader, deadlineMs);
        } else {
            interleave(reader, deadlineMs);
        }
        present = from < to;
    }

    /** Fast path: the other block begins where this one ends, and is decoded right there. */
    private void append(PartReader reader, long deadlineMs) throws IOException {
        int rows = reader.header.rows;
        if (from > 0 && to + rows > timestamps.length) {
            System.arraycopy(timestamps, from, timestamps, 0, to - from);
            System.arraycopy(mantissas, from, mantissas, 0, to - from);
            to -= from;
            from = 0;
        }
        timestamps = room(timestamps, to, rows);
        mantissas = room(mantissas, to, rows);
        reader.decode(timestamps, mantissas, to);
        int cut = firstNotBefore(timestamps, to, to + rows, deadlineMs) - to;
        if (cut > 0) {
            System.arraycopy(timestamps, to + cut, timestamps, to, rows - cut);
            System.arraycopy(mantissas, to + cut, mantissas, to, rows - cut);
            rows -= cut;
        }
        header.scale = Decimal.calibrate(mantissas, from, to - from, header.scale, mantissas, to, rows,
                reader.header.scale);
        to += rows;
    }

    /** Slow path: from the two in turn, as long as the one is not later than the next of the other. */
    private void interleave(PartReader reader, long deadlineMs) throws IOException {
        int rows = reader.header.rows;
        otherTimestamps = room(otherTimestamps, 0, rows);
        otherMantissas = room(otherMantissas, 0, rows);
        reader.decode(otherTimestamps, otherMantissas, 0);
        int j = firstNotBefore(otherTimestamps, 0, rows, deadlineMs);
        header.scale = Decimal.calibrate(mantissas, from, to - from, header.scale, otherMantissas, j, rows - j,
                reader.header.scale);
        int total = to - from + rows - j;
        spareTimestamps = room(spareTimestamps, 0, total);
        spareMantissas = room(spareMantissas, 0, total);
        int i = from;
        int at = 0;
        while (i < to && j < rows) {
            int start = i;
            while (i < to && timestamps[i] <= otherTimestamps[j]) {
                i++;
            }
            at = copyToSpare(timestamps, mantissas, start, i, at);
            start = j;
            while (i < to && j < rows && otherTimestamps[j] <= timestamps[i]) {
                j++;
            }
            at = copyToSpare(otherTimestamps, otherMantissas, start, j, at);
        }
        at = copyToSpare(timestamps, mantissas, i, to, at);
        copyToSpare(otherTimestamps, otherMantissas, j, rows, at);
        long[] swapped = timestamps;
        timestamps = spareTimestamps;
        spareTimestamps = swapped;
        swapped = mantissas;
        mantissas = spareMantissas;
        spareMantissas = swapped;
        from = 0;
        to = total;
    }

    private int copyToSpare(long[] sourceTimestamps, long[] sourceMantissas, int start, int end, int at) {
        System.arraycopy(sourceTimestamps, start, spareTimestamps, at, end - start);
        System.arraycopy(sourceMantissas, start, spareMantissas, at, end - start);
        return at + end - start;
    }

    private static int firstNotBefore(long[] timestamps, int from, int to, long deadlineMs) {
        int first = from;
        while (first < to && timestamps[first] < deadlineMs) {
            first++;
        }
        return first;
    }

    /** An array with the same first {@code kept} numbers and room for more behind them. */
    private static long[] room(long[] array, int kept, int more) {
        if (array.length - kept >= more) {
            return array;
        }
        return Arrays.copyOf(array, Math.max(Math.max(kept + more, 2 * array.length), 2 * MAX_ROWS));
    }
}
