package io.laurel.storage;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a storage is able to do at the moment. It is closed for good by its owner, takes nothing more after a write
 * failed until it is opened again, and never takes anything if it was opened for reading. Safe for threads.
 */
final class Condition {
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

    private final boolean readOnly;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** @param readOnly as it was opened */
    Condition(boolean readOnly) {
        this.readOnly = readOnly;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean isClosed() {
        return closed;
    }

    /** The first reason why nothing more is written; null normally. */
    Throwable failure() {
        return failure.get();
    }

    /** Why no rows are taken; null if they are. */
    String readOnlyReason() {
        Throwable cause = failure.get();
        return readOnly ? "opened read-only" : cause == null ? null : "a write failed: " + cause.getMessage();
    }

    boolean isWritable() {
        return !closed && !readOnly && failure.get() == null;
    }

    void close() {
        closed = true;
    }

    /** From now on nothing is written. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        LOG.error("the storage takes no more rows until it is opened again: {}", cause.getMessage(), cause);
    }

    void ensureOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }

    /** For what a storage that takes no rows any more can still do, such as giving space back. */
    void ensureNotReadOnly() throws IOException {
        ensureOpen();
        if (readOnly) {
            throw new ReadOnlyException("the storage was opened read-only", null);
        }
    }

    void ensureWritable() throws IOException {
        ensureNotReadOnly();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new ReadOnlyException("the storage takes no more rows: " + cause.getMessage(), cause);
        }
    }
}
