package io.laurel.data;

import io.laurel.part.MergeControl;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The merges of parts on disk in a {@link DataTable}, of all its months. Safe for threads; one thread may be at a sort
 * of merges while others are at the others.
 *
 * <pre>
 *   small    parts become one of up to 64 MB       takes seconds
 *   big      parts become one beyond that          takes as long as it takes
 *   idle     what a month has left when no part    takes as long as it takes; then one part, or a big one and what
 *              has come for an hour                  came late
 *   all      every part of a month becomes one     when somebody asks for it
 * </pre>
 */
public final class DataMerges {
    private final MergeControl control;
    private final Supplier<Partition[]> months;
    private final boolean writable;
    // Whose turn it is, counted from the first month; before that comes the last
    private final AtomicInteger smallTurn = new AtomicInteger(-1);
    private final AtomicInteger bigTurn = new AtomicInteger(-1);
    private final AtomicInteger idleTurn = new AtomicInteger(-1);

    /** @param months those there are at the moment, in the order of time */
    DataMerges(MergeControl control, Supplier<Partition[]> months, boolean writable) {
        this.control = control;
        this.months = months;
        this.writable = writable;
    }

    /** Merges parts of one month to a small one, or else of one month to a big one; false if neither is worth it. */
    public boolean some(MergeRules rules) throws IOException {
        return small(rules) || big(rules);
    }

    /**
     * Merges parts of one month to a small one. The months have their turns, from late to early ones.
     *
     * @param rules what is left out
     * @return false if no month has anything worth it, or nothing may be merged now
     */
    public boolean small(MergeRules rules) throws IOException {
        return inTurn(smallTurn, partition -> partition.mergeSmall(rules));
    }

    /** Merges parts of one month to a big one; otherwise as {@link #small}. */
    public boolean big(MergeRules rules) throws IOException {
        return inTurn(bigTurn, partition -> partition.mergeBig(rules));
    }

    /** Merges parts of one month that is idle; otherwise as {@link #small}. */
    public boolean idle(MergeRules rules) throws IOException {
        return inTurn(idleTurn, partition -> partition.mergeIdle(rules));
    }

    private interface OneMerge {
        boolean in(Partition partition) throws IOException;
    }

    private boolean inTurn(AtomicInteger turn, OneMerge merge) throws IOException {
        requireWritable();
        Partition[] all = months.get();
        int first = turn.get();
        for (int i = 0; i < all.length; i++) {
            int at = Math.floorMod(first - i, all.length);
            if (merge.in(all[at])) {
                turn.set(at - 1);
                return true;
            }
        }
        return false;
    }

    /**
     * Leaves one part on disk of those that some months have now; what is in memory stays there, and so does what comes
     * meanwhile. A single part is written anew if the rules leave out some of it.
     *
     * @param cancelled looked at between blocks
     * @return what was done, for each of the months
     * @throws io.laurel.part.MergeStoppedException if it was cancelled, or the storage closes; months that were done
     *     stay so
     */
    public List<TableMerge> all(MergeRules rules, Predicate<Month> which, BooleanSupplier cancelled)
            throws IOException {
        requireWritable();
        List<TableMerge> done = new ArrayList<>();
        for (Partition partition : months.get()) {
            if (which.test(partition.month())) {
                control.ensureGoesOn(partition.month().name(), cancelled);
                done.add(partition.mergeAll(rules, cancelled));
            }
        }
        return done;
    }

    /** What {@link #all} would do after a persist. Works on data that are open for reading only, too. */
    public List<PlannedMerge> plan(MergeRules rules, Predicate<Month> which) throws IOException {
        List<PlannedMerge> plans = new ArrayList<>();
        for (Partition partition : months.get()) {
            if (which.test(partition.month())) {
                if (writable) {
                    partition.flushPending();
                }
                plans.add(partition.plan(rules));
            }
        }
        return plans;
    }

    private void requireWritable() {
        if (!writable) {
            throw new IllegalStateException("the data are open for reading only");
        }
    }
}
