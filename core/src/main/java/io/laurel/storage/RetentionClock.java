package io.laurel.storage;

import io.laurel.env.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time that decides what is deleted for good. Normally the wall clock; but when that has run ahead of the monotonic
 * clock by more than a day since somebody last looked here, somebody may have set it wrongly, and it has a day to be
 * set right. Meanwhile time goes on from where it was, by the monotonic clock. A clock that is set back is believed at
 * once: that deletes nothing. Safe for threads.
 */
final class RetentionClock {
    static final Duration PATIENCE = Duration.ofDays(1);

    private final TimeSource time;
    // How far the wall clock is ahead of the monotonic clock: where it is believed, and as seen last
    private long believedLeadMs;
    private long seenLeadMs;
    /** On the monotonic clock; means something while the two differ. */
    private long doubtedSinceMs;

    /** The wall clock is believed as it is now. */
    RetentionClock(TimeSource time) {
        this.time = time;
        believedLeadMs = time.wallMs() - monotonicMs();
        seenLeadMs = believedLeadMs;
    }

    /** Unix time in milliseconds. */
    synchronized long nowMs() {
        long monotonicMs = monotonicMs();
        long leadMs = time.wallMs() - monotonicMs;
        if (leadMs - seenLeadMs > PATIENCE.toMillis()) {
            doubtedSinceMs = monotonicMs;
        }
        boolean ahead = leadMs - believedLeadMs > PATIENCE.toMillis();
        if (!ahead || monotonicMs - doubtedSinceMs >= PATIENCE.toMillis()) {
            believedLeadMs = leadMs;
        }
        seenLeadMs = leadMs;
        return monotonicMs + believedLeadMs;
    }

    private long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(time.monotonicNs());
    }
}
