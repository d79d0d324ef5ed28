package io.laurel.indexdb;

import io.laurel.env.TimeSource;

/** Ends a search that takes too long: asked once an item, looks at the clock every few thousand. For one thread. */
final class Deadline {
    private static final int CALLS_PER_LOOK = 4096;

    private final TimeSource time;
    private final long deadlineNs;
    private int calls;

    /** @param deadlineNs in the sense of {@link TimeSource#monotonicNs()} */
    Deadline(TimeSource time, long deadlineNs) {
        this.time = time;
        this.deadlineNs = deadlineNs;
    }

    void check() throws SearchDeadlineException {
        if (++calls == CALLS_PER_LOOK) {
            calls = 0;
            checkNow();
        }
    }

    void checkNow() throws SearchDeadlineException {
        if (deadlineNs != IndexDb.NO_DEADLINE && time.monotonicNs() - deadlineNs > 0) {
            throw new SearchDeadlineException();
        }
    }
}
