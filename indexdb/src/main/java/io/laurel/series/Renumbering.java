package io.laurel.series;

import java.util.Arrays;

/**
 * New ordinals for some of the series of a {@link SeriesTable}: they close up, in the order they had, and the others
 * are no more.
 */
final class Renumbering {
    /** In place of the ordinal of a series that is not kept. */
    static final int GONE = -1;

    private final int[] newOrdinals;
    private int kept;

    /** Keeps none of so many series. */
    Renumbering(int size) {
        newOrdinals = new int[size];
        Arrays.fill(newOrdinals, GONE);
    }

    /** Keeps these, as far as they are not kept yet, or only as many of them as there is room for, evenly spread. */
    void keep(OrdinalSet series, int room) {
        int[] count = new int[1];
        series.forEach(ordinal -> count[0] += isGone(ordinal) ? 1 : 0);
        int candidates = count[0];
        int taken = Math.min(candidates, room);
        int[] seen = new int[1];
        series.forEach(ordinal -> {
            if (isGone(ordinal)) {
                long before = (long) seen[0]++ * taken / candidates;
                if ((long) seen[0] * taken / candidates > before) {
                    newOrdinals[ordinal] = 0;
                }
            }
        });
        kept += taken;
    }

    private boolean isGone(int ordinal) {
        return ordinal < newOrdinals.length && newOrdinals[ordinal] == GONE;
    }

    /** Gives those that are kept their ordinals. */
    void number() {
        int next = 0;
        for (int i = 0; i < newOrdinals.length; i++) {
            if (newOrdinals[i] != GONE) {
                newOrdinals[i] = next++;
            }
        }
    }

    /** How many series there were. */
    int before() {
        return newOrdinals.length;
    }

    /** How many series are kept. */
    int kept() {
        return kept;
    }

    /** The new ordinal of a series, or {@link #GONE}. */
    int of(int ordinal) {
        return newOrdinals[ordinal];
    }
}
