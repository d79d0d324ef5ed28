package io.laurel.vmctl;

import io.laurel.env.TimeSource;

/** A wall clock that stands still, and a monotonic one that goes. */
record FixedTime(long wallMs) implements TimeSource {
    @Override
    public long monotonicNs() {
        return TimeSource.system().monotonicNs();
    }
}
