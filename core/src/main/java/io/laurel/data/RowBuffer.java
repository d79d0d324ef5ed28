package io.laurel.data;

import java.util.Arrays;

/**
 * Rows as parallel columns, 20 bytes a row: the ordinal of the series in the {@code SeriesTable}, the timestamp in ms,
 * the value. Filled from the left and used again after {@link #clear()}; for one thread. A value must be storable: any
 * double but a NaN, except for the stale marker.
 */
public final class RowBuffer {
    static final int ROW_BYTES = 20;

    private static final int FIRST_CAPACITY = 64;

    int[] series = new int[0];
    long[] timestamps = new long[0];
    double[] values = new double[0];
    int size;

    public int size() {
        return size;
    }

    /** What it takes, filled or not. */
    long heapBytes() {
        return (long) ROW_BYTES * series.length;
    }

    public void clear() {
        size = 0;
    }

    public void append(int seriesOrdinal, long timestampMs, double value) {
        int at = size;
        if (at == series.length) {
            reserve(1);
        }
        series[at] = seriesOrdinal;
        timestamps[at] = timestampMs;
        values[at] = value;
        size = at + 1;
    }

    /** Appends rows {@code [from, to)} of another buffer. */
    void append(RowBuffer other, int from, int to) {
        append(other, from, to, Integer.MAX_VALUE);
    }

    /** Likewise; does not grow beyond so many rows unless it must. */
    void append(RowBuffer other, int from, int to, int usualLimit) {
        int count = to - from;
        reserve(count, usualLimit);
        System.arraycopy(other.series, from, series, size, count);
        System.arraycopy(other.timestamps, from, timestamps, size, count);
        System.arraycopy(other.values, from, values, size, count);
        size += count;
    }

    /** Makes room for that many further rows. */
    private void reserve(int extra) {
        reserve(extra, Integer.MAX_VALUE);
    }

    private void reserve(int extra, int usualLimit) {
        int needed = Math.addExact(size, extra);
        if (needed > series.length) {
            int doubled = (int) Math.min(2L * series.length, usualLimit);
            int capacity = Math.max(needed, Math.max(FIRST_CAPACITY, doubled));
            series = Arrays.copyOf(series, capacity);
            timestamps = Arrays.copyOf(timestamps, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }
}
