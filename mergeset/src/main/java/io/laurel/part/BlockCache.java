package io.laurel.part;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decoded blocks of parts, bounded by their weight. Thread-safe; a hit takes no lock.
 *
 * <p>Which block goes when room is needed is decided by second chance: blocks stand in a queue in the order they came;
 * the first one goes, unless it was used since it came or was last looked at, then it loses that mark and goes to the
 * end. So what is read again and again stays while a long scan passes through. The queue is split into shards, each
 * with its share of the room, so that threads that put do not wait for each other.
 *
 * @param <V> immutable, as it is handed to many threads
 */
public final class BlockCache<V> {
    private static final int MAX_SHARDS = 16;
    /** A shard must have room for a good number of blocks of up to 64 KiB and more. */
    private static final long LEAST_SHARD_BYTES = 1 << 20;

    private final ConcurrentHashMap<Key, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Shard<V>[] shards;
    private final long maxBytes;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** What a cache has done since it was made, and what it holds now, of how much it may. */
    public record Stats(long hits, long misses, long entries, long weightBytes, long maxBytes) {}

    /** @param maxBytes the weights together do not exceed this; 0 keeps nothing */
    public BlockCache(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("a cache of " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
        int count = (int) Math.max(1, Math.min(MAX_SHARDS, Long.highestOneBit(maxBytes / LEAST_SHARD_BYTES)));
        shards = newShards(count);
        for (int i = 0; i < count; i++) {
            shards[i] = new Shard<>(entries, maxBytes / count);
        }
    }

    /** The value put for that offset of that part; null if it is not there, or not any more. */
    public V get(Object part, long offset) {
        Entry<V> entry = entries.get(new Key(part, offset));
        if (entry == null) {
            misses.increment();
            return null;
        }
        hits.increment();
        // Written only when it changes, so that a hot entry stays in the caches of all processors.
        if (!entry.used) {
            entry.used = true;
        }
        return entry.value;
    }

    /**
     * Keeps a value, if there is none for that place yet; others may have to go for it. A value heavier than a shard is
     * not kept.
     *
     * @param weightBytes bytes on the heap that the value stands for
     */
    public void put(Object part, long offset, V value, long weightBytes) {
        if (weightBytes <= 0) {
            throw new IllegalArgumentException("a block of " + weightBytes + " bytes");
        }
        Key key = new Key(part, offset);
        shard(key).put(new Entry<>(key, value, weightBytes));
    }

    /** Drops everything of a part that is being closed; nobody reads it any more. Looks at every entry. */
    public void forget(Object part) {
        for (Shard<V> shard : shards) {
            shard.forget(part);
        }
    }

    public Stats stats() {
        long count = 0;
        long weightBytes = 0;
        for (Shard<V> shard : shards) {
            synchronized (shard) {
                count += shard.queue.size();
                weightBytes += shard.weightBytes;
            }
        }
        return new Stats(hits.sum(), misses.sum(), count, weightBytes, maxBytes);
    }

    private Shard<V> shard(Key key) {
        // The map spreads by the low bits; take others, or the blocks of a shard would crowd a part of the table.
        return shards[key.hash >>> 16 & shards.length - 1];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> Shard<V>[] newShards(int count) {
        return new Shard[count];
    }

    private static final class Key {
        final Object part;
        final long offset;
        final int hash;

        Key(Object part, long offset) {
            this.part = part;
            this.offset = offset;
            long mixed = (System.identityHashCode(part) * 0x9E3779B97F4A7C15L ^ offset) * 0xD6E8FEB86659FD93L;
            this.hash = (int) (mixed >>> 32);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && part == that.part && offset == that.offset;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static final class Entry<V> {
        final Key key;
        final V value;
        final long weightBytes;
        /** Set by readers without a lock; a lost mark costs at most one block read again. */
        volatile boolean used;

        Entry(Key key, V value, long weightBytes) {
            this.key = key;
            this.value = value;
            this.weightBytes = weightBytes;
        }
    }

    /** One queue with its share of the room. */
    private static final class Shard<V> {
        private final Map<Key, Entry<V>> entries;
        private final long maxBytes;
        private final ArrayDeque<Entry<V>> queue = new ArrayDeque<>();
        private long weightBytes;

        Shard(Map<Key, Entry<V>> entries, long maxBytes) {
            this.entries = entries;
            this.maxBytes = maxBytes;
        }

        synchronized void put(Entry<V> entry) {
            if (entry.weightBytes > maxBytes || entries.containsKey(entry.key)) {
                return;
            }
            // Each block gets one chance: readers that keep marking must not keep this loop going.
            int chances = queue.size();
            while (weightBytes + entry.weightBytes > maxBytes) {
                Entry<V> first = queue.removeFirst();
                if (first.used && chances-- > 0) {
                    first.used = false;
                    queue.addLast(first);
                } else {
                    drop(first);
                }
            }
            queue.addLast(entry);
            weightBytes += entry.weightBytes;
            entries.put(entry.key, entry);
        }

        synchronized void forget(Object part) {
            queue.removeIf(entry -> {
                boolean gone = entry.key.part == part;
                if (gone) {
                    drop(entry);
                }
                return gone;
            });
        }

        private void drop(Entry<V> entry) {
            entries.remove(entry.key);
            weightBytes -= entry.weightBytes;
        }
    }
}
