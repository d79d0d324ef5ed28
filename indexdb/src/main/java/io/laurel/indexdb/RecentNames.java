package io.laurel.indexdb;

import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The names of one stripe whose rows may not have been flushed yet, with their TSIDs, and the lock under which names of
 * the stripe are created. Everything but {@link #lock} wants the lock to be held.
 *
 * <p>A flush goes {@link #flushStarts}, flush of the table, {@link #flushDone}: names added meanwhile stay for the next
 * one. {@link #flushes} counts: whoever looked into the flushed rows before the count moved and finds nothing here has
 * to look again, because the name may have gone from here to there in between.
 */
final class RecentNames {
    private final ReentrantLock lock = new ReentrantLock();
    private Map<MetricName, Tsid> young = new HashMap<>();
    private Map<MetricName, Tsid> flushing = Map.of();
    private long flushes;

    ReentrantLock lock() {
        return lock;
    }

    Tsid find(MetricName name) {
        Tsid tsid = young.get(name);
        return tsid == null ? flushing.get(name) : tsid;
    }

    void add(MetricName name, Tsid tsid) {
        young.put(name, tsid);
    }

    /** For a name whose rows could not be added. */
    void remove(MetricName name) {
        young.remove(name);
    }

    int size() {
        return young.size() + flushing.size();
    }

    long flushes() {
        return flushes;
    }

    void flushStarts() {
        Map<MetricName, Tsid> both = young;
        both.putAll(flushing);
        flushing = both;
        young = new HashMap<>();
    }

    void flushDone() {
        flushing = Map.of();
        flushes++;
    }
}
