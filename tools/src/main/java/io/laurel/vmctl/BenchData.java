package io.laurel.vmctl;

import io.laurel.series.MetricName;
import io.laurel.series.TimeRange;
import java.util.List;

/**
 * The four data sets of the benchmark: which series they have, and which rows in which order. Pure: the same rows in
 * every run, on every machine, in every language, as the {@link Proof} of each shows.
 */
enum BenchData {
    /** 400 hosts with ten metrics each, a sample every ten seconds for a day. */
    D1(4000, 34_560_000, new Proof(0xe0a2d51427ea8038L, 0x034f4835e069b91eL, 3915127094071345152L,
            0x16b8956c3cade502L, 0x3e176091eba85b9eL, 438_231_171)),
    /** A million series with ten samples. */
    D2(1_000_000, 10_000_000, new Proof(0x003bed7359470cccL, 0x72e21cb9af4228e8L,
            Long.parseUnsignedLong("17145218700000000000"), 0x83a64a85f9242d6cL, 0xf7d71221c29e7644L, 1_719_890)),
    /** Ten hours, each with 50,000 series of its own. */
    D3(500_000, 30_000_000, new Proof(0x680445e8989fa004L, 0x91ebbb62673965bdL,
            Long.parseUnsignedLong("14542698952580896768"), 0xf5dec611b6ce7b06L, 0x13f83a80b64679d9L, 4_704_599)),
    /** The series of D1 over three months at once, out of order. */
    D4(4000, 34_560_000, new Proof(0xe0a2d51427ea8038L, 0x3c9e08513a83250fL, 4049978658871345152L,
            0x9fe3ba969e5248d6L, 0x4c70ed936f122f48L, 149_265_824));

    static final long HOUR_MS = 3_600_000;
    static final long DAY_MS = 24 * HOUR_MS;

    /** Midnight UTC of the first of May, June and July 2024. */
    static final List<Long> MONTHS_MS = List.of(1_714_521_600_000L, 1_717_200_000_000L, 1_719_792_000_000L);

    /** That many rows make a batch, everywhere. */
    static final int BATCH_ROWS = 1000;

    private static final long SEED = 0x7473626e00000000L;
    private static final long POD_SALT = 0x1000000;
    private static final List<String> HOST_METRICS = List.of("cpu_busy_percent", "mem_used_percent", "load_average",
            "temperature_celsius", "disk_busy_percent", "errors_total", "requests_total", "disk_ops_total",
            "net_packets_total", "net_bytes_total");

    private static final int APP_METRICS = 50;
    private static final int CHURN_SERIES = 50_000;
    private static final int CHURN_STEPS = 60;

    private final int seriesCount;
    private final long rows;
    private final Proof proof;

    BenchData(int seriesCount, long rows, Proof proof) {
        this.seriesCount = seriesCount;
        this.rows = rows;
        this.proof = proof;
    }

    /**
     * What every program must arrive at.
     *
     * @param keySum sum of the mixed key hashes of all series
     * @param rowSum sum of the row hashes
     * @param timeSum sum of all times
     * @param orderOfOne hash of the first 100,000 rows of a single writer, in order
     * @param orderOfTwo the same for the first of two writers
     * @param largest the largest value
     */
    record Proof(long keySum, long rowSum, long timeSum, long orderOfOne, long orderOfTwo, long largest) {}

    int seriesCount() {
        return seriesCount;
    }

    long rowCount() {
        return rows;
    }

    Proof proof() {
        return proof;
    }

    /** Whether the series are metrics of hosts; else they are metrics of pods. */
    boolean hosts() {
        return this == D1 || this == D4;
    }

    /** The whole time of the data set. */
    TimeRange full() {
        return switch (this) {
            case D1 -> range(MONTHS_MS.get(0), DAY_MS);
            case D2 -> range(MONTHS_MS.get(0), 600_000);
            case D3 -> range(MONTHS_MS.get(0), 10 * HOUR_MS);
            case D4 -> TimeRange.ofMillis(MONTHS_MS.get(0), MONTHS_MS.get(2) + 30 * DAY_MS - 1);
        };
    }

    TimeRange lastHour() {
        return TimeRange.ofMillis(full().toMs() - HOUR_MS + 1, full().toMs());
    }

    static TimeRange range(long startMs, long lengthMs) {
        return TimeRange.ofMillis(startMs, startMs + lengthMs - 1);
    }

    String metric(int series) {
        return hosts() ? hostMetric(series % HOST_METRICS.size()) : appMetric(series % APP_METRICS);
    }

    static String hostMetric(int index) {
        return HOST_METRICS.get(index);
    }

    static String appMetric(int index) {
        return "app_metric_" + padded(index, 2);
    }

    /** Name, value, name, value ... by name. */
    String[] labels(int series) {
        return hosts() ? hostLabels(series / HOST_METRICS.size()) : this == D2
                ? podLabels(series / APP_METRICS)
                : churnLabels(series / CHURN_SERIES, series % CHURN_SERIES / APP_METRICS);
    }

    private static String[] hostLabels(int host) {
        return new String[] {
            "dc", "dc_" + host % 4,
            "env", host % 10 == 0 ? "staging" : "prod",
            "host", "host_" + padded(host, 3),
            "instance", "10.0." + host / 250 + "." + host % 250 + ":9100",
            "job", "node",
            "rack", "rack_" + padded(host / 10, 2)};
    }

    private static String[] podLabels(int pod) {
        return new String[] {
            "app", "app_" + padded(pod % 200, 3),
            "instance", "10." + (pod >> 16 & 255) + "." + (pod >> 8 & 255) + "." + (pod & 255) + ":8080",
            "job", "app",
            "namespace", "ns_" + padded(pod % 40, 2),
            "node", "node_" + padded(pod / 2, 5),
            "pod", pod(D2.seed() + POD_SALT + pod),
            "zone", "zone-" + pod % 3};
    }

    private static String[] churnLabels(int hour, int pod) {
        return new String[] {
            "app", "app_" + padded(pod % 200, 3),
            "instance", "10." + hour + "." + (pod >> 8 & 255) + "." + (pod & 255) + ":8080",
            "job", "app",
            "namespace", "ns_" + padded(pod % 40, 2),
            "node", "node_" + padded(pod / 2, 3),
            "pod", pod(D3.seed() + POD_SALT + 1000 * hour + pod),
            "version", "v" + hour};
    }

    private static String pod(long seed) {
        return "pod-" + padded(Long.toHexString(BenchRandom.mix64(seed)), 16);
    }

    static String padded(int number, int width) {
        return padded(Integer.toString(number), width);
    }

    private static String padded(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    MetricName name(int series) {
        return MetricName.of(metric(series), labels(series));
    }

    long keyHash(int series) {
        return BenchChecksums.fnv1a(BenchChecksums.key(metric(series), labels(series)));
    }

    /** The rows of writer 0..writers-1, one or two of them. */
    BenchRows rows(int writers, int writer) {
        if (this == D4) {
            int jobs = BenchBackfillRows.JOBS;
            BenchStreams streams = new BenchStreams(seed(), jobs * seriesCount, id -> id / jobs);
            return new BenchBackfillRows(seed(), MONTHS_MS.stream().mapToLong(Long::longValue).toArray(), seriesCount,
                    streams, writers, writer);
        }
        BenchStreams streams = new BenchStreams(seed(), seriesCount,
                id -> hosts() ? id : id % CHURN_SERIES % APP_METRICS);
        return new BenchSteppedRows(shape(), streams, writers, writer);
    }

    private BenchSteppedRows.Shape shape() {
        long start = MONTHS_MS.get(0);
        return switch (this) {
            case D1 -> new BenchSteppedRows.Shape(1, seriesCount, 8640, start, 10_000);
            case D2 -> new BenchSteppedRows.Shape(1, seriesCount, 10, start, 60_000);
            case D3 -> new BenchSteppedRows.Shape(10, CHURN_SERIES, CHURN_STEPS, start, 60_000);
            case D4 -> throw new IllegalStateException("D4 is no stepped data set");
        };
    }

    private long seed() {
        return SEED + 1 + ordinal();
    }

    /** Runs through all series and rows; true if they are what they must be. */
    boolean agrees(int writers) {
        long[] keyHashes = new long[seriesCount];
        long keySum = 0;
        for (int series = 0; series < seriesCount; series++) {
            keyHashes[series] = keyHash(series);
            keySum += BenchRandom.mix64(keyHashes[series]);
        }
        long order = 0;
        long rowSum = 0;
        long timeSum = 0;
        double largest = 0;
        int[] series = new int[BATCH_ROWS];
        long[] times = new long[BATCH_ROWS];
        double[] values = new double[BATCH_ROWS];
        for (int writer = 0; writer < writers; writer++) {
            BenchRows source = rows(writers, writer);
            int ordered = writer == 0 ? 100_000 : 0;
            for (int n = source.next(series, times, values); n > 0; n = source.next(series, times, values)) {
                for (int i = 0; i < n; i++) {
                    long hash = BenchChecksums.row(keyHashes[series[i]], times[i], values[i]);
                    rowSum += hash;
                    timeSum += times[i];
                    largest = Math.max(largest, values[i]);
                    if (ordered > 0) {
                        order = BenchRandom.mix64(order ^ hash);
                        ordered--;
                    }
                }
            }
        }
        long expectedOrder = writers == 1 ? proof.orderOfOne : proof.orderOfTwo;
        return keySum == proof.keySum && rowSum == proof.rowSum && timeSum == proof.timeSum
                && order == expectedOrder && largest == proof.largest;
    }
}
