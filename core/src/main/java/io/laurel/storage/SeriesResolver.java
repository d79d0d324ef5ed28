package io.laurel.storage;

import io.laurel.bytes.XxHash64;
import io.laurel.data.RowBuffer;
import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.IndexRotation;
import io.laurel.series.DaySeries;
import io.laurel.series.Days;
import io.laurel.series.MetricName;
import io.laurel.series.RawName;
import io.laurel.series.SeriesFinder;
import io.laurel.series.SeriesTable;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.Arrays;

/**
 * Turns a {@link RowBatch} into a {@link RowBuffer}: refuses what is not admitted, finds the series of every row,
 * creates the ones nobody has met, and sees to it that each series is registered in the index for each of its days, and
 * for the next one a little ahead. For one thread; its buffers are used again for the next batch.
 *
 * <p>Names are looked up once for each series of the batch, rows then carry an ordinal. When {@link #resolve} has
 * returned, every index item that its rows need was handed to the index: names before samples.
 */
final class SeriesResolver {
    /** The one NaN that is a value: the mark of a series that ended. */
    static final long STALE_MARKER_BITS = 0x7ff0000000000002L;

    private static final int UNKNOWN = -1;
    private static final int REFUSED = -2;

    private final SeriesTable table;
    private final SeriesFinder finder;
    private final DaySeries registered;
    private final IndexDb index;
    private final SeriesLimits limits;
    private final MetricName.Builder nameBuilder = MetricName.settlingBuilder();

    /**
     * By series of the batch: ordinal, or {@link #UNKNOWN} while nobody needed it, or {@link #REFUSED}, or the verdict
     * of the {@link SeriesWindow} that refused it.
     */
    private int[] ordinals = new int[64];

    private final NewDays newDays = new NewDays();
    private final RowBuffer rows = new RowBuffer();
    private final RowCounts counts = new RowCounts();

    SeriesResolver(SeriesTable table, DaySeries registered, IndexDb index, SeriesLimits limits) {
        this.table = table;
        this.finder = table.finder();
        this.registered = registered;
        this.index = index;
        this.limits = limits;
    }

    /** What became of the rows of the last batch. */
    RowCounts counts() {
        return counts;
    }

    /**
     * The admitted rows of a batch, in their order; good until the next call.
     *
     * @param admitted times of rows that are stored; both ends included
     * @param nowMs when the batch came
     */
    RowBuffer resolve(RowBatch batch, TimeRange admitted, long nowMs) throws IOException {
        rows.clear();
        counts.clear();
        newDays.clear();
        boolean allKnown = findKnown(batch);
        SeriesWindow window = limits.window();
        if (window != null) {
            refuseKnown(batch, admitted, window);
        }
        if (!allKnown) {
            // Slow path: series that nobody has met since the storage was opened
            createUnknown(batch, admitted, window);
        }
        appendRows(batch, admitted);
        double share = IndexRotation.nextDayShare(nowMs);
        if (share > 0) {
            // An hour a day
            addNextDay(batch, nowMs, share);
        }
        if (newDays.size() > 0) {
            registerNewDays(batch);
        }
        if (counts.overHourly + counts.overDaily > 0) {
            warn(batch, counts.overHourly > 0 ? SeriesWindow.OVER_HOURLY : SeriesWindow.OVER_DAILY);
        }
        return rows;
    }

    private boolean findKnown(RowBatch batch) {
        int count = batch.seriesCount();
        counts.seriesAsked = count;
        if (ordinals.length < count) {
            ordinals = new int[Math.max(count, 2 * ordinals.length)];
        }
        byte[] names = batch.names();
        boolean allKnown = true;
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = batch.nameStart(i + 1);
            long hash = batch.nameHash(i);
            int ordinal = hash == RowBatch.HASH_UNKNOWN
                    ? finder.find(names, start, end - start)
                    : finder.find(names, start, end - start, hash);
            ordinals[i] = ordinal;
            allKnown &= ordinal >= 0;
            start = end;
        }
        return allKnown;
    }

    /** Asks the limits about the known series that have an admitted row. */
    private void refuseKnown(RowBatch batch, TimeRange admitted, SeriesWindow window) {
        int[] rowSeries = batch.rowSeries();
        long[] timestamps = batch.timestamps();
        double[] values = batch.values();
        int asked = -1;
        for (int row = 0; row < batch.size(); row++) {
            int series = rowSeries[row];
            if (series != asked && admitted.contains(timestamps[row]) && isValue(values[row])) {
                asked = series;
                int ordinal = ordinals[series];
                if (ordinal >= 0) {
                    int verdict = window.ask(ordinal, table.metricId(ordinal));
                    ordinals[series] = verdict == SeriesWindow.PASSES ? ordinal : verdict;
                }
            }
        }
    }

    /** Creates the unknown series that have an admitted row, each for the day of its first one. */
    private void createUnknown(RowBatch batch, TimeRange admitted, SeriesWindow window) throws IOException {
        int[] unknown = new int[batch.seriesCount()];
        long[] days = new long[batch.seriesCount()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            int series = batch.rowSeries()[row];
            long timestampMs = batch.timestamps()[row];
            if (ordinals[series] == UNKNOWN && admitted.contains(timestampMs) && isValue(batch.values()[row])) {
                ordinals[series] = refusedBefore(batch, series, window);
                if (ordinals[series] == REFUSED) {
                    unknown[count] = series;
                    days[count++] = Days.of(timestampMs);
                }
            }
        }
        MetricName[] names = new MetricName[count];
        int valid = 0;
        for (int i = 0; i < count; i++) {
            MetricName name = name(batch, unknown[i]);
            if (name != null) {
                names[valid] = name;
                days[valid] = days[i];
                unknown[valid++] = unknown[i];
            }
        }
        counts.slowInserts = valid;
        Tsid[] tsids = new Tsid[valid];
        int[] verdicts = new int[valid];
        if (window == null) {
            index.resolveAll(Arrays.asList(names).subList(0, valid), Arrays.copyOf(days, valid), tsids);
        } else {
            tsids = limits.resolve(Arrays.copyOf(names, valid), days, index, window, verdicts);
        }
        for (int i = 0; i < valid; i++) {
            int series = unknown[i];
            int start = batch.nameStart(series);
            int length = batch.nameStart(series + 1) - start;
            if (verdicts[i] != SeriesWindow.PASSES) {
                window.rememberRefused(batch.names(), start, length);
                ordinals[series] = verdicts[i];
                continue;
            }
            int ordinal = table.add(batch.names(), start, length, XxHash64.hash(batch.names(), start, length),
                    tsids[i]);
            registered.add(days[i], ordinal);
            ordinals[series] = ordinal;
        }
    }

    /** The verdict by which an unknown name was refused a while ago, or {@link #REFUSED}: nobody was asked yet. */
    private static int refusedBefore(RowBatch batch, int series, SeriesWindow window) {
        int start = batch.nameStart(series);
        int verdict = window == null ? SeriesWindow.PASSES
                : window.verdictOnName(batch.names(), start, batch.nameStart(series + 1) - start);
        return verdict == SeriesWindow.PASSES ? REFUSED : verdict;
    }

    private void warn(RowBatch batch, int verdict) {
        limits.warn(verdict, () -> {
            int series = 0;
            while (ordinals[series] != verdict) {
                series++;
            }
            return name(batch, series).toString();
        });
    }

    /** The canonical name, or null if it cannot be stored: no raw name, no label left, or too long for an index row. */
    private MetricName name(RowBatch batch, int series) {
        int start = batch.nameStart(series);
        int length = batch.nameStart(series + 1) - start;
        if (!RawName.isWhole(batch.names(), start, length)) {
            return null;
        }
        nameBuilder.clear();
        MetricName name = RawName.toMetricName(batch.names(), start, length, nameBuilder);
        boolean fits = name.marshaled().length() <= MetricName.MAX_MARSHALED_BYTES;
        return fits && (name.tagCount() > 0 || !name.group().isEmpty()) ? name : null;
    }

    private void appendRows(RowBatch batch, TimeRange admitted) {
        int[] rowSeries = batch.rowSeries();
        long[] timestamps = batch.timestamps();
        double[] values = batch.values();
        long dayStartMs = 0;
        long day = Long.MIN_VALUE;
        for (int row = 0; row < batch.size(); row++) {
            long timestampMs = timestamps[row];
            double value = values[row];
            if (timestampMs < admitted.fromMs() || timestampMs > admitted.toMs()) {
                counts.outsideTime(timestampMs < admitted.fromMs());
                continue;
            }
            if (!isValue(value)) {
                counts.notANumber++;
                continue;
            }
            int ordinal = ordinals[rowSeries[row]];
            if (ordinal < 0) {
                counts.refused(ordinal);
                continue;
            }
            if (day == Long.MIN_VALUE || timestampMs < dayStartMs || timestampMs >= dayStartMs + Days.DAY_MS) {
                day = Days.of(timestampMs);
                dayStartMs = day * Days.DAY_MS;
            }
            if (!registered.contains(day, ordinal)) {
                // Slow path: the first row of the series on that day, or the memory of that day is gone
                newDays.add(day, ordinal, rowSeries[row]);
            }
            rows.append(ordinal, timestampMs, value);
        }
        counts.accepted = rows.size();
    }

    /** Series with rows of now are expected tomorrow: so that midnight does not register them all, some do it today. */
    private void addNextDay(RowBatch batch, long nowMs, double share) {
        int[] rowSeries = batch.rowSeries();
        long[] timestamps = batch.timestamps();
        double[] values = batch.values();
        long nextDay = Days.of(nowMs) + 1;
        long hour = Math.floorDiv(nowMs, IndexRotation.HOUR_MS);
        for (int row = 0; row < batch.size(); row++) {
            int ordinal = ordinals[rowSeries[row]];
            if (ordinal >= 0 && Math.floorDiv(timestamps[row], IndexRotation.HOUR_MS) == hour && isValue(values[row])
                    && !registered.contains(nextDay, ordinal)
                    && IndexRotation.isNextDayDue(table.metricId(ordinal), share)) {
                newDays.add(nextDay, ordinal, rowSeries[row]);
            }
        }
    }

    private void registerNewDays(RowBatch batch) throws IOException {
        int count = newDays.size();
        counts.daysAsked = count;
        MetricName[] names = new MetricName[count];
        Tsid[] tsids = new Tsid[count];
        for (int i = 0; i < count; i++) {
            names[i] = name(batch, newDays.series[i]);
            tsids[i] = table.tsid(newDays.ordinals[i]);
        }
        index.registerDays(Arrays.asList(names), Arrays.copyOf(newDays.days, count), tsids);
        for (int i = 0; i < count; i++) {
            registered.add(newDays.days[i], newDays.ordinals[i]);
        }
        newDays.clear();
    }

    private static boolean isValue(double value) {
        return value == value || Double.doubleToRawLongBits(value) == STALE_MARKER_BITS;
    }

    /** Series of the batch that are not known to be registered for a day; neighbouring rows of one kind count once. */
    private static final class NewDays {
        private long[] days = new long[16];
        private int[] ordinals = new int[16];
        private int[] series = new int[16];
        private int size;

        void add(long day, int ordinal, int seriesOfBatch) {
            if (size > 0 && days[size - 1] == day && ordinals[size - 1] == ordinal) {
                return;
            }
            if (size == days.length) {
                days = Arrays.copyOf(days, 2 * size);
                ordinals = Arrays.copyOf(ordinals, 2 * size);
                series = Arrays.copyOf(series, 2 * size);
            }
            days[size] = day;
            ordinals[size] = ordinal;
            series[size++] = seriesOfBatch;
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }
    }
}
