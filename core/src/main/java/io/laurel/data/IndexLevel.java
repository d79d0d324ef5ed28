package io.laurel.data;

/**
 * The zstd level of {@code index.bin} and {@code metaindex.bin}, from the mean size of the blocks of a merge's sources.
 */
final class IndexLevel {
    /** Largest mean rows per block, and the level up to there; more rows: {@link #HIGHEST}. */
    private static final int[][] STEPS = {{10, -5}, {50, -2}, {200, -1}, {500, 1}, {1000, 2}, {2000, 3}, {4000, 4}};
    private static final int HIGHEST = 5;

    private IndexLevel() {}

    static int of(long rows, long blocks) {
        long mean = rows / blocks;
        for (int[] step : STEPS) {
            if (mean <= step[0]) {
                return step[1];
            }
        }
        return HIGHEST;
    }
}
