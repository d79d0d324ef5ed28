package io.laurel.storage;

import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.IndexRotation;
import io.laurel.series.Days;
import io.laurel.series.KnownSeries;
import io.laurel.series.MetricIds;
import java.io.IOException;
import java.time.Duration;

/**
 * Lets the index go on to its next generation when it is time for it, which is how names are forgotten whose samples
 * have all expired. It is time at 4:00 UTC, once in a retention; a moment that passed while the storage was closed is
 * made up for. For one thread.
 */
final class IndexRotator {
    /** Series follow into the new generation at that pace, each at its own moment of an hour. */
    static final long PERIOD_MS = 10_000;

    private final IndexDb index;
    private final RetentionClock clock;
    private final long retentionMs;
    private final KnownSeries known;

    /** When the current generation began. */
    private long sinceMs;

    IndexRotator(StorageTables tables, RetentionClock clock, Duration retention) throws IOException {
        this.index = tables.index();
        this.clock = clock;
        this.retentionMs = retention.toMillis();
        this.known = tables.series();
        this.sinceMs = index.currentSinceMs();
    }

    /** Does what is due; false if that is nothing. */
    synchronized boolean run() throws IOException {
        long nowMs = clock.nowMs();
        if (sinceMs - nowMs > RetentionClock.PATIENCE.toMillis()) {
            // The clock was ahead when it began, by nobody knows how much: it counts from now
            sinceMs = nowMs;
        }
        boolean due = IndexRotation.latestRotationMs(nowMs, retentionMs) > sinceMs;
        if (due) {
            rotate(nowMs);
        }
        return index.carryOver(nowMs) | due;
    }

    /** Begins a new generation, due or not: what the retention leaves is found as before. */
    synchronized void rotate() throws IOException {
        rotate(clock.nowMs());
    }

    private String currentTable() throws IOException {
        return index.tables().get(0).name();
    }

    private void rotate(long nowMs) throws IOException {
        long oldestMs = Math.max(0, nowMs - retentionMs);
        RotationEvent event = new RotationEvent();
        event.previous = currentTable();
        event.series = -index.settledAgain();
        event.begin();
        MetricIds gone = index.rotate(nowMs, oldestMs);
        // If their names come again, it is under other ids, whatever the order of their labels
        known.table().forgetNames(gone);
        event.end();
        event.current = currentTable();
        event.series += index.settledAgain();
        event.commit();
        sinceMs = nowMs;
        // Rows of those days are admitted again if the clock is set back, and the index knows them no more
        known.days().forgetBefore(Days.of(oldestMs));
    }
}
