package io.laurel.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/**
 * Which series are known to be registered for which day: one bit for each, by day and ordinal. It is a memory, not
 * the truth: "yes" is true, "no" means that the index must be asked. Old days make room for others; the number of
 * days is bounded.
 *
 * <p>Safe for threads. {@link #contains} takes no lock, it runs for every row; a bit it fails to see in time is only
 * one question too many.
 */
public final class DaySeries {
    /** Enough for backfills of some months side by side. A day of a million series takes 125 kB. */
    private static final int DAYS = 256;

    /** A day has its place by its number; of two days for one place the newcomer stays. */
    private final AtomicReferenceArray<Day> days = new AtomicReferenceArray<>(DAYS);

    private record Day(long number, OrdinalSet series) {}

    /** The last day that a series was added to, and the last other one. */
    private long latest = Long.MIN_VALUE;
    private long latestOther = Long.MIN_VALUE;

    private volatile long heapBytes;

    /** True if the series was added for that day; false if not, or if that was forgotten. */
    public boolean contains(long day, int ordinal) {
        Day known = days.getAcquire(place(day));
        return known != null && known.number == day && known.series.contains(ordinal);
    }

    public synchronized void add(long day, int ordinal) {
        int place = place(day);
        Day known = days.get(place);
        long bytes = heapBytes;
        if (known == null || known.number != day) {
            bytes -= known == null ? 0 : known.series.heapBytes();
            known = new Day(day, new OrdinalSet());
            days.setRelease(place, known);
        }
        bytes -= known.series.heapBytes();
        known.series.add(ordinal);
        heapBytes = bytes + known.series.heapBytes();
        if (day != latest) {
            latestOther = latest;
            latest = day;
        }
    }

    /** About what all days take. */
    public long heapBytes() {
        return heapBytes;
    }

    /** The days of which something is known, ascending. */
    public synchronized List<Long> days() {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            if (days.get(i) != null) {
                numbers.add(days.get(i).number);
            }
        }
        Collections.sort(numbers);
        return numbers;
    }

    /** The two days that series were added to last. */
    synchronized List<Long> latestDays() {
        return List.of(latest, latestOther);
    }

    /** The series of a day; empty if none is known. */
    synchronized OrdinalSet of(long day) {
        Day known = days.get(place(day));
        return known != null && known.number == day ? known.series : new OrdinalSet();
    }

    /** Keeps what is known of these days, of the series that stay, under their new ordinals, and forgets the rest. */
    synchronized void renumber(Renumbering renumbering, Set<Long> kept) {
        for (int i = 0; i < DAYS; i++) {
            Day day = days.get(i);
            days.set(i, null);
            if (day != null && kept.contains(day.number)) {
                OrdinalSet series = new OrdinalSet();
                day.series.forEach(ordinal -> {
                    if (renumbering.of(ordinal) != Renumbering.GONE) {
                        series.add(renumbering.of(ordinal));
                    }
                });
                days.set(i, new Day(day.number, series));
            }
        }
        countHeap();
    }

    private void countHeap() {
        long bytes = 0;
        for (int i = 0; i < DAYS; i++) {
            bytes += days.get(i) == null ? 0 : days.get(i).series.heapBytes();
        }
        heapBytes = bytes;
    }

    /** The series known to be registered for a day, ascending. Nothing is added meanwhile. */
    public synchronized void forEach(long day, IntConsumer ordinals) {
        Day known = days.get(place(day));
        if (known != null && known.number == day) {
            known.series.forEach(ordinals);
        }
    }

    /** Number of series that were added for that day; 0 if that was forgotten. */
    public synchronized long count(long day) {
        Day known = days.get(place(day));
        return known != null && known.number == day ? known.series.size() : 0;
    }

    /** Forgets the days before that one. */
    public synchronized void forgetBefore(long day) {
        for (int i = 0; i < DAYS; i++) {
            Day known = days.get(i);
            if (known != null && known.number < day) {
                days.set(i, null);
            }
        }
        countHeap();
    }

    /** Forgets everything. */
    public synchronized void clear() {
        for (int i = 0; i < DAYS; i++) {
            days.set(i, null);
        }
        heapBytes = 0;
    }

    private static int place(long day) {
        return (int) day & DAYS - 1;
    }
}
