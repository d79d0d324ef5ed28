package io.laurel.interop;

import io.laurel.series.Days;
import java.util.Random;

/** Ways in which samples follow each other. All within May, June and July of 2022. */
enum OddTimes {
    REGULAR(500) {
        @Override
        long time(int i, Random random) {
            return START_MS + i * 15_000L;
        }
    },
    JITTERED(300) {
        @Override
        long time(int i, Random random) {
            return START_MS + 60_000 + i * 10_000L + random.nextInt(9_000);
        }
    },
    THREE_MONTHS(92) {
        @Override
        long time(int i, Random random) {
            return MAY_MS + i * Days.DAY_MS + random.nextInt((int) Days.DAY_MS);
        }
    },
    BACKWARDS(60) {
        @Override
        long time(int i, Random random) {
            return JUNE_MS + (60 - i) * 1_000L;
        }
    },
    SHUFFLED(200) {
        @Override
        long time(int i, Random random) {
            return JUNE_MS + (i * 7L % 200 - 100) * 60_000L;
        }
    },
    REPEATED(90) {
        @Override
        long time(int i, Random random) {
            return START_MS + i / 3 * 5L;
        }
    },
    MONTH_EDGES(6) {
        @Override
        long time(int i, Random random) {
            return new long[] {JUNE_MS - 2, JUNE_MS - 1, JUNE_MS, JUNE_MS + 1, JULY_MS - 1, JULY_MS}[i];
        }
    },
    ONCE(1) {
        @Override
        long time(int i, Random random) {
            return JULY_MS + 31 * Days.DAY_MS - 1;
        }
    };

    static final long MAY_MS = 1_651_363_200_000L;
    static final long JUNE_MS = MAY_MS + 31 * Days.DAY_MS;
    static final long JULY_MS = JUNE_MS + 30 * Days.DAY_MS;
    static final long START_MS = MAY_MS + 10 * Days.DAY_MS;

    private final int count;

    OddTimes(int count) {
        this.count = count;
    }

    /** The time of sample {@code i} in the order of arrival, in unix milliseconds. */
    abstract long time(int i, Random random);

    long[] times(Random random) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = time(i, random);
        }
        return times;
    }
}
