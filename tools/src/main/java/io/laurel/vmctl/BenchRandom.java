package io.laurel.vmctl;

/** The random numbers of the benchmark: splitmix64, so that a program in any language draws the same. */
final class BenchRandom {
    static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    BenchRandom(long seed) {
        state = seed;
    }

    static long mix64(long word) {
        long z = (word ^ word >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    long next() {
        state += GAMMA;
        return mix64(state);
    }

    /** A number in 0..n-1. */
    int below(int n) {
        return (int) ((next() >>> 1) % n);
    }
}
