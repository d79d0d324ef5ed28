package io.laurel.indexdb;

import io.laurel.series.MetricIds;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which metric ids are registered for which day in a generation: for each day that was asked for a bitmap,
 * read from the kind 5 rows at the first question and kept up to date by whoever adds such rows. A million series take
 * 128 KiB a day, because the ids of a run are dense; so a year of days stays in memory. Safe for many threads.
 *
 * <p>The answer "no" may be out of date by the time it is used: then rows are written twice, which does no harm.
 */
final class DailyMetricIds {
    private final IndexGeneration generation;
    private final ConcurrentHashMap<Long, MetricIds> days = new ConcurrentHashMap<>();

    DailyMetricIds(IndexGeneration generation) {
        this.generation = generation;
    }

    boolean contains(long day, long metricId) throws IOException {
        MetricIds ids = idsOf(day);
        synchronized (ids) {
            return ids.contains(metricId);
        }
    }

    /** To be called when the rows of kinds 5 and 6 have been added, and not before. */
    void add(long day, long metricId) throws IOException {
        MetricIds ids = idsOf(day);
        synchronized (ids) {
            ids.add(metricId);
        }
    }

    /** All of them for a day, as they are now. */
    MetricIds copy(long day) throws IOException {
        MetricIds ids = idsOf(day);
        synchronized (ids) {
            return ids.copy();
        }
    }

    /** About what all days take. */
    long heapBytes() {
        long bytes = 0;
        for (MetricIds ids : days.values()) {
            synchronized (ids) {
                bytes += ids.heapBytes();
            }
        }
        return bytes;
    }

    private MetricIds idsOf(long day) throws IOException {
        MetricIds known = days.get(day);
        if (known != null) {
            return known;
        }
        // Rows that are still pending need not be seen: whoever added them comes to add the ids here too.
        MetricIds read;
        try (GenerationSearch search = generation.searchFlushed()) {
            read = search.idsOfDay(day);
        }
        MetricIds earlier = days.putIfAbsent(day, read);
        return earlier == null ? read : earlier;
    }
}
