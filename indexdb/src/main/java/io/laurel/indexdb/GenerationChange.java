package io.laurel.indexdb;

import io.laurel.env.DiskFullException;
import io.laurel.series.Days;
import io.laurel.series.MetricIds;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What changes an index as a whole, one thing at a time: a new generation, the carrying over of series to it, and the
 * deletion of series.
 *
 * <p>What is promised is that a series is known as long as a sample of it can be wanted. Three things see to it:
 *
 * <pre>
 *   a name or a day that is met                        goes to the current generation, with all rows of its series
 *   the hour after a rotation                          what is registered for that day and later ones in previous comes
 *                                                      after, a little at a time: there is no sample of earlier days
 *                                                      that outlives previous, if rotations are a retention apart
 *   the moment before previous goes                    what is still wanted of it comes after at once: nothing, if all
 *                                                      went as planned; all of it, if rotations come too soon, since
 *                                                      the clock or the retention was changed
 * </pre>
 */
final class GenerationChange {
    /** Registrations that are carried over without letting go of the lock in between: some 50 ms. */
    private static final int MAX_CARRIED_AT_ONCE = 5_000;

    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private final Generations generations;
    private final SeriesCreator creator;
    private final ReentrantLock lock = new ReentrantLock();
    /** Written with the lock. */
    private volatile long settledAgain;

    /** True if nothing is left to be carried over. */
    private boolean settled;

    GenerationChange(Generations generations, SeriesCreator creator) {
        this.generations = generations;
        this.creator = creator;
    }

    MetricIds rotate(long nowMs, long oldestMs) throws IOException {
        lock.lock();
        try {
            MetricIds gone;
            try (GenerationView view = generations.view()) {
                gone = rotate(view, nowMs, oldestMs);
            }
            // If nobody else has a view of previous, this was the last one
            generations.removeDropped();
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the ids that only the previous generation knew. */
    private MetricIds rotate(GenerationView view, long nowMs, long oldestMs) throws IOException {
        IndexGeneration current = view.current();
        IndexGeneration previous = view.previous();
        SeriesCarrier carrier = new SeriesCarrier(view);
        long oldestDay = Days.of(oldestMs);
        carrier.carryDays(oldestDay, id -> true, Integer.MAX_VALUE);
        carrier.settle(oldestDay);
        settledAgain += carrier.settled();
        if (Days.of(current.sinceMs()) > oldestDay) {
            // Samples of series that were deleted while previous was current may still be there
            MetricIds deleted = previous.deletedIds();
            deleted.andNot(current.deletedIds());
            SeriesDeleter.mark(current, deleted);
        }
        creator.flush();
        for (IndexGeneration generation : view.generations()) {
            generation.table().persist();
        }
        MetricIds stillDeleted = current.deletedIds();
        MetricIds gone = previous.ids();
        gone.andNot(current.ids());
        IndexGeneration next = generations.create(current, nowMs);
        creator.follow(next, () -> generations.follow(previous, next, stillDeleted));
        settled = false;
        return gone;
    }

    boolean carryOver(long nowMs) throws IOException {
        boolean carried = false;
        for (boolean more = true; more; ) {
            lock.lock();
            try (GenerationView view = generations.view()) {
                int registrations = settled ? 0 : carryOver(view, nowMs);
                carried |= registrations > 0;
                more = registrations == MAX_CARRIED_AT_ONCE;
            } finally {
                lock.unlock();
            }
        }
        return carried;
    }

    private int carryOver(GenerationView view, long nowMs) throws IOException {
        long sinceMs = nowMs - view.current().sinceMs();
        // A time before it began says that a clock was wrong: nothing is to be expected of waiting
        boolean all = sinceMs < 0 || sinceMs > HOUR_MS;
        SeriesCarrier carrier = new SeriesCarrier(view);
        int registrations = carrier.carryDays(Days.of(view.current().sinceMs()),
                id -> all || IndexRotation.isDue(id, sinceMs), MAX_CARRIED_AT_ONCE);
        settledAgain += carrier.settled();
        settled = all && registrations < MAX_CARRIED_AT_ONCE;
        return registrations;
    }

    void delete(MetricIds ids) throws IOException {
        lock.lock();
        try (GenerationView view = generations.view()) {
            // Also empties the memory of recent names, of which some may be among these.
            creator.flush();
            try {
                new SeriesDeleter(view.generations()).delete(ids);
            } catch (DiskFullException e) {
                // The marks are in memory and go to the disk with what comes next.
                generations.deleted().add(ids);
                throw e;
            }
            generations.deleted().add(ids);
        } finally {
            lock.unlock();
        }
    }

    long settledAgain() {
        return settledAgain;
    }
}
