package io.laurel.data;

import io.laurel.series.MetricIds;

/**
 * What a merge drops.
 *
 * @param deadlineMs blocks that end before it are left out, and earlier samples of blocks that are merged; 0: keep all
 * @param dedupIntervalMs at most one sample per interval in each block that is written, see {@link Deduplicator}; 0:
 *     all
 * @param deleted metric ids whose blocks are left out; not to be changed any more
 */
public record MergeRules(long deadlineMs, long dedupIntervalMs, MetricIds deleted) {
    /** Everything stays. */
    public static final MergeRules KEEP_ALL = new MergeRules(0, 0);

    /** No series is deleted. */
    public MergeRules(long deadlineMs, long dedupIntervalMs) {
        this(deadlineMs, dedupIntervalMs, new MetricIds());
    }

    /** Whether a block is left out as a whole. */
    boolean drops(BlockHeader block) {
        return isDeleted(block) || isExpired(block);
    }

    boolean isDeleted(BlockHeader block) {
        return deleted.contains(block.metricId);
    }

    boolean isExpired(BlockHeader block) {
        return block.maxTimestampMs < deadlineMs;
    }
}
