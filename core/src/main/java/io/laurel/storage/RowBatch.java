package io.laurel.storage;

import io.laurel.bytes.ByteBuilder;
import io.laurel.series.MetricName;
import io.laurel.series.RawName;
import io.laurel.series.RawNameWriter;
import java.util.Arrays;

/**
 * Rows to add. Reusable after {@link #clear()}; for one thread. A row is a series, unix milliseconds and a value:
 *
 * <pre>{@code
 * rows.series("requests_total", "job", "api").add(1_700_000_000_000L, 1027).add(1_700_000_015_000L, 1031);
 * }</pre>
 *
 * <p>Kept as columns: the raw names ({@link RawName}) one behind the other, and for every row the index of its series,
 * the time and the value. No object per row, and none per series.
 */
public final class RowBatch {
    /** Sources repeat their series in order, and then the hash is not needed; so it is not computed in advance. */
    static final long HASH_UNKNOWN = 0;

    private final ByteBuilder names = new ByteBuilder(1 << 12);
    private final RawNameWriter writer = new RawNameWriter(names);
    private int[] nameEnds = new int[64];
    private long[] nameHashes = new long[64];
    private int seriesCount;

    private int[] rowSeries = new int[256];
    private long[] timestamps = new long[256];
    private double[] values = new double[256];
    private int size;

    /** Calls with this batch since the one that was timed last; -1 before the first. */
    int callsUntimed = -1;

    /**
     * The following rows belong to this series. Labels without a name or without a value are left out and take no place
     * among the thirty that count, of labels given twice the last counts.
     *
     * @param metric the metric group; may be empty
     * @param labels name, value, name, value ...
     * @throws IllegalArgumentException if a label has no value, or there is neither a metric nor a label
     */
    public RowBatch series(String metric, String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("label " + labels[labels.length - 1] + " has no value");
        }
        writer.start();
        if (!metric.isEmpty()) {
            writer.label("", metric);
        }
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i].isEmpty() && !labels[i + 1].isEmpty()) {
                writer.label(labels[i], labels[i + 1]);
            }
        }
        return startSeries(HASH_UNKNOWN);
    }

    /** The following rows belong to this series; the cheapest way for a program that keeps its names. */
    public RowBatch series(MetricName name) {
        RawName raw = name.raw();
        names.bytes(raw.bytes());
        return startSeries(raw.hash());
    }

    /** The following rows belong to the series of a raw name, in the form of {@link RawName}. */
    public RowBatch seriesRaw(byte[] rawName, int offset, int length) {
        names.bytes(rawName, offset, length);
        return startSeries(HASH_UNKNOWN);
    }

    /** One row of the current series: unix milliseconds, any value. NaN other than the stale marker is not stored. */
    public RowBatch add(long timestampMs, double value) {
        if (seriesCount == 0) {
            throw new IllegalStateException("add() before series(): which series does the row belong to?");
        }
        if (size == timestamps.length) {
            rowSeries = Arrays.copyOf(rowSeries, 2 * size);
            timestamps = Arrays.copyOf(timestamps, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        rowSeries[size] = seriesCount - 1;
        timestamps[size] = timestampMs;
        values[size++] = value;
        return this;
    }

    /** Number of rows. */
    public int size() {
        return size;
    }

    public void clear() {
        names.clear();
        seriesCount = 0;
        size = 0;
    }

    int seriesCount() {
        return seriesCount;
    }

    /** The raw name of series {@code i} is {@code names()[nameStart(i)..nameStart(i + 1))}. */
    byte[] names() {
        return names.array();
    }

    int nameStart(int series) {
        return series == 0 ? 0 : nameEnds[series - 1];
    }

    /** {@link RawName#hash} of the series, or {@link #HASH_UNKNOWN}. */
    long nameHash(int series) {
        return nameHashes[series];
    }

    int[] rowSeries() {
        return rowSeries;
    }

    long[] timestamps() {
        return timestamps;
    }

    double[] values() {
        return values;
    }

    private RowBatch startSeries(long hash) {
        if (names.size() == nameStart(seriesCount)) {
            throw new IllegalArgumentException("a series needs a metric name or a label with a value");
        }
        if (seriesCount == nameEnds.length) {
            nameEnds = Arrays.copyOf(nameEnds, 2 * seriesCount);
            nameHashes = Arrays.copyOf(nameHashes, 2 * seriesCount);
        }
        nameEnds[seriesCount] = names.size();
        nameHashes[seriesCount++] = hash;
        return this;
    }
}
