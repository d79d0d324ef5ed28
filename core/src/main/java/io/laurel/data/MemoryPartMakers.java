package io.laurel.data;

import io.laurel.codec.Int64Codec;
import io.laurel.series.SeriesTable;
import java.util.ArrayDeque;

/** The idle {@link MemoryPartMaker}s of a table: each holds working memory for a whole part. Safe for threads. */
final class MemoryPartMakers {
    private static final int MAX_IDLE = 2;

    private final SeriesTable table;
    private final ArrayDeque<MemoryPartMaker> idle = new ArrayDeque<>();

    MemoryPartMakers(SeriesTable table) {
        this.table = table;
    }

    synchronized MemoryPartMaker take() {
        MemoryPartMaker maker = idle.pollLast();
        return maker != null ? maker : new MemoryPartMaker(table, Int64Codec.EXACT);
    }

    /** The working memory of those that nobody uses. */
    synchronized long idleBytes() {
        return idle.stream().mapToLong(MemoryPartMaker::heapBytes).sum();
    }

    synchronized void give(MemoryPartMaker maker) {
        if (idle.size() < MAX_IDLE) {
            idle.addLast(maker);
        }
    }
}
