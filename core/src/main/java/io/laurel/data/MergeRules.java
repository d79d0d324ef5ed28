package io.laurel.data;

/**
 * What a merge drops.
 *
 * @param deadlineMs blocks that end before it are left out, and earlier samples of blocks that are merged; 0: keep all
 * @param dedupIntervalMs at most one sample per interval in each block that is written, see {@link Deduplicator}; 0:
 *     all
 */
public record MergeRules(long deadlineMs, long dedupIntervalMs) {
    /** Everything stays. */
    public static final MergeRules KEEP_ALL = new MergeRules(0, 0);
}
