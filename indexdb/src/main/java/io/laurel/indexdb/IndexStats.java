package io.laurel.indexdb;

/**
 * What an {@link IndexDb} can say of itself beside its tables.
 *
 * @param pendingItems items that lie in no part yet
 * @param memoryBytes what a power cut would take: pending items and parts in memory
 * @param deletedSeries ids of series that were deleted, in both generations
 * @param deletedBytes what the set of these takes
 */
public record IndexStats(long pendingItems, long memoryBytes, long deletedSeries, long deletedBytes) {}
