package io.laurel.indexdb;

/** A switch by which any thread ends the searches that were given it. Stays on. Safe for threads. */
public final class Cancellation {
    private volatile boolean cancelled;

    /** The searches end with a {@link SearchCancelledException} at the next moment at which they look. */
    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
