package io.laurel.data;

import java.util.ArrayDeque;

/**
 * Hands out the buffers of all pending rows of a table, and with them the room: a number of rows for the whole table,
 * shared evenly by the buffers that are out. One busy month gets all of it and freezes large, well-filled parts; a
 * backfill of a hundred months freezes smaller ones instead of holding a hundred large buffers. Safe for threads.
 */
final class RowBufferPool {
    /** Smaller parts cost more than the memory of this many rows. */
    private static final int LEAST_SHARE_ROWS = 8192;
    /** The counterpart of a buffer that is being frozen is filled meanwhile, so a few more than shards are in use. */
    private static final int MAX_IDLE = 4;

    private final int totalRows;
    private final ArrayDeque<RowBuffer> idle = new ArrayDeque<>();
    private volatile int out;

    RowBufferPool(int totalRows) {
        this.totalRows = totalRows;
    }

    /** How many rows a buffer may hold before it is frozen. */
    int shareRows() {
        return Math.max(LEAST_SHARE_ROWS, totalRows / Math.max(1, out));
    }

    /** An empty buffer, to be given back. */
    synchronized RowBuffer take() {
        out++;
        RowBuffer buffer = idle.pollLast();
        return buffer != null ? buffer : new RowBuffer();
    }

    /** What the buffers take that nobody uses. */
    synchronized long idleBytes() {
        return idle.stream().mapToLong(RowBuffer::heapBytes).sum();
    }

    synchronized void give(RowBuffer buffer) {
        out--;
        buffer.clear();
        // A large buffer is of use for the few that have a large share, and a burden among many.
        if (idle.size() < MAX_IDLE && buffer.series.length <= 2 * shareRows()) {
            idle.addLast(buffer);
        }
    }
}
