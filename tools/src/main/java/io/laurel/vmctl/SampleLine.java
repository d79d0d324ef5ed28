package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.series.RawNameWriter;
import java.util.Arrays;

/**
 * What one line of input says: a series, in the form that row batches take, and its samples. Reused from line to line.
 */
final class SampleLine {
    private final ByteBuilder name = new ByteBuilder(1024);
    private final RawNameWriter labels = new RawNameWriter(name);
    private long[] timestamps = new long[64];
    private int timestampsCount;
    private double[] values = new double[64];
    private int valuesCount;

    void clear() {
        name.clear();
        labels.start();
        timestampsCount = 0;
        valuesCount = 0;
    }

    /** The raw name, borrowed until {@link #clear}; empty if no label has a value. */
    ByteBuilder name() {
        return name;
    }

    /**
     * Adds a label; the metric name is the one called {@code __name__} or nothing. One without a value does not count:
     * in the server's readers of these formats, unlike its storage, it takes no place among the labels that a series
     * may have.
     */
    void label(byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo) {
        if (valueFrom == valueTo) {
            return;
        }
        labels.label(key, keyFrom, keyTo - keyFrom, value, valueFrom, valueTo - valueFrom);
    }

    void timestamp(long timestampMs) {
        if (timestampsCount == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * timestampsCount);
        }
        timestamps[timestampsCount++] = timestampMs;
    }

    int timestampsCount() {
        return timestampsCount;
    }

    long timestampMs(int index) {
        return timestamps[index];
    }

    void value(double value) {
        if (valuesCount == values.length) {
            values = Arrays.copyOf(values, 2 * valuesCount);
        }
        values[valuesCount++] = value;
    }

    int valuesCount() {
        return valuesCount;
    }

    double value(int index) {
        return values[index];
    }
}
