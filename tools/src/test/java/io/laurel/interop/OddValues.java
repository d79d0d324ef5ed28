package io.laurel.interop;

import java.util.Random;

/** Kinds of values that lead to different encodings, or to the edges of what the format can hold. */
enum OddValues {
    CONSTANT {
        @Override
        double value(int i, double before, Random random) {
            return 42;
        }
    },
    ZERO {
        @Override
        double value(int i, double before, Random random) {
            return i % 3 == 0 ? -0.0 : 0.0;
        }
    },
    ONE {
        @Override
        double value(int i, double before, Random random) {
            return 1;
        }
    },
    LINEAR {
        @Override
        double value(int i, double before, Random random) {
            return 1000 - 3 * i;
        }
    },
    COUNTER {
        @Override
        double value(int i, double before, Random random) {
            return before + random.nextInt(20);
        }
    },
    COUNTER_WITH_RESETS {
        @Override
        double value(int i, double before, Random random) {
            return i % 50 == 49 ? 0 : before + random.nextInt(1000);
        }
    },
    FAST_COUNTER {
        @Override
        double value(int i, double before, Random random) {
            return before + (random.nextLong() >>> 14);
        }
    },
    GAUGE {
        @Override
        double value(int i, double before, Random random) {
            return random.nextInt(100) - 50;
        }
    },
    CENTS {
        @Override
        double value(int i, double before, Random random) {
            return Math.round(2000 + 500 * Math.sin(i / 40.0)) / 100.0;
        }
    },
    SEVENTEEN_DIGITS {
        @Override
        double value(int i, double before, Random random) {
            return random.nextDouble();
        }
    },
    HUGE {
        @Override
        double value(int i, double before, Random random) {
            return (i % 2 == 0 ? 1e300 : -1e300) * (1 + i % 7);
        }
    },
    TINY {
        @Override
        double value(int i, double before, Random random) {
            return 1e-300 * (1 + i % 7);
        }
    },
    SUBNORMAL {
        @Override
        double value(int i, double before, Random random) {
            return Double.longBitsToDouble(random.nextLong() >>> 12);
        }
    },
    BEYOND_53_BITS {
        @Override
        double value(int i, double before, Random random) {
            return Math.scalb(1.0 + random.nextInt(8), 50 + i % 13) * (i % 2 == 0 ? 1 : -1);
        }
    },
    INFINITE {
        @Override
        double value(int i, double before, Random random) {
            return new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Content.STALE, 1.5, -2.25}[i % 5];
        }
    },
    STALE {
        @Override
        double value(int i, double before, Random random) {
            return i % 10 == 9 ? Content.STALE : i * 0.5;
        }
    },
    ALL_STALE {
        @Override
        double value(int i, double before, Random random) {
            return Content.STALE;
        }
    },
    NOT_A_NUMBER {
        @Override
        double value(int i, double before, Random random) {
            return i % 3 == 0 ? Double.NaN : i;
        }
    },
    MIXED {
        @Override
        double value(int i, double before, Random random) {
            return new double[] {1e-9, 1e10, 3, 0.25, -1e-9, -7e9, 0}[i % 7];
        }
    },
    ANY_BITS {
        @Override
        double value(int i, double before, Random random) {
            return Double.longBitsToDouble(random.nextLong());
        }
    };

    /** The value of sample {@code i}, given the one before it. */
    abstract double value(int i, double before, Random random);

    double[] values(int count, Random random) {
        double[] values = new double[count];
        double before = 0;
        for (int i = 0; i < count; i++) {
            values[i] = before = value(i, before, random);
        }
        return values;
    }
}
