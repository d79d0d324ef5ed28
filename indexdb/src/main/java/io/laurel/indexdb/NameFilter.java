package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.XxHash64;
import io.laurel.series.MetricName;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says of most unknown names that they are unknown, without a look into the index, which takes a seek in each of its
 * parts: a set of 32-bit hashes of names, some 8 bytes each. It says nothing until it is complete: that it is from the
 * start if the index was empty, else after so many look-ups in vain that reading all names once is the smaller effort.
 * Safe for many threads.
 */
final class NameFilter {
    private static final int SHARDS = 16;

    private static final int MISSES_BEFORE_READING = 10_000;

    private static final int BYTES_PER_NAME = 8;

    private final IntOpenHashSet[] shards = new IntOpenHashSet[SHARDS];
    private final long maxNamesPerShard;
    private final AtomicInteger misses = new AtomicInteger();
    private volatile boolean complete;
    private volatile boolean givenUp;

    /**
     * @param complete if there is no name in the index
     * @param maxBytes what names may take; with more it gives up, lets go of them, and every name is looked for
     */
    NameFilter(boolean complete, long maxBytes) {
        this.complete = complete;
        this.maxNamesPerShard = maxBytes / BYTES_PER_NAME / SHARDS;
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new IntOpenHashSet();
        }
    }

    /** Hash of a marshaled name, the same as {@link MetricName#hashCode()}. */
    private static int hash(byte[] array, int offset, int length) {
        return (int) XxHash64.hash(array, offset, length);
    }

    long heapBytes() {
        long names = 0;
        for (IntOpenHashSet shard : shards) {
            synchronized (shard) {
                names += shard.size();
            }
        }
        return BYTES_PER_NAME * names;
    }

    /** True if no name with that hash was added; false if there may be one. */
    boolean excludes(int hash) {
        if (!complete || givenUp) {
            return false;
        }
        IntOpenHashSet shard = shards[hash & SHARDS - 1];
        synchronized (shard) {
            return !shard.contains(hash) && !givenUp;
        }
    }

    /** To be called before the rows of a new name are added. */
    void add(int hash) {
        if (givenUp) {
            return;
        }
        IntOpenHashSet shard = shards[hash & SHARDS - 1];
        synchronized (shard) {
            if (!shard.add(hash) || shard.size() <= maxNamesPerShard) {
                return;
            }
            givenUp = true;
        }
        for (IntOpenHashSet each : shards) {
            synchronized (each) {
                each.clear();
                each.trim();
            }
        }
    }

    /** Counts look-ups that found nothing, and reads the names of the index when there have been many. */
    void missed(int count, List<IndexGeneration> generations) throws IOException {
        if (complete || givenUp || count == 0) {
            return;
        }
        int before = misses.getAndAdd(count);
        if (before < MISSES_BEFORE_READING && before + count >= MISSES_BEFORE_READING) {
            for (IndexGeneration generation : generations) {
                try (GenerationSearch search = generation.search()) {
                    addNames(search.cursor());
                }
            }
            complete = true;
        }
    }

    private void addNames(ItemCursor cursor) throws IOException {
        ByteBuilder prefix = new ByteBuilder().u8(IndexItems.NAME_TO_TSID);
        for (boolean more = cursor.seekPrefix(prefix); more; more = cursor.next() && cursor.startsWith(prefix)) {
            int end = IndexItems.tsidOffset(cursor.array(), cursor.offset(), cursor.length()) - 1;
            add(hash(cursor.array(), cursor.offset() + 1, end - cursor.offset() - 1));
        }
    }
}
