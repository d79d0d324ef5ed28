package io.laurel.mergeset;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Items that were just added, as they came. They lie in shards, so that threads that add do not wait for each other:
 * each thread goes to its own shard first and to any free one if that is taken. The items of one batch go to one shard
 * and leave it together.
 *
 * <p>A shard is frozen, that is sorted into a {@link MemoryPart}, when it is full and when somebody wants to see what
 * is in it. Its lock is held until the part has been handed over: whoever finds the shard empty finds its items among
 * the parts.
 */
final class PendingItems {
    /** Receives frozen parts. */
    interface Receiver {
        void add(MemoryPart part) throws IOException;
    }

    /** A shard is full at that many bytes: small enough to be sorted within a processor's cache. */
    private static final int MAX_SHARD_BYTES = 4 << 20;

    /** A bound on what very short items cost beside their bytes. */
    private static final int MAX_SHARD_ITEMS = 1 << 19;

    private final Shard[] shards;
    private final Receiver receiver;

    PendingItems(int shardsCount, Receiver receiver) {
        this.receiver = receiver;
        shards = new Shard[shardsCount];
        for (int i = 0; i < shardsCount; i++) {
            shards[i] = new Shard();
        }
    }

    void add(ItemBatch batch) throws IOException {
        Shard shard = lockShard();
        try {
            if (shard.items.size() > 0 && (long) shard.items.sizeBytes() + batch.sizeBytes() > MAX_SHARD_BYTES) {
                freeze(shard);
            }
            shard.items.addAll(batch);
            shard.tell();
            if (shard.items.sizeBytes() >= MAX_SHARD_BYTES || shard.items.size() >= MAX_SHARD_ITEMS) {
                freeze(shard);
            }
        } finally {
            shard.lock.unlock();
        }
    }

    private Shard lockShard() {
        int own = (int) (Thread.currentThread().getId() % shards.length);
        for (int i = 0; i < shards.length; i++) {
            Shard shard = shards[(own + i) % shards.length];
            if (shard.lock.tryLock()) {
                return shard;
            }
        }
        shards[own].lock.lock();
        return shards[own];
    }

    /** Freezes everything added before the call. */
    void flush() throws IOException {
        for (Shard shard : shards) {
            if (shard.size > 0) {
                shard.lock.lock();
                try {
                    freeze(shard);
                } finally {
                    shard.lock.unlock();
                }
            }
        }
    }

    boolean isEmpty() {
        for (Shard shard : shards) {
            if (shard.size > 0) {
                return false;
            }
        }
        return true;
    }

    /** Number of items. */
    long size() {
        long size = 0;
        for (Shard shard : shards) {
            size += shard.size;
        }
        return size;
    }

    /** What the shards take, filled or not. */
    long heapBytes() {
        long bytes = 0;
        for (Shard shard : shards) {
            bytes += shard.heapBytes;
        }
        return bytes;
    }

    private void freeze(Shard shard) throws IOException {
        if (shard.items.size() == 0) {
            return;
        }
        receiver.add(MemoryPart.of(shard.items, shard.sorter));
        if (shard.items.heapBytes() > 3L * MAX_SHARD_BYTES) {
            // One huge batch must not be remembered for ever.
            shard.items = new ItemBatch();
            shard.sorter = new ItemSorter();
        }
        shard.items.clear();
        shard.tell();
    }

    private static final class Shard {
        final ReentrantLock lock = new ReentrantLock();
        ItemBatch items = new ItemBatch();
        ItemSorter sorter = new ItemSorter();

        /** Both are read without the lock and written with it; to 0 only after the items have become a part. */
        volatile int size;
        volatile long heapBytes;

        /** Lets others see what is in it. */
        void tell() {
            heapBytes = items.heapBytes();
            size = items.size();
        }
    }
}
