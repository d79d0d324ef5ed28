package io.laurel.storage;

import io.laurel.env.TimeSource;
import io.laurel.indexdb.IndexDb;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How many distinct series may get rows in an hour and in a day of UTC, by the clock and not by the times of the rows.
 * A {@link SeriesWindow} has the counts of the present hour and day; they start empty, at an open too. A batch belongs
 * to the window in which it came, so no window ever lets more series pass than the limits say. Of one batch, series in
 * memory are asked before the others.
 */
final class SeriesLimits {
    /** One warning for each limit in that time. */
    private static final long WARNING_PERIOD_NS = TimeUnit.MINUTES.toNanos(1);

    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    private static final long DAY_HOURS = 24;

    private final long maxHourly;
    private final long maxDaily;
    private final TimeSource time;
    private final Consumer<String> warnings;

    /** Held from the look whether a series is new until it has its id: what it asks for is counted once. */
    private final ReentrantLock creating = new ReentrantLock();

    private volatile SeriesWindow window;

    // Guarded by this object
    private long hourlyWarnedNs;
    private long dailyWarnedNs;

    /** @param warnings gets a text now and then while series are refused */
    SeriesLimits(StorageOptions options, Consumer<String> warnings) {
        maxHourly = options.maxHourlySeries();
        maxDaily = options.maxDailySeries();
        time = options.time();
        this.warnings = warnings;
        hourlyWarnedNs = time.monotonicNs() - WARNING_PERIOD_NS;
        dailyWarnedNs = hourlyWarnedNs;
        window = newWindow(hour(), new SeriesWindow.SeriesCount(maxDaily));
    }

    /** The window of now; null if there are no limits. */
    SeriesWindow window() {
        return maxHourly == 0 && maxDaily == 0 ? null : current();
    }

    /** Distinct series that got rows in this hour, if there is an hourly limit; otherwise 0. */
    long hourlySeries() {
        return current().countedHourly();
    }

    /** Distinct series that got rows on this day, if there is a daily limit; otherwise 0. */
    long dailySeries() {
        return current().countedDaily();
    }

    private SeriesWindow current() {
        SeriesWindow known = window;
        long hour = hour();
        return isPresent(known, hour) ? known : next();
    }

    /** A clock that is set back a little does not begin a window again that was there already. */
    private static boolean isPresent(SeriesWindow known, long hour) {
        return hour == known.hour() || hour == known.hour() - 1;
    }

    private synchronized SeriesWindow next() {
        SeriesWindow known = window;
        long hour = hour();
        if (!isPresent(known, hour)) {
            boolean sameDay = Math.floorDiv(hour, DAY_HOURS) == Math.floorDiv(known.hour(), DAY_HOURS);
            window = newWindow(hour, sameDay ? known.daily() : new SeriesWindow.SeriesCount(maxDaily));
        }
        return window;
    }

    private SeriesWindow newWindow(long hour, SeriesWindow.SeriesCount daily) {
        return new SeriesWindow(hour, new SeriesWindow.SeriesCount(maxHourly), daily);
    }

    private long hour() {
        return Math.floorDiv(time.wallMs(), HOUR_MS);
    }

    /**
     * Resolves the series that the limits let pass and leaves the others without a TSID; those that are new make no
     * trace in the index.
     *
     * @param dayOf the day for each name
     * @param verdicts gets the verdict for each name
     * @return the TSIDs; null too for names that the index does not take
     */
    Tsid[] resolve(MetricName[] names, long[] dayOf, IndexDb index, SeriesWindow asked, int[] verdicts)
            throws IOException {
        int count = names.length;
        Tsid[] tsids = new Tsid[count];
        MetricName[] passing = new MetricName[count];
        long[] days = new long[count];
        Set<MetricName> created = new HashSet<>();
        int passed = 0;
        int held = 0;
        creating.lock();
        try {
            index.findAll(Arrays.asList(names), tsids);
            for (int i = 0; i < count; i++) {
                if (tsids[i] != null) {
                    verdicts[i] = asked.ask(tsids[i].metricId());
                } else if (!created.contains(names[i])) {
                    verdicts[i] = asked.holdPlace();
                    if (verdicts[i] == SeriesWindow.PASSES) {
                        created.add(names[i]);
                        held++;
                    }
                }
                if (verdicts[i] == SeriesWindow.PASSES) {
                    passing[passed] = names[i];
                    days[passed++] = dayOf[i];
                }
            }
            Tsid[] resolved = new Tsid[passed];
            index.resolveAll(Arrays.asList(passing).subList(0, passed), Arrays.copyOf(days, passed), resolved);
            for (int i = 0, at = 0; i < count; i++) {
                tsids[i] = verdicts[i] == SeriesWindow.PASSES ? resolved[at++] : null;
                if (tsids[i] != null && created.remove(names[i])) {
                    asked.fill(tsids[i].metricId());
                    held--;
                }
            }
            return tsids;
        } finally {
            asked.giveUp(held);
            creating.unlock();
        }
    }

    /** Ordinals have another meaning from now on. Nobody may be adding rows meanwhile. */
    void forgetOrdinals() {
        window.forgetOrdinals();
    }

    /** Tells the owner that series are refused, if that was not told lately. */
    void warn(int verdict, Supplier<String> name) {
        boolean hourly = verdict == SeriesWindow.OVER_HOURLY;
        if (isDue(hourly)) {
            warnings.accept("there are rows of more than " + (hourly ? maxHourly : maxDaily) + " series "
                    + (hourly ? "in this hour" : "on this day") + "; those of " + name.get() + " are dropped, and "
                    + "probably others");
        }
    }

    private synchronized boolean isDue(boolean hourly) {
        long now = time.monotonicNs();
        if (now - (hourly ? hourlyWarnedNs : dailyWarnedNs) < WARNING_PERIOD_NS) {
            return false;
        }
        if (hourly) {
            hourlyWarnedNs = now;
        } else {
            dailyWarnedNs = now;
        }
        return true;
    }
}
