package io.laurel.bytes;

import java.util.ArrayDeque;

/**
 * Idle {@link Zstd} contexts of one storage, handed from reader to reader. Safe for threads. Whoever takes one gives it
 * back; what comes back after {@link #close()} is closed at once.
 */
public final class ZstdPool implements AutoCloseable {
    /** More than that are not kept: one for each thread that reads or merges at a time is enough. */
    private static final int MAX_IDLE = 32;

    private final ArrayDeque<Zstd> idle = new ArrayDeque<>();
    private boolean closed;

    public synchronized Zstd take() {
        Zstd zstd = idle.pollLast();
        return zstd == null ? new Zstd() : zstd;
    }

    public void give(Zstd zstd) {
        synchronized (this) {
            if (!closed && idle.size() < MAX_IDLE) {
                idle.addLast(zstd);
                return;
            }
        }
        zstd.close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Zstd::close);
        idle.clear();
    }
}
