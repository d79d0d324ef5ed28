package io.laurel.data;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Rows of one month that were accepted and lie in no part yet, in a few shards so that threads that add do not wait for
 * each other. A thread keeps to its shard while nobody is in the way: rows of one series that come from one thread then
 * stay in order.
 *
 * <p>A shard that has its share of rows is <em>frozen</em>: its buffer is taken out and becomes a part in memory, on
 * the thread that filled it, while others go on adding to a fresh buffer. Two locks of each shard keep that exact for
 * searches, taken in this order:
 *
 * <pre>
 *   freezing   held from before the buffer is taken until the part is in the part set
 *   adding     held while the buffer is touched
 * </pre>
 *
 * Who has passed {@link #flush} has taken both locks of every shard, so a row whose {@link #add} returned before is in
 * a part by then: whoever took it has published it. And since a row is in a buffer or in a part, never in both, no
 * search sees it twice.
 */
final class PendingRows {
    /** Makes a part of these rows and publishes it; the rows stay the caller's. */
    interface Freezer {
        void freeze(RowBuffer rows) throws IOException;
    }

    private final Shard[] shards;
    private final RowBufferPool pool;
    private final Freezer freezer;

    PendingRows(int shardCount, RowBufferPool pool, Freezer freezer) {
        this.pool = pool;
        this.freezer = freezer;
        shards = new Shard[shardCount];
        for (int i = 0; i < shardCount; i++) {
            shards[i] = new Shard();
        }
    }

    /**
     * Adds rows {@code [from, to)}, all to one shard, which may be frozen on this occasion. When that fails the rows
     * have been added all the same.
     */
    void add(RowBuffer rows, int from, int to) throws IOException {
        int share = pool.shareRows();
        Shard shard = lockShard();
        int size;
        try {
            size = shard.add(rows, from, to, share);
        } finally {
            shard.adding.unlock();
        }
        if (size >= share) {
            shard.freeze(share);
        }
    }

    /** Freezes whatever is pending; afterwards every row added before the call is in a published part. */
    void flush() throws IOException {
        for (Shard shard : shards) {
            shard.freeze(1);
        }
    }

    /** Rows in the buffers; those that are being made a part are not among them. */
    long size() {
        return sum(buffer -> buffer.size);
    }

    /** What the buffers take, filled or not. */
    long heapBytes() {
        return sum(RowBuffer::heapBytes);
    }

    private long sum(ToLongFunction<RowBuffer> number) {
        long sum = 0;
        for (Shard shard : shards) {
            shard.adding.lock();
            try {
                sum += shard.buffer == null ? 0 : number.applyAsLong(shard.buffer);
            } finally {
                shard.adding.unlock();
            }
        }
        return sum;
    }

    private Shard lockShard() {
        int own = (int) (Thread.currentThread().getId() % shards.length);
        for (int i = 0; i < shards.length; i++) {
            Shard shard = shards[(own + i) % shards.length];
            if (shard.adding.tryLock()) {
                return shard;
            }
        }
        shards[own].adding.lock();
        return shards[own];
    }

    private final class Shard {
        final ReentrantLock freezing = new ReentrantLock();
        final ReentrantLock adding = new ReentrantLock();
        /** Null when there are no rows. */
        private RowBuffer buffer;

        int add(RowBuffer rows, int from, int to, int share) {
            if (buffer == null) {
                buffer = pool.take();
            }
            // It is frozen by the batch that reaches the share, so it has room for that and a usual batch.
            buffer.append(rows, from, to, share + share / 8);
            return buffer.size;
        }

        void freeze(int leastRows) throws IOException {
            freezing.lock();
            try {
                RowBuffer taken = take(leastRows);
                if (taken == null) {
                    return;
                }
                boolean frozen = false;
                try {
                    freezer.freeze(taken);
                    frozen = true;
                } finally {
                    if (frozen) {
                        pool.give(taken);
                    } else {
                        putBack(taken);
                    }
                }
            } finally {
                freezing.unlock();
            }
        }

        private RowBuffer take(int leastRows) {
            adding.lock();
            try {
                RowBuffer taken = buffer;
                if (taken == null || taken.size < leastRows) {
                    return null;
                }
                buffer = null;
                return taken;
            } finally {
                adding.unlock();
            }
        }

        private void putBack(RowBuffer taken) {
            adding.lock();
            try {
                RowBuffer later = buffer;
                if (later != null) {
                    taken.append(later, 0, later.size);
                    pool.give(later);
                }
                buffer = taken;
            } finally {
                adding.unlock();
            }
        }
    }
}
