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

    private long promisedBytes;
    private boolean low;
    private boolean looked;
    private long lookedNs;
    private long seenBytes;

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
    public synchronized long seenBytes() {
        return seenBytes;
    }

    /**
     * True from when less than what is kept is free until an eighth more than that is. Looks at the disk at most once a
     * second.
     */
    public synchronized boolean isLow() throws IOException {
        if (!looked || time.monotonicNs() - lookedNs >= GLANCE_NS) {
            look();
        }
        return low;
    }

    /** Bytes that a merge could have now. */
    public synchronized long availableBytes() throws IOException {
        look();
        return low ? 0 : Math.max(0, seenBytes - keptBytes - promisedBytes);
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
        seenBytes = disk.freeBytes(path);
        lookedNs = time.monotonicNs();
        looked = true;
        low = seenBytes < (low ? keptBytes + keptBytes / 8 : keptBytes);
    }
}
