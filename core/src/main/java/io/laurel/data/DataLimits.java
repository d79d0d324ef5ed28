package io.laurel.data;

/**
 * Sizes that decide when something happens, not what. One set of them fits all; tests use smaller ones.
 *
 * @param pendingRows rows of all months that may be in no part yet, 20 bytes each; see {@link RowBufferPool}
 * @param shards buffers of one month that can be filled at the same time
 * @param maxSmallPartBytes a merge of more than that goes to {@code data/big}
 */
record DataLimits(int pendingRows, int shards, long maxSmallPartBytes) {
    /**
     * The more rows a part is made of, the more of them are of one series: with a million series, each of them in every
     * millionth row, two million rows instead of one save a quarter of the work. More than that only makes searches
     * wait.
     */
    private static final int MAX_PENDING_ROWS = 1 << 21;
    private static final int MIN_PENDING_ROWS = 1 << 18;
    /** Two percent of the heap for the rows, and as much again for sorting them. */
    private static final int HEAP_BYTES_PER_PENDING_ROW = 1024;
    private static final int MAX_SHARDS = 8;
    private static final long MAX_SMALL_PART_BYTES = 64_000_000;

    static DataLimits forMachine(int processors, long heapBytes) {
        long rows = Math.min(MAX_PENDING_ROWS, heapBytes / HEAP_BYTES_PER_PENDING_ROW);
        return new DataLimits((int) Math.max(MIN_PENDING_ROWS, rows), Math.min(processors, MAX_SHARDS),
                MAX_SMALL_PART_BYTES);
    }
}
