package io.laurel.vmctl;

/** Rows out of order: three jobs fill a month each, by turns an hour's window, the rows of a window shuffled. */
final class BenchBackfillRows implements BenchRows {
    static final int JOBS = 3;
    static final int STEPS = 2880;
    static final long STEP_MS = 900_000;

    private static final int STEPS_PER_WINDOW = 4;
    private static final long SHUFFLE_SALT = 0x2000000;

    private final long[] jobStartsMs;
    private final int seriesCount;
    private final BenchStreams streams;
    private final int writers;
    private final int writer;
    private final BenchRandom shuffle;
    private final int[] windowSeries;
    private final long[] windowTimes;
    private final double[] windowValues;
    private int window;
    private int job;
    private int at;

    /** @param streams stream {@code 3 * series + job} belongs to a series in a job */
    BenchBackfillRows(long seed, long[] jobStartsMs, int seriesCount, BenchStreams streams, int writers, int writer) {
        this.jobStartsMs = jobStartsMs;
        this.seriesCount = seriesCount;
        this.streams = streams;
        this.writers = writers;
        this.writer = writer;
        shuffle = new BenchRandom(BenchRandom.mix64(seed + SHUFFLE_SALT + writer));
        int size = STEPS_PER_WINDOW * (seriesCount / writers);
        windowSeries = new int[size];
        windowTimes = new long[size];
        windowValues = new double[size];
        at = size;
    }

    @Override
    public int next(int[] series, long[] timestampsMs, double[] values) {
        int rows = 0;
        while (rows < series.length) {
            if (at == windowSeries.length && !fillWindow()) {
                return rows;
            }
            int count = Math.min(series.length - rows, windowSeries.length - at);
            System.arraycopy(windowSeries, at, series, rows, count);
            System.arraycopy(windowTimes, at, timestampsMs, rows, count);
            System.arraycopy(windowValues, at, values, rows, count);
            at += count;
            rows += count;
        }
        return rows;
    }

    private boolean fillWindow() {
        if (window == STEPS / STEPS_PER_WINDOW) {
            return false;
        }
        int row = 0;
        for (int step = STEPS_PER_WINDOW * window; step < STEPS_PER_WINDOW * (window + 1); step++) {
            for (int series = writer; series < seriesCount; series += writers) {
                windowSeries[row] = series;
                windowTimes[row] = jobStartsMs[job] + step * STEP_MS;
                windowValues[row++] = streams.next(JOBS * series + job);
            }
        }
        for (int i = row - 1; i > 0; i--) {
            swap(i, shuffle.below(i + 1));
        }
        at = 0;
        job = (job + 1) % JOBS;
        window += job == 0 ? 1 : 0;
        return true;
    }

    private void swap(int i, int j) {
        int series = windowSeries[i];
        windowSeries[i] = windowSeries[j];
        windowSeries[j] = series;
        long time = windowTimes[i];
        windowTimes[i] = windowTimes[j];
        windowTimes[j] = time;
        double value = windowValues[i];
        windowValues[i] = windowValues[j];
        windowValues[j] = value;
    }
}
