package io.laurel.part;

import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The free space of the disk that a storage lies on, and what of it is promised to merges: no two of them count on the
 * same bytes, and none on the last ones, which are kept for what cannot wait. Safe for threads.
 */
public final class DiskSpace {
    /** Whoever asks whether space is short gets an answer that is at most that old. */
    private static final long GLANCE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Disk disk;
    private final TimeSource time;
    private final Path path;
    private final long keptBytes;

    /** After a write found the disk full, nothing is promised for that long, whatever the disk says is free. */
    private static final long DISTRUST_NS = TimeUnit.MINUTES.toNanos(1);

    private long promisedBytes;
    private boolean full;
    private long fullNs;
    private volatile boolean low;
    private volatile boolean looked;
    private volatile long lookedNs;
    private volatile long seenBytes;

    /**
     * @param path on that disk
     * @param keptBytes what is never promised to merges; with less than that space is low
     */
    public DiskSpace(Disk disk, TimeSource time, Path path, long keptBytes) {
        this.disk = disk;
        this.time = time;
        this.path = path;
        this.keptBytes = keptBytes;
    }

    public Path path() {
        return path;
    }

    /** What is kept free of merges and new rows. */
    public long keptBytes() {
        return keptBytes;
    }

    /** The free bytes when somebody last looked. */
    public long seenBytes() {
        return seenBytes;
    }

    /** With so many free bytes, space is no longer low. */
    public long enoughBytes() {
        return keptBytes + keptBytes / 8;
    }

    /**
     * True from when less than what is kept is free until an eighth more than that is. Looks at the disk at most once a
     * second; takes no lock otherwise.
     */
    public boolean isLow() throws IOException {
        if (!isFresh()) {
            lookAgain();
        }
        return low;
    }

    private synchronized void lookAgain() throws IOException {
        if (!isFresh()) {
            look();
        }
    }

    private boolean isFresh() {
        return looked && time.monotonicNs() - lookedNs < GLANCE_NS;
    }

    /** A write found no space, though there may be some: there are quotas, and others write, too. */
    public synchronized void foundFull() {
        full = true;
        fullNs = time.monotonicNs();
    }

    /** Bytes that a merge could have now. */
    public synchronized long availableBytes() throws IOException {
        look();
        full = full && time.monotonicNs() - fullNs < DISTRUST_NS;
        return low || full ? 0 : Math.max(0, seenBytes - keptBytes - promisedBytes);
    }

    /** Promises bytes to a merge; false if there are not as many. */
    synchronized boolean take(long bytes) throws IOException {
        if (availableBytes() < bytes) {
            return false;
        }
        promisedBytes += bytes;
        return true;
    }

    /** A merge has written them, or does not need them after all. */
    synchronized void give(long bytes) {
        promisedBytes -= bytes;
    }

    private void look() throws IOException {
        long free = disk.freeBytes(path);
        seenBytes = free;
        low = free < (low ? enoughBytes() : keptBytes);
        lookedNs = time.monotonicNs();
        looked = true;
    }
}
