package io.laurel.series;

/**
 * The order of the first {@link #size} series of a {@link SeriesTable} by TSID, so that rows can be sorted by counting
 * instead of comparing. An immutable snapshot: series added later have no rank in it.
 */
public final class Ranks {
    static final Ranks EMPTY = new Ranks(new int[0]);

    /** Shorter runs are sorted by insertion. */
    private static final int SMALL = 12;

    private final int[] rankOf;
    private final int[] ordinalAt;

    private Ranks(int[] ordinalAt) {
        this.ordinalAt = ordinalAt;
        rankOf = new int[ordinalAt.length];
        for (int rank = 0; rank < ordinalAt.length; rank++) {
            rankOf[ordinalAt[rank]] = rank;
        }
    }

    long heapBytes() {
        return 2L * Integer.BYTES * ordinalAt.length;
    }

    public int size() {
        return ordinalAt.length;
    }

    /** Place of a series in the order, 0..size-1. */
    public int rankOf(int ordinal) {
        return rankOf[ordinal];
    }

    /** The series at a place of the order. */
    public int ordinalAt(int rank) {
        return ordinalAt[rank];
    }

    /**
     * The order of the first {@code size} series: the new ones are sorted and then merged into the order of the old
     * ones.
     */
    Ranks extended(Tsids tsids, int size) {
        int old = size();
        int[] added = new int[size - old];
        for (int i = 0; i < added.length; i++) {
            added[i] = old + i;
        }
        sort(tsids, added, new int[added.length], 0, added.length);
        int[] merged = new int[size];
        int from = 0;
        for (int i = 0; i < added.length; i++) {
            int to = lowerBound(tsids, added[i], from);
            System.arraycopy(ordinalAt, from, merged, from + i, to - from);
            merged[to + i] = added[i];
            from = to;
        }
        System.arraycopy(ordinalAt, from, merged, from + added.length, old - from);
        return new Ranks(merged);
    }

    /** The order of the series that are kept, all of which are in this one, under their new ordinals. */
    Ranks renumbered(Renumbering renumbering) {
        int[] kept = new int[renumbering.kept()];
        int count = 0;
        for (int ordinal : ordinalAt) {
            if (renumbering.of(ordinal) != Renumbering.GONE) {
                kept[count++] = renumbering.of(ordinal);
            }
        }
        return new Ranks(kept);
    }

    /**
     * First rank from {@code from} on whose series is greater than {@code ordinal}; gallops, as steps are mostly
     * short.
     */
    private int lowerBound(Tsids tsids, int ordinal, int from) {
        int step = 1;
        int to = from;
        while (to < ordinalAt.length && tsids.compare(ordinalAt[to], ordinal) < 0) {
            from = to + 1;
            to = (int) Math.min((long) to + step, ordinalAt.length);
            step = Math.min(step << 1, 1 << 30);
        }
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (tsids.compare(ordinalAt[middle], ordinal) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Merge sort of {@code ordinals[from..to)}; a run that is sorted already is left alone. */
    private static void sort(Tsids tsids, int[] ordinals, int[] spare, int from, int to) {
        if (to - from <= SMALL) {
            for (int i = from + 1; i < to; i++) {
                int moving = ordinals[i];
                int at = i;
                while (at > from && tsids.compare(ordinals[at - 1], moving) > 0) {
                    ordinals[at] = ordinals[at - 1];
                    at--;
                }
                ordinals[at] = moving;
            }
            return;
        }
        int middle = (from + to) >>> 1;
        sort(tsids, ordinals, spare, from, middle);
        sort(tsids, ordinals, spare, middle, to);
        if (tsids.compare(ordinals[middle - 1], ordinals[middle]) <= 0) {
            return;
        }
        System.arraycopy(ordinals, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        for (int at = from; left < middle; at++) {
            boolean takeRight = right < to && tsids.compare(ordinals[right], spare[left]) < 0;
            ordinals[at] = takeRight ? ordinals[right++] : spare[left++];
        }
    }
}
