package io.laurel.storage;

import io.laurel.env.TimeSource;
import io.laurel.indexdb.Cancellation;
import io.laurel.indexdb.Deadline;
import io.laurel.indexdb.IndexDb;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a request may run, and who may end it.
 *
 * @param deadline null if it takes the time it takes
 */
record Patience(Duration deadline, Cancellation cancellation) {
    /** Longer than any process runs, and still a number of nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    static Patience endless() {
        return new Patience(null, new Cancellation());
    }

    Patience withDeadline(Duration newDeadline) {
        if (newDeadline.isNegative() || newDeadline.isZero()) {
            throw new IllegalArgumentException("the deadline is " + newDeadline + "; it must be positive");
        }
        return new Patience(newDeadline.compareTo(FOREVER) < 0 ? newDeadline : null, cancellation);
    }

    Patience withCancellation(Cancellation newCancellation) {
        return new Patience(deadline, Objects.requireNonNull(newCancellation, "cancellation"));
    }

    /** The moment on the monotonic clock at which a request that begins now has failed. */
    long deadlineNs(TimeSource time) {
        return deadline == null ? IndexDb.NO_DEADLINE : time.monotonicNs() + deadline.toNanos();
    }

    /** The end of a request that begins now. */
    Deadline start(TimeSource time) {
        return new Deadline(time, deadlineNs(time), cancellation);
    }
}
