package io.laurel.series;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a storage remembers of series, so that it need not ask the index about every row: names and ids in a
 * {@link SeriesTable}, registrations in {@link DaySeries}. The index can be asked again, so there is a bound in bytes.
 *
 * <p>Beyond the bound it shrinks to the series that are in use, which are those known to be registered for today,
 * yesterday, tomorrow, or one of the two days that series were registered for last, should somebody be filling the
 * past. They may take two thirds of the bound; are there more, then part of each day's, evenly spread and not the last
 * ones, because a source that sends more series than fit, in the same order again and again, would find none of the
 * last. So it never shrinks again before it has grown by half.
 */
public final class KnownSeries {
    private final SeriesTable table = new SeriesTable();
    private final DaySeries days = new DaySeries();
    private final long maxBytes;
    private volatile long shrinkBeyondBytes;
    private volatile int shrinks;

    public KnownSeries(long maxBytes) {
        this.maxBytes = maxBytes;
        shrinkBeyondBytes = maxBytes;
    }

    public SeriesTable table() {
        return table;
    }

    public DaySeries days() {
        return days;
    }

    /** Heap that they take, about. */
    public long heapBytes() {
        return table.heapBytes() + days.heapBytes();
    }

    /** How often it shrank. */
    public int shrinks() {
        return shrinks;
    }

    public boolean isTooLarge() {
        return heapBytes() > shrinkBeyondBytes;
    }

    /**
     * Forgets series that are not in use. Takes a third of a second for a million that stay. Nobody may use ordinals
     * or finders from before afterwards, nor anything of this meanwhile.
     *
     * @param today since 1970, by the clock
     */
    public void shrink(long today) {
        Set<Long> inUse = new LinkedHashSet<>();
        inUse.add(today);
        inUse.addAll(days.latestDays());
        inUse.add(today + 1);
        inUse.add(today - 1);
        Renumbering renumbering = new Renumbering(table.size());
        int room = room();
        for (long day : inUse) {
            renumbering.keep(days.of(day), room - renumbering.kept());
        }
        renumbering.number();
        boolean done = false;
        try {
            table.renumber(renumbering);
            days.renumber(renumbering, inUse);
            done = true;
        } finally {
            if (!done) {
                days.clear();
            }
        }
        shrinks++;
        shrinkBeyondBytes = Math.max(maxBytes, heapBytes() + heapBytes() / 2);
    }

    /** Forgets everything; otherwise as {@link #shrink}. */
    public void clear() {
        table.clear();
        days.clear();
    }

    /** The greatest number of series to keep, by what a series takes now. */
    private int room() {
        long bytesEach = heapBytes() / Math.max(1, table.size()) + 1;
        return (int) Math.min(Integer.MAX_VALUE, maxBytes / 3 * 2 / bytesEach);
    }
}
