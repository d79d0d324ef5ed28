package io.laurel.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the search results that are in use, for whoever wants to close what they read from. */
final class OpenResults {
    /** Ten seconds, looking that often. */
    private static final long STEP_MS = 10;
    private static final int PATIENCE_STEPS = 1000;

    private final AtomicInteger count = new AtomicInteger();

    void opened() {
        count.incrementAndGet();
    }

    void closed() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }

    /** Waits a little for all to be closed; returns how many are open still. */
    int await() {
        try {
            for (int i = 0; i < PATIENCE_STEPS && count.get() > 0; i++) {
                TimeUnit.MILLISECONDS.sleep(STEP_MS);
            }
        } catch (InterruptedException e) {
            // Whoever interrupts a close wants it over: no more waiting
            Thread.currentThread().interrupt();
        }
        return count.get();
    }
}
