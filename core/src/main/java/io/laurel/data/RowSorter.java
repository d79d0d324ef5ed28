package io.laurel.data;

import io.laurel.series.Ranks;
import io.laurel.series.SeriesTable;
import io.laurel.series.Tsid;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Puts rows in the order of a part: by TSID, then by timestamp, rows that are equal in both in the order they came. The
 * result is two columns and a list of runs, one run for each series. For one thread; everything is reused.
 *
 * <p>Fast path, many rows: TSIDs are not compared at all. The rank of a series among all known ones is at hand, so two
 * passes of counting sort move each row once. Slow path, few rows: its cost must follow the rows and not the series
 * known, because under a stream of searches every few rows are sorted on their own. Row numbers are sorted by ordinal,
 * which brings the rows of a series together, and then only the distinct series are compared.
 */
final class RowSorter {
    /** Counting touches every known series once; it pays when there are not many more of them than rows. */
    private static final int SERIES_PER_ROW = 4;
    /** Below that many rows sorting is cheaper than counting, or nearly so, and never looks at all series. */
    private static final int FEW_ROWS = 1024;

    private final SeriesTable table;

    long[] timestamps = new long[0];
    double[] values = new double[0];
    /** Run {@code i} is the series {@code runSeries[i]}, rows {@code [runEnd[i - 1], runEnd[i])}. */
    int[] runSeries = new int[0];
    int[] runEnd = new int[0];
    int runs;

    private int[] positions = new int[0];
    private long[] keys = new long[0];
    private long[] spareTimestamps = new long[0];
    private double[] spareValues = new double[0];

    RowSorter(SeriesTable table) {
        this.table = table;
    }

    /** What its arrays take, which are kept for the next time. */
    long heapBytes() {
        return (long) Long.BYTES * (timestamps.length + keys.length + spareTimestamps.length)
                + (long) Double.BYTES * (values.length + spareValues.length)
                + (long) Integer.BYTES * (runSeries.length + runEnd.length + positions.length);
    }

    void sort(RowBuffer rows) {
        int size = rows.size;
        if (timestamps.length < size) {
            timestamps = new long[size];
            values = new double[size];
        }
        if (size >= FEW_ROWS && size >= table.size() / SERIES_PER_ROW) {
            sortByCounting(rows);
        } else {
            sortByComparing(rows);
        }
        int from = 0;
        for (int run = 0; run < runs; run++) {
            sortRun(from, runEnd[run]);
            from = runEnd[run];
        }
    }

    private void sortByCounting(RowBuffer rows) {
        Ranks ranks = table.ranks();
        int seriesCount = ranks.size();
        if (positions.length < seriesCount) {
            positions = new int[seriesCount + seriesCount / 2];
        }
        int[] position = positions;
        int[] series = rows.series;
        int size = rows.size;
        Arrays.fill(position, 0, seriesCount, 0);
        for (int i = 0; i < size; i++) {
            position[ranks.rankOf(series[i])]++;
        }
        runs = 0;
        int total = 0;
        for (int rank = 0; rank < seriesCount; rank++) {
            int count = position[rank];
            if (count > 0) {
                position[rank] = total;
                total += count;
                addRun(ranks.ordinalAt(rank), total);
            }
        }
        long[] sourceTimestamps = rows.timestamps;
        double[] sourceValues = rows.values;
        for (int i = 0; i < size; i++) {
            int at = position[ranks.rankOf(series[i])]++;
            timestamps[at] = sourceTimestamps[i];
            values[at] = sourceValues[i];
        }
    }

    private void sortByComparing(RowBuffer rows) {
        int size = rows.size;
        if (keys.length < size) {
            keys = new long[size];
        }
        for (int i = 0; i < size; i++) {
            keys[i] = (long) rows.series[i] << 32 | i;
        }
        Arrays.sort(keys, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            distinct += i == 0 || keys[i] >>> 32 != keys[i - 1] >>> 32 ? 1 : 0;
        }
        Group[] groups = new Group[distinct];
        int group = -1;
        for (int i = 0; i < size; i++) {
            int ordinal = (int) (keys[i] >>> 32);
            if (group < 0 || groups[group].ordinal != ordinal) {
                groups[++group] = new Group(ordinal, table.tsid(ordinal), i);
            }
            groups[group].to = i + 1;
        }
        Arrays.sort(groups, Comparator.comparing(g -> g.tsid));
        runs = 0;
        int at = 0;
        for (Group sorted : groups) {
            for (int i = sorted.from; i < sorted.to; i++) {
                int row = (int) keys[i];
                timestamps[at] = rows.timestamps[row];
                values[at] = rows.values[row];
                at++;
            }
            addRun(sorted.ordinal, at);
        }
    }

    private void addRun(int ordinal, int end) {
        if (runs == runSeries.length) {
            runSeries = Arrays.copyOf(runSeries, Math.max(64, runs * 2));
            runEnd = Arrays.copyOf(runEnd, runSeries.length);
        }
        runSeries[runs] = ordinal;
        runEnd[runs++] = end;
    }

    /** Sorts the rows of one series by time; nearly always there is nothing to do. */
    private void sortRun(int from, int to) {
        int sorted = from + 1;
        while (sorted < to && timestamps[sorted - 1] <= timestamps[sorted]) {
            sorted++;
        }
        if (sorted < to) {
            if (spareTimestamps.length < to - from) {
                spareTimestamps = new long[Math.max(to - from, 2 * spareTimestamps.length)];
                spareValues = new double[spareTimestamps.length];
            }
            mergeSort(from, to);
        }
    }

    private void mergeSort(int from, int to) {
        if (to - from <= 16) {
            insertionSort(from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(from, middle);
        mergeSort(middle, to);
        if (timestamps[middle - 1] <= timestamps[middle]) {
            return;
        }
        int left = middle - from;
        System.arraycopy(timestamps, from, spareTimestamps, 0, left);
        System.arraycopy(values, from, spareValues, 0, left);
        int i = 0;
        int j = middle;
        int at = from;
        while (i < left) {
            if (j < to && timestamps[j] < spareTimestamps[i]) {
                timestamps[at] = timestamps[j];
                values[at++] = values[j++];
            } else {
                timestamps[at] = spareTimestamps[i];
                values[at++] = spareValues[i++];
            }
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long timestamp = timestamps[i];
            double value = values[i];
            int at = i;
            while (at > from && timestamps[at - 1] > timestamp) {
                timestamps[at] = timestamps[at - 1];
                values[at] = values[at - 1];
                at--;
            }
            timestamps[at] = timestamp;
            values[at] = value;
        }
    }

    /** The rows of one series among the sorted keys. */
    private static final class Group {
        final int ordinal;
        final Tsid tsid;
        final int from;
        int to;

        Group(int ordinal, Tsid tsid, int from) {
            this.ordinal = ordinal;
            this.tsid = tsid;
            this.from = from;
        }
    }
}
