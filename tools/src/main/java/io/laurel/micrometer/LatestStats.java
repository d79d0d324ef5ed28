package io.laurel.micrometer;

import io.laurel.env.TimeSource;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageStats;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The statistics of one storage, asked for at most once a second: a scrape reads a hundred numbers, and all of them are
 * of one moment. Does not keep the storage alive. Safe for threads.
 */
final class LatestStats {
    private static final long MAX_AGE_NS = TimeUnit.SECONDS.toNanos(1);

    private final TimeSource time;

    // Guarded by this object
    private StorageStats latest;
    private boolean current;
    private long askedNs;

    LatestStats(TimeSource time) {
        this.time = time;
        this.askedNs = time.monotonicNs() - MAX_AGE_NS;
    }

    /** How the storage is doing; null if it does not say, because it is closed or its disk is broken. */
    synchronized StorageStats now(Storage storage) {
        ask(storage);
        return current ? latest : null;
    }

    /** The last thing it said: what is counted stays what it was. Null if it has never said anything. */
    synchronized StorageStats last(Storage storage) {
        ask(storage);
        return latest;
    }

    private void ask(Storage storage) {
        long nowNs = time.monotonicNs();
        if (nowNs - askedNs < MAX_AGE_NS) {
            return;
        }
        askedNs = nowNs;
        try {
            latest = storage.stats();
            current = true;
        } catch (IOException | RuntimeException e) {
            // A scrape goes on without it: its gauges have no value until it answers again
            current = false;
        }
    }
}
