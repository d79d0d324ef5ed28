package io.laurel.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The TSID as it lies at the start of a block header or metaindex row: 24 bytes, compared as three unsigned 64-bit
 * numbers (metric group; job and instance; metric id), which is the order of the bytes. Half of all metric groups have
 * the top bit set, so a signed comparison would be wrong for them.
 */
final class SeriesKey {
    static final int SIZE = 24;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private SeriesKey() {}

    static int compare(long group, long jobAndInstance, long metricId,
            long otherGroup, long otherJobAndInstance, long otherMetricId) {
        if (group != otherGroup) {
            return Long.compareUnsigned(group, otherGroup);
        }
        if (jobAndInstance != otherJobAndInstance) {
            return Long.compareUnsigned(jobAndInstance, otherJobAndInstance);
        }
        return Long.compareUnsigned(metricId, otherMetricId);
    }

    /** Compares the key at {@code keys[at..)} with one given as numbers. */
    static int compare(byte[] keys, int at, long group, long jobAndInstance, long metricId) {
        return compare((long) LONG.get(keys, at), (long) LONG.get(keys, at + 8), (long) LONG.get(keys, at + 16),
                group, jobAndInstance, metricId);
    }

    static int compare(byte[] keys, int at, byte[] others, int otherAt) {
        return compare(keys, at, (long) LONG.get(others, otherAt), (long) LONG.get(others, otherAt + 8),
                (long) LONG.get(others, otherAt + 16));
    }

    /** How many records of {@code stride} bytes, each starting with its key, lie before the given key. */
    static int countBelow(byte[] records, int offset, int stride, int from, int count,
            long group, long jobAndInstance, long metricId) {
        int low = from;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(records, offset + middle * stride, group, jobAndInstance, metricId) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
