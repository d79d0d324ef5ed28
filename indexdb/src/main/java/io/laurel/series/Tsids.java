package io.laurel.series;

import java.util.Arrays;

/**
 * TSIDs by ordinal in one array, three numbers each: metric group, job and instance, metric id. One after the other and
 * not in columns, because they are looked up in the order of TSIDs, which is no order of the ordinals, and each place
 * in memory costs a cache miss. The array is filled up to what the owner says.
 */
record Tsids(long[] numbers) {
    private static final int WIDTH = 3;

    Tsids(int capacity) {
        this(new long[Math.multiplyExact(WIDTH, capacity)]);
    }

    long heapBytes() {
        return (long) Long.BYTES * numbers.length;
    }

    int capacity() {
        return numbers.length / WIDTH;
    }

    Tsids grown() {
        int capacity = Math.addExact(capacity(), Math.max(capacity() >> 1, 16));
        return new Tsids(Arrays.copyOf(numbers, Math.multiplyExact(WIDTH, capacity)));
    }

    /** Those that are kept, under their new ordinals. */
    Tsids renumbered(Renumbering renumbering) {
        int capacity = Math.max(16, renumbering.kept() + renumbering.kept() / 8);
        Tsids target = new Tsids(capacity);
        for (int i = 0; i < renumbering.before(); i++) {
            if (renumbering.of(i) != Renumbering.GONE) {
                System.arraycopy(numbers, WIDTH * i, target.numbers, WIDTH * renumbering.of(i), WIDTH);
            }
        }
        return target;
    }

    void set(int ordinal, Tsid tsid) {
        int at = WIDTH * ordinal;
        numbers[at] = tsid.metricGroupId();
        numbers[at + 1] = (long) tsid.jobId() << 32 | tsid.instanceId() & 0xffffffffL;
        numbers[at + 2] = tsid.metricId();
    }

    Tsid get(int ordinal) {
        long jobAndInstance = jobAndInstance(ordinal);
        return new Tsid(metricGroupId(ordinal), (int) (jobAndInstance >>> 32), (int) jobAndInstance,
                metricId(ordinal));
    }

    long metricGroupId(int ordinal) {
        return numbers[WIDTH * ordinal];
    }

    long jobAndInstance(int ordinal) {
        return numbers[WIDTH * ordinal + 1];
    }

    long metricId(int ordinal) {
        return numbers[WIDTH * ordinal + 2];
    }

    /** As {@link Tsid#compareTo}. */
    int compare(int a, int b) {
        for (int i = 0; i < WIDTH; i++) {
            long left = numbers[WIDTH * a + i];
            long right = numbers[WIDTH * b + i];
            if (left != right) {
                return Long.compareUnsigned(left, right);
            }
        }
        return 0;
    }
}
