package io.laurel.series;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which series are known to be registered for which day: one bit for each, by day and ordinal. It is a memory, not
 * the truth: "yes" is true, "no" means that the index must be asked. Old days make room for others; the number of
 * days is bounded.
 *
 * <p>Safe for threads. {@link #contains} takes no lock, it runs for every row; a bit it fails to see in time is only
 * one question too many.
 */
public final class DaySeries {
    /** Enough for backfills of some months side by side. A day of a million series takes 125 kB. */
    private static final int DAYS = 256;

    private static final int BLOCK_WORDS = 128;
    private static final int BLOCK_SHIFT = 13;

    /** A day has its place by its number; of two days for one place the newcomer stays. */
    private final AtomicReferenceArray<Day> days = new AtomicReferenceArray<>(DAYS);

    /** The bits of a day come in blocks of 8192 series; a block without bits is null. */
    private static final class Day {
        private final long number;
        private volatile long[][] blocks = new long[0][];

        Day(long number) {
            this.number = number;
        }
    }

    /** True if the series was added for that day; false if not, or if that was forgotten. */
    public boolean contains(long day, int ordinal) {
        Day known = days.getAcquire(place(day));
        if (known == null || known.number != day) {
            return false;
        }
        long[][] blocks = known.blocks;
        int block = ordinal >>> BLOCK_SHIFT;
        if (block >= blocks.length || blocks[block] == null) {
            return false;
        }
        return (blocks[block][ordinal >>> 6 & BLOCK_WORDS - 1] & 1L << ordinal) != 0;
    }

    public synchronized void add(long day, int ordinal) {
        int place = place(day);
        Day known = days.get(place);
        if (known == null || known.number != day) {
            known = new Day(day);
            days.setRelease(place, known);
        }
        int block = ordinal >>> BLOCK_SHIFT;
        if (block >= known.blocks.length) {
            known.blocks = Arrays.copyOf(known.blocks, Math.max(block + 1, 2 * known.blocks.length));
        }
        if (known.blocks[block] == null) {
            known.blocks[block] = new long[BLOCK_WORDS];
        }
        known.blocks[block][ordinal >>> 6 & BLOCK_WORDS - 1] |= 1L << ordinal;
    }

    /** Forgets everything. */
    public synchronized void clear() {
        for (int i = 0; i < DAYS; i++) {
            days.set(i, null);
        }
    }

    private static int place(long day) {
        return (int) day & DAYS - 1;
    }
}
