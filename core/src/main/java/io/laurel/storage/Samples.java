package io.laurel.storage;

/**
 * The samples of one series in ascending order of time, borrowed from the {@link SearchResult} that handed them out:
 * the content changes with its next {@code samples()} and is gone after its {@code close()}. Equal timestamps may
 * follow one another.
 */
public final class Samples {
    private long[] timestamps = {};
    private double[] values = {};
    private int size;

    Samples() {}

    Samples set(long[] timestamps, double[] values, int size) {
        this.timestamps = timestamps;
        this.values = values;
        this.size = size;
        return this;
    }

    public int size() {
        return size;
    }

    /** Unix time in milliseconds of sample {@code index}. */
    public long timestamp(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("sample " + index + " of " + size);
        }
        return timestamps[index];
    }

    /**
     * Value of sample {@code index}. The stale marker is the NaN with the bits {@code 0x7ff0000000000002}: tell it by
     * {@link Double#doubleToRawLongBits}.
     */
    public double value(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("sample " + index + " of " + size);
        }
        return values[index];
    }

    /** The times themselves, for loops over many: only the first {@link #size()} elements count; not to be changed. */
    public long[] timestamps() {
        return timestamps;
    }

    /** The values themselves, as {@link #timestamps()}. */
    public double[] values() {
        return values;
    }

    /** Copies all samples to the start of both arrays, which must have room for {@link #size()} elements. */
    public void copyTo(long[] targetTimestamps, double[] targetValues) {
        System.arraycopy(timestamps, 0, targetTimestamps, 0, size);
        System.arraycopy(values, 0, targetValues, 0, size);
    }
}
