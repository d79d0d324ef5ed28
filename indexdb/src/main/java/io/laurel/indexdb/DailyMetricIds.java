package io.laurel.indexdb;

import io.laurel.series.MetricIds;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which metric ids are registered for which day in a generation: a bitmap for each day, read from the kind 5 rows at
 * the first question and kept up to date by whoever adds such rows. A million series take 128 KiB a day, because the
 * ids of a run are dense; so a year of days stays in memory.
 *
 * <p>There is a bound in bytes, beyond which the day that was not used for longest goes when another one is read. Then
 * a day is read only when it was asked about often, and until then each question is a look into the index: somebody
 * who fills more days than fit, each with a few rows in turn, must not make the days read one another away.
 *
 * <p>The answer "no" may be out of date by the time it is used: then rows are written twice, which does no harm. But a
 * {@link #copy} lacks nothing that was added before. Safe for many threads.
 */
final class DailyMetricIds {
    /** So many questions cost about as much as reading a day of ten thousand series. */
    private static final int QUESTIONS_BEFORE_READING = 500;

    /** Days whose questions are counted. */
    private static final int MAX_COUNTED_DAYS = 10_000;

    private final IndexGeneration generation;
    private final long maxBytes;

    /** One day is read at a time. */
    private final ReentrantLock reading = new ReentrantLock();

    // Guarded by this object; each set is guarded by itself.
    /** In the order of their last use. */
    private final LinkedHashMap<Long, MetricIds> days = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<Long, Integer> questions = new HashMap<>();

    /** The day that is being read, and the ids that are added to it meanwhile. */
    private long dayBeingRead;
    private MetricIds addedMeanwhile;

    private boolean isFull;

    DailyMetricIds(IndexGeneration generation, long maxBytes) {
        this.generation = generation;
        this.maxBytes = maxBytes;
    }

    boolean contains(long day, long metricId) throws IOException {
        MetricIds ids = known(day);
        if (ids == null && isWorthReading(day)) {
            ids = read(day);
        }
        if (ids == null) {
            try (GenerationSearch search = generation.searchFlushed()) {
                return search.isRegistered(day, metricId);
            }
        }
        synchronized (ids) {
            return ids.contains(metricId);
        }
    }

    /** To be called when the rows of kinds 5 and 6 have been added, and not before. */
    void add(long day, long metricId) {
        MetricIds ids;
        synchronized (this) {
            ids = days.get(day);
            if (ids == null) {
                // Whoever reads the day later sees the rows
                if (addedMeanwhile != null && dayBeingRead == day) {
                    addedMeanwhile.add(metricId);
                }
                return;
            }
        }
        synchronized (ids) {
            ids.add(metricId);
        }
    }

    /** All of them for a day, as they are now. */
    MetricIds copy(long day) throws IOException {
        MetricIds known = known(day);
        MetricIds ids = known == null ? read(day) : known;
        synchronized (ids) {
            return ids.copy();
        }
    }

    private synchronized MetricIds known(long day) {
        return days.get(day);
    }

    private synchronized boolean isWorthReading(long day) {
        if (!isFull) {
            return true;
        }
        if (questions.size() >= MAX_COUNTED_DAYS) {
            questions.clear();
        }
        return questions.merge(day, 1, Integer::sum) > QUESTIONS_BEFORE_READING;
    }

    private MetricIds read(long day) throws IOException {
        reading.lock();
        try {
            synchronized (this) {
                MetricIds earlier = days.get(day);
                if (earlier != null) {
                    return earlier;
                }
                dayBeingRead = day;
                addedMeanwhile = new MetricIds();
            }
            // Sees rows that are pending, too: those who added them to a set that was dropped do not come again.
            MetricIds ids;
            try (GenerationSearch search = generation.search()) {
                ids = search.idsOfDay(day);
            }
            synchronized (this) {
                ids.or(addedMeanwhile);
                days.put(day, ids);
                questions.remove(day);
                makeRoom();
            }
            return ids;
        } finally {
            synchronized (this) {
                addedMeanwhile = null;
            }
            reading.unlock();
        }
    }

    /** Drops the days that were not used for longest; the last one stays in any case. */
    private void makeRoom() {
        long bytes = heapBytes();
        for (Iterator<MetricIds> oldest = days.values().iterator(); bytes > maxBytes && days.size() > 1; ) {
            bytes -= heapBytes(oldest.next());
            oldest.remove();
            isFull = true;
        }
    }

    /** About what all days take. */
    synchronized long heapBytes() {
        long bytes = 0;
        for (MetricIds ids : days.values()) {
            bytes += heapBytes(ids);
        }
        return bytes;
    }

    private static long heapBytes(MetricIds ids) {
        synchronized (ids) {
            return ids.heapBytes();
        }
    }
}
