package io.laurel.storage;

import io.laurel.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What the retention promises: rows are served while they are not older than it by the wall clock, and deleted for good
 * no sooner than that, but not within a day after the wall clock jumped ahead by more than a day.
 */
final class ModelClock {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    final ManualTime time;
    private final long retentionMs;

    /** How far the wall clock is ahead of the monotonic one, where nobody doubts it. */
    private long believedLeadMs;
    private boolean doubted;
    private long doubtedSinceMs;
    private long goneBeforeMs;

    ModelClock(ManualTime time, Duration retention) {
        this.time = time;
        this.retentionMs = retention.toMillis();
    }

    long wallMs() {
        return time.wallMs();
    }

    long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(time.monotonicNs());
    }

    /** The oldest row that is taken or told of. */
    long oldestMs() {
        return Math.max(0, time.wallMs() - retentionMs);
    }

    /** The storage was opened: the clock is believed as it is. */
    void opened() {
        believedLeadMs = leadMs();
        doubted = false;
        look();
    }

    /** What is there is known. */
    void settled() {
        goneBeforeMs = 0;
    }

    void advance(Duration duration) {
        time.advance(duration);
        look();
    }

    void jump(Duration duration) {
        time.setWall(Instant.ofEpochMilli(Math.max(DAY_MS, time.wallMs() + duration.toMillis())).toString());
        if (duration.toMillis() > DAY_MS) {
            doubted = true;
            doubtedSinceMs = monotonicMs();
        }
        look();
    }

    private void look() {
        if (leadMs() - believedLeadMs <= DAY_MS || monotonicMs() - doubtedSinceMs >= DAY_MS) {
            doubted = false;
        }
        if (!doubted) {
            believedLeadMs = leadMs();
        }
        goneBeforeMs = Math.max(goneBeforeMs, monotonicMs() + believedLeadMs - retentionMs);
    }

    /** Rows before that may have been deleted, now or at any time since it was {@link #settled}. */
    long goneBeforeMs() {
        return goneBeforeMs;
    }

    private long leadMs() {
        return time.wallMs() - monotonicMs();
    }
}
