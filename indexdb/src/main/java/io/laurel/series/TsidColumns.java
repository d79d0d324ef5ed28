package io.laurel.series;

import java.util.Arrays;

/** TSIDs by ordinal, one plain array for each of their numbers. The arrays are filled up to what the owner says. */
record TsidColumns(long[] metricGroupIds, int[] jobIds, int[] instanceIds, long[] metricIds) {
    TsidColumns(int capacity) {
        this(new long[capacity], new int[capacity], new int[capacity], new long[capacity]);
    }

    int capacity() {
        return metricIds.length;
    }

    TsidColumns grown() {
        int capacity = Math.addExact(capacity(), Math.max(capacity() >> 1, 16));
        return new TsidColumns(Arrays.copyOf(metricGroupIds, capacity), Arrays.copyOf(jobIds, capacity),
                Arrays.copyOf(instanceIds, capacity), Arrays.copyOf(metricIds, capacity));
    }

    void set(int ordinal, Tsid tsid) {
        metricGroupIds[ordinal] = tsid.metricGroupId();
        jobIds[ordinal] = tsid.jobId();
        instanceIds[ordinal] = tsid.instanceId();
        metricIds[ordinal] = tsid.metricId();
    }

    Tsid get(int ordinal) {
        return new Tsid(metricGroupIds[ordinal], jobIds[ordinal], instanceIds[ordinal], metricIds[ordinal]);
    }

    /** As {@link Tsid#compareTo}. */
    int compare(int a, int b) {
        if (metricGroupIds[a] != metricGroupIds[b]) {
            return Long.compareUnsigned(metricGroupIds[a], metricGroupIds[b]);
        }
        if (jobIds[a] != jobIds[b]) {
            return Integer.compareUnsigned(jobIds[a], jobIds[b]);
        }
        if (instanceIds[a] != instanceIds[b]) {
            return Integer.compareUnsigned(instanceIds[a], instanceIds[b]);
        }
        return Long.compareUnsigned(metricIds[a], metricIds[b]);
    }
}
