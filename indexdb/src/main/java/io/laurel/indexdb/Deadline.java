package io.laurel.indexdb;

import io.laurel.env.TimeSource;
import java.io.IOException;

/**
 * Ends a search that takes too long or was cancelled: asked once an item, looks every few thousand. For one thread.
 */
public final class Deadline {
    private static final int CALLS_PER_LOOK = 4096;

    private final TimeSource time;
    private final long deadlineNs;
    private final Cancellation[] cancellations;
    private int calls;

    /**
     * @param deadlineNs in the sense of {@link TimeSource#monotonicNs()}, or {@link IndexDb#NO_DEADLINE}
     * @param cancellations any of them ends the search
     */
    public Deadline(TimeSource time, long deadlineNs, Cancellation... cancellations) {
        this.time = time;
        this.deadlineNs = deadlineNs;
        this.cancellations = cancellations.clone();
    }

    /** Mostly does nothing; every few thousand calls as {@link #checkNow}. */
    public void check() throws IOException {
        if (++calls == CALLS_PER_LOOK) {
            calls = 0;
            checkNow();
        }
    }

    /**
     * @throws SearchDeadlineException if the deadline has passed
     * @throws SearchCancelledException if somebody cancelled the search
     */
    public void checkNow() throws IOException {
        for (Cancellation cancellation : cancellations) {
            if (cancellation.isCancelled()) {
                throw new SearchCancelledException();
            }
        }
        if (deadlineNs != IndexDb.NO_DEADLINE && time.monotonicNs() - deadlineNs > 0) {
            throw new SearchDeadlineException();
        }
    }
}
