package io.laurel.indexdb;

import io.laurel.series.MetricIds;

/**
 * What an {@link IndexDb} can say of itself beside its tables.
 *
 * @param pendingItems items that lie in no part yet
 * @param memoryBytes what a power cut would take: pending items and parts in memory
 * @param deletedSeries ids of series that were deleted, in both generations
 * @param deletedBytes what the set of these takes
 * @param namesBytes what is remembered of names, so that new ones need not be looked for
 * @param daysBytes which ids are known to be registered for which day
 * @param created series that got an id since the index was opened
 * @param settledAgain series that were written once more, for a generation after the one that they were created in
 * @param missingTsids ids that searches met and that have no TSID: a hole in the index
 */
public record IndexStats(long pendingItems, long memoryBytes, long deletedSeries, long deletedBytes, long namesBytes,
        long daysBytes, long created, long settledAgain, long missingTsids) {
    /** @param creator null if the index is open for reading only */
    static IndexStats of(GenerationView view, SeriesCreator creator, long settledAgain, long missingTsids) {
        long pendingItems = 0;
        long memoryBytes = 0;
        long daysBytes = 0;
        for (IndexGeneration generation : view.generations()) {
            pendingItems += generation.table().pendingItems();
            memoryBytes += generation.table().memoryBytes();
            daysBytes += generation.days().heapBytes();
        }
        MetricIds deleted = view.deleted();
        return new IndexStats(pendingItems, memoryBytes, deleted.size(), deleted.heapBytes(),
                creator == null ? 0 : creator.namesBytes(), daysBytes, creator == null ? 0 : creator.created(),
                settledAgain, missingTsids);
    }
}
