package io.laurel.interop;

import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;

/**
 * Machines that are scraped every minute, a twentieth of which is replaced every day. All of it can be computed again:
 * half of the values are counters that begin with their machine, the others change all the time.
 */
final class SimulatedScrapes {
    static final int MINUTES_PER_DAY = 1440;
    static final long MINUTE_MS = 60_000;
    private static final int BLOCKS = 20;

    final long startMs;
    final int slots;

    /** @param slots how many machines there are at each moment; a multiple of twenty */
    SimulatedScrapes(long startMs, int slots) {
        this.startMs = startMs;
        this.slots = slots;
    }

    private int block(int slot) {
        return slot * BLOCKS / slots;
    }

    /** How often the machine in a slot was replaced until the end of that day. */
    int generation(int slot, int day) {
        return (day - block(slot) + BLOCKS - 1) / BLOCKS;
    }

    /** The first day of a generation. */
    int born(int slot, int generation) {
        return generation == 0 ? 0 : block(slot) + 1 + BLOCKS * (generation - 1);
    }

    MetricName name(int slot, int generation) {
        return MetricName.of("simulated_" + slot % 10, "job", "job-" + slot % 7, "instance", instance(slot, generation));
    }

    TagFilters filters(int slot, int generation) {
        return TagFilters.metric("simulated_" + slot % 10).equal("instance", instance(slot, generation));
    }

    private static String instance(int slot, int generation) {
        return "machine-" + slot + "-" + generation;
    }

    /** Each machine has a moment of its own within the minute. */
    long timestampMs(int slot, long minute) {
        return startMs + minute * MINUTE_MS + slot * 7919L % MINUTE_MS;
    }

    double value(int slot, int generation, long minute) {
        long chance = chance(slot * 1_000_003L + minute);
        long age = minute - (long) born(slot, generation) * MINUTES_PER_DAY;
        return slot % 2 == 0 ? 15 * age + chance % 15 : chance % 1000 / 10.0;
    }

    /** Looks like chance, and is the same each time. */
    private static long chance(long number) {
        long x = number * 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 32) * 0xd6e8feb86659fd93L;
        return (x ^ x >>> 32) >>> 1;
    }
}
