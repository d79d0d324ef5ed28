package io.laurel.vmctl;

/** The rows that one writer hands out, in order. For one thread. */
interface BenchRows {
    /**
     * Fills the three columns with the next rows; all lists of all data sets divide into batches of 1,000.
     *
     * @param series numbers of series
     * @return how many rows; fewer than fit only at the end
     */
    int next(int[] series, long[] timestampsMs, double[] values);
}
