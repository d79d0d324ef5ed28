package io.laurel.storage;

import io.laurel.series.MetricIds;
import io.laurel.series.NameSet;
import io.laurel.series.OrdinalSet;

/**
 * Which series get rows in one hour of the clock, and in the day around it, and which do not because there were
 * already as many others as the limits allow. Both limits are asked at once, the hourly one first; what one of them
 * refuses is counted by none.
 *
 * <p>Series are counted exactly, by their metric ids; a new one gets a place before it gets an id. Whoever is refused
 * once is refused until the hour ends. So it is remembered who passes and who does not, by ordinal, and by name for
 * refused series that have none: those who come again ask no lock and no index. Safe for threads.
 */
final class SeriesWindow {
    /** Verdicts, as numbers that are no ordinals. */
    static final int PASSES = 0;
    static final int OVER_HOURLY = -3;
    static final int OVER_DAILY = -4;

    /** Refused names that are remembered. */
    private static final long MAX_NAME_BYTES = 4 << 20;

    /** Hours since 1970. */
    private final long hour;

    /** Of the hour and of the day; all windows of a day share the latter. */
    private final SeriesCount hourly;
    private final SeriesCount daily;

    private final NameSet refusedNames = new NameSet(MAX_NAME_BYTES);
    private volatile Verdicts verdicts = new Verdicts();

    /** True when the hourly limit refuses every series that it has not counted. */
    private volatile boolean hourIsFull;

    /** Series by the verdict on them; something is added under its lock. */
    private static final class Verdicts {
        private final OrdinalSet passing = new OrdinalSet();
        private final OrdinalSet refused = new OrdinalSet();
    }

    /** How many series a limit has let pass. Guarded by the count of the day. */
    static final class SeriesCount {
        private final long max;
        private final MetricIds ids = new MetricIds();
        private long counted;

        /** For series that are being created and have no id yet. */
        private long placesHeld;

        /** @param max the greatest number of series; 0 for no limit: then nothing is counted */
        SeriesCount(long max) {
            this.max = max;
        }

        private boolean hasRoom() {
            return max == 0 || counted + placesHeld < max;
        }

        private boolean hasRoomFor(long metricId) {
            return hasRoom() || ids.contains(metricId);
        }

        private void add(long metricId) {
            if (max > 0 && ids.addNew(metricId)) {
                counted++;
            }
        }
    }

    SeriesWindow(long hour, SeriesCount hourly, SeriesCount daily) {
        this.hour = hour;
        this.hourly = hourly;
        this.daily = daily;
    }

    long hour() {
        return hour;
    }

    SeriesCount daily() {
        return daily;
    }

    long countedHourly() {
        synchronized (daily) {
            return hourly.counted;
        }
    }

    long countedDaily() {
        synchronized (daily) {
            return daily.counted;
        }
    }

    /** The verdict on a series that has an ordinal. */
    int ask(int ordinal, long metricId) {
        Verdicts known = verdicts;
        if (known.passing.contains(ordinal)) {
            return PASSES;
        }
        if (known.refused.contains(ordinal)) {
            return refusal();
        }
        // Slow path: its first row in this hour
        int verdict = ask(metricId);
        synchronized (known) {
            (verdict == PASSES ? known.passing : known.refused).add(ordinal);
        }
        return verdict;
    }

    /** The verdict on a series that the index knows. */
    int ask(long metricId) {
        synchronized (daily) {
            if (!hourly.hasRoomFor(metricId) || !daily.hasRoomFor(metricId)) {
                return refusal();
            }
            count(metricId);
            return PASSES;
        }
    }

    /** The verdict on a series that is new; if it passes, its place is held until {@link #fill} or {@link #giveUp}. */
    int holdPlace() {
        synchronized (daily) {
            if (!hourly.hasRoom() || !daily.hasRoom()) {
                return refusal();
            }
            hold(1);
            return PASSES;
        }
    }

    /** The series for which a place was held has an id now. */
    void fill(long metricId) {
        synchronized (daily) {
            hold(-1);
            count(metricId);
        }
    }

    /** So many of the series for which places were held will not come. */
    void giveUp(int places) {
        synchronized (daily) {
            hold(-places);
        }
    }

    private void hold(int places) {
        hourly.placesHeld += places;
        daily.placesHeld += places;
        hourIsFull = !hourly.hasRoom();
    }

    private void count(long metricId) {
        hourly.add(metricId);
        daily.add(metricId);
        hourIsFull = !hourly.hasRoom();
    }

    /** What to say to a series that is refused: not counted in this hour, it is the hour that refuses it if it can. */
    private int refusal() {
        return hourIsFull ? OVER_HOURLY : OVER_DAILY;
    }

    /** The verdict on an unknown name that was refused in this hour; otherwise {@link #PASSES}: it is to be asked. */
    int verdictOnName(byte[] names, int offset, int length) {
        return refusedNames.contains(names, offset, length) ? refusal() : PASSES;
    }

    void rememberRefused(byte[] names, int offset, int length) {
        refusedNames.add(names, offset, length);
    }

    /** Ordinals have another meaning from now on. Nobody may be asking meanwhile. */
    void forgetOrdinals() {
        verdicts = new Verdicts();
    }
}
