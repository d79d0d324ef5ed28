package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import io.laurel.indexdb.Cardinality.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Keeps the entries with the greatest counts; of equal ones those with the least names. For one thread. */
final class TopEntries {
    private static final Comparator<Entry> BEST_LAST =
            Comparator.comparingLong(Entry::count).thenComparing(Entry::text, Comparator.reverseOrder());

    private final int size;
    private final PriorityQueue<Entry> best = new PriorityQueue<>(BEST_LAST);

    TopEntries(int size) {
        this.size = size;
    }

    /** The text is asked for only if the entry may stay. */
    void add(long count, Supplier<Slice> text) {
        if (best.size() == size && count < best.peek().count()) {
            return;
        }
        best.add(new Entry(text.get(), count));
        if (best.size() > size) {
            best.poll();
        }
    }

    /** The best first. */
    List<Entry> toList() {
        return best.stream().sorted(BEST_LAST.reversed()).toList();
    }
}
