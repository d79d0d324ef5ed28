package io.laurel.vmctl;

import io.laurel.env.TimeSource;
import io.laurel.series.MetricName;
import io.laurel.storage.RowBatch;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Stores a whole data set, each row with its full label set. The clock starts with the storage open on an empty folder
 * and all label sets built; making the values is inside.
 */
final class BenchIngestion {
    private static final int TENTHS = 10;

    private final BenchData data;
    private final int writers;
    private final TimeSource time;

    BenchIngestion(BenchData data, int writers, TimeSource time) {
        this.data = data;
        this.writers = writers;
        this.time = time;
    }

    /**
     * What it took.
     *
     * @param acceptedNs until the last row was accepted
     * @param closedNs until everything was flushed and the storage closed
     * @param cpuNs processor time of the whole process in {@code closedNs}
     * @param allocatedBytes by the writers, on the heap
     * @param writtenBytes to devices
     * @param residentBytes before the storage was opened, label sets included
     * @param peakResidentBytes of the process from then until the storage was closed
     * @param tenthsNs the time of each tenth of the first writer's rows
     */
    record Result(long acceptedNs, long closedNs, long cpuNs, long allocatedBytes, long writtenBytes,
            long residentBytes, long peakResidentBytes, long[] tenthsNs) {}

    private record Written(long rows, long allocatedBytes, long[] tenthsNs) {}

    Result run(Path folder, StorageOptions options) throws IOException {
        MetricName[] names = IntStream.range(0, data.seriesCount()).mapToObj(data::name).toArray(MetricName[]::new);
        Arrays.stream(names).forEach(MetricName::raw);
        List<BenchRows> sources = IntStream.range(0, writers).mapToObj(writer -> data.rows(writers, writer)).toList();
        BenchMachine.forgetPeak();
        long residentBytes = BenchMachine.residentBytes();
        long writtenBytes = BenchMachine.writtenBytes();
        long acceptedNs;
        long startNs;
        long startCpuNs;
        List<Written> written;
        try (Storage storage = Storage.open(folder, options)) {
            startNs = time.monotonicNs();
            startCpuNs = BenchMachine.cpuNs();
            written = BenchThreads.run(writers, writer -> () -> write(storage, names, sources.get(writer)));
            acceptedNs = time.monotonicNs() - startNs;
        }
        long closedNs = time.monotonicNs() - startNs;
        long cpuNs = BenchMachine.cpuNs() - startCpuNs;
        long rows = written.stream().mapToLong(Written::rows).sum();
        if (rows != data.rowCount()) {
            throw new CommandFailure(ExitCode.FOUND_WRONG,
                    "the storage took " + rows + " of " + data.rowCount() + " rows");
        }
        return new Result(acceptedNs, closedNs, cpuNs, written.stream().mapToLong(Written::allocatedBytes).sum(),
                BenchMachine.writtenBytes() - writtenBytes, residentBytes, BenchMachine.peakResidentBytes(),
                written.get(0).tenthsNs());
    }

    private Written write(Storage storage, MetricName[] names, BenchRows source) throws IOException {
        int[] series = new int[BenchData.BATCH_ROWS];
        long[] timestamps = new long[BenchData.BATCH_ROWS];
        double[] values = new double[BenchData.BATCH_ROWS];
        RowBatch batch = new RowBatch();
        long[] tenthsNs = new long[TENTHS];
        long rowsPerTenth = data.rowCount() / writers / TENTHS;
        long startBytes = BenchMachine.allocatedBytes();
        long startNs = time.monotonicNs();
        long handedOut = 0;
        long accepted = 0;
        for (int n = source.next(series, timestamps, values); n > 0; n = source.next(series, timestamps, values)) {
            batch.clear();
            for (int i = 0; i < n; i++) {
                batch.series(names[series[i]]).add(timestamps[i], values[i]);
            }
            accepted += storage.addRows(batch);
            handedOut += n;
            if (handedOut % rowsPerTenth < n) {
                long nowNs = time.monotonicNs();
                tenthsNs[(int) Math.min(TENTHS, handedOut / rowsPerTenth) - 1] = nowNs - startNs;
                startNs = nowNs;
            }
        }
        return new Written(accepted, BenchMachine.allocatedBytes() - startBytes, tenthsNs);
    }
}
