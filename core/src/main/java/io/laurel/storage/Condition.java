package io.laurel.storage;

import io.laurel.env.DiskFullException;
import io.laurel.part.DiskSpace;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a storage is able to do at the moment. It is closed for good by its owner, takes nothing more after a write
 * failed until it is opened again, and never takes anything if it was opened for reading. While there is little space
 * on the disk it takes no rows, and goes on by itself later. Safe for threads.
 *
 * <pre>
 *                          rows   persist   merges   expired, snapshots deleted   searches
 *   normally               yes    yes       yes      yes                          yes
 *   space is low           no     yes       no       yes                          yes
 *   a write found no space no     tried     no       yes                          yes        until a persist succeeds
 *   a write failed         no     no        no       snapshots only               yes        until it is opened again
 *   opened for reading     no     no        no       no                           yes
 * </pre>
 */
final class Condition {
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

    private final boolean readOnly;
    private final DiskSpace space;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** The write that found no space, until one finds some. */
    private final AtomicReference<DiskFullException> full = new AtomicReference<>();
    private final AtomicBoolean saidLow = new AtomicBoolean();
    private volatile boolean closed;

    /** @param readOnly as it was opened */
    Condition(boolean readOnly, DiskSpace space) {
        this.readOnly = readOnly;
        this.space = space;
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
    String readOnlyReason() throws IOException {
        Throwable cause = failure.get();
        if (readOnly) {
            return "opened read-only";
        } else if (cause != null) {
            return "a write failed: " + cause.getMessage();
        }
        return isShortOfSpace() ? outOfSpace() : null;
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

    /** A write found no space, and was undone: until {@link #diskHasSpace} no rows are taken. */
    void diskIsFull(DiskFullException cause) {
        space.foundFull();
        if (full.getAndSet(cause) == null) {
            LOG.warn("the disk is full, no rows are taken until what is in memory can be written: {}",
                    cause.getMessage());
        }
    }

    /** Everything that was in memory is on disk. */
    void diskHasSpace() {
        if (full.getAndSet(null) != null) {
            LOG.info("there is space on the disk again, rows are taken");
        }
    }

    private boolean isShortOfSpace() throws IOException {
        boolean low = space.isLow();
        if (saidLow.compareAndSet(!low, low)) {
            if (low) {
                LOG.warn("no rows are taken: {}", outOfSpace());
            } else {
                LOG.info("{} bytes are free at {}, rows are taken again", space.seenBytes(), space.path());
            }
        }
        return low || full.get() != null;
    }

    private String outOfSpace() {
        String text = space.seenBytes() + " bytes are free at " + space.path() + " and " + space.keptBytes()
                + " are to be kept; make room there: rows are taken again when " + space.enoughBytes()
                + " bytes are free";
        DiskFullException cause = full.get();
        return cause == null ? text : text + " and what is in memory could be written (" + cause.getMessage() + ")";
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
            throw ReadOnlyException.lasting("the storage was opened read-only", null);
        }
    }

    void ensureWritable() throws IOException {
        ensureNotReadOnly();
        Throwable cause = failure.get();
        if (cause != null) {
            throw ReadOnlyException.lasting("the storage takes no more rows: " + cause.getMessage(), cause);
        }
    }

    /** For new rows, the one thing for which there must be space to spare. */
    void ensureTakesRows() throws IOException {
        ensureWritable();
        if (isShortOfSpace()) {
            throw ReadOnlyException.passing("the storage takes no rows for lack of space: " + outOfSpace(), full.get());
        }
    }

    /** What a writer is told when the disk was full in the middle of his call. */
    ReadOnlyException refuse(DiskFullException cause) {
        diskIsFull(cause);
        return ReadOnlyException.passing("the storage takes no rows for lack of space: " + outOfSpace(), cause);
    }
}
