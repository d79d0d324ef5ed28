package io.laurel.testkit;

import io.laurel.env.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that moves when told. */
public final class ManualTime implements TimeSource {
    private long wallMs;
    private long monotonicNs;

    public ManualTime() {
        this("2024-05-15T12:00:00Z");
    }

    /** Starts at that instant, for example {@code 2024-05-31T23:59:50Z}. */
    public ManualTime(String instant) {
        this(Instant.parse(instant).toEpochMilli());
    }

    public ManualTime(long wallMs) {
        this.wallMs = wallMs;
    }

    @Override
    public synchronized long wallMs() {
        return wallMs;
    }

    @Override
    public synchronized long monotonicNs() {
        return monotonicNs;
    }

    /** Time passes: both clocks go on. */
    public synchronized void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back by itself: " + time);
        }
        wallMs += time.toMillis();
        monotonicNs += time.toNanos();
    }

    /** Somebody sets the wall clock, to any time. */
    public synchronized void setWall(String instant) {
        wallMs = Instant.parse(instant).toEpochMilli();
    }
}
