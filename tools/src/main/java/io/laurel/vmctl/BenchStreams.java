package io.laurel.vmctl;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The values of many series. Each stream has a class: 0 to 4 are gauges with two digits that walk in ever larger
 * steps, 5 to 9 counters with ever larger increments that are reset now and then.
 */
final class BenchStreams {
    private static final int[] GAUGE_STEPS = {1, 5, 20, 100, 300};
    private static final int[] COUNTER_STEPS = {2, 10, 100, 1000, 100_000};
    private static final int CLASSES = GAUGE_STEPS.length + COUNTER_STEPS.length;
    private static final int GAUGE_MAX = 10_000;
    private static final int COUNTER_START = 1_000_000;
    private static final int RESET_ONE_IN = 5000;

    /** No value of a stream is negative. */
    private static final int NOT_STARTED = -1;

    private final long[] states;
    private final long[] last;
    private final byte[] classes;

    /** Streams 0..count-1 of a data set, the class of each taken modulo 10. */
    BenchStreams(long seed, int count, IntUnaryOperator classOf) {
        states = new long[count];
        last = new long[count];
        classes = new byte[count];
        Arrays.fill(last, NOT_STARTED);
        for (int id = 0; id < count; id++) {
            states[id] = BenchRandom.mix64(seed + (id + 1) * BenchRandom.GAMMA);
            classes[id] = (byte) (classOf.applyAsInt(id) % CLASSES);
        }
    }

    double next(int id) {
        states[id] += BenchRandom.GAMMA;
        long word = BenchRandom.mix64(states[id]);
        int kind = classes[id];
        return kind < GAUGE_STEPS.length
                ? gauge(id, word, GAUGE_STEPS[kind])
                : counter(id, word, COUNTER_STEPS[kind - GAUGE_STEPS.length]);
    }

    private double gauge(int id, long word, int step) {
        long value = last[id] == NOT_STARTED
                ? (word >>> 1) % (GAUGE_MAX + 1)
                : Math.max(0, Math.min(GAUGE_MAX, last[id] + (word >>> 1) % (2 * step + 1) - step));
        last[id] = value;
        return value / 100.0;
    }

    private double counter(int id, long word, int step) {
        long value = last[id];
        if (value == NOT_STARTED) {
            value = (word >>> 1) % COUNTER_START;
        } else {
            value = ((word >>> 33) % RESET_ONE_IN == 0 ? 0 : value) + (word & 0xffffffffL) % step;
        }
        last[id] = value;
        return value;
    }
}
