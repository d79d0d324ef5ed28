package io.laurel.data;

/**
 * Sizes that decide when something happens, not what. One set of them fits all; tests use smaller ones.
 *
 * @param pendingRows rows of all months that may be in no part yet, 20 bytes each; see {@link RowBufferPool}
 * @param shards buffers of one month that can be filled at the same time
 * @param maxSmallPartBytes a merge of more than that goes to {@code data/big}
 */
record DataLimits(int pendingRows, int shards, long maxSmallPartBytes) {
    private static final int PENDING_ROWS = 1 << 20;
    private static final int MAX_SHARDS = 8;
    private static final long MAX_SMALL_PART_BYTES = 64_000_000;

    static DataLimits forProcessors(int processors) {
        return new DataLimits(PENDING_ROWS, Math.min(processors, MAX_SHARDS), MAX_SMALL_PART_BYTES);
    }
}
