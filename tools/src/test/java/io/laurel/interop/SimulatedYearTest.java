package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ZstdPool;
import io.laurel.data.DataCheck;
import io.laurel.data.DataContext;
import io.laurel.env.RealDisk;
import io.laurel.env.TimeSource;
import io.laurel.indexdb.IndexCheck;
import io.laurel.indexdb.IndexContext;
import io.laurel.indexdb.IndexDb;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import io.laurel.series.MetricName;
import io.laurel.series.TimeRange;
import io.laurel.storage.RowBatch;
import io.laurel.storage.Samples;
import io.laurel.storage.SearchResult;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import io.laurel.storage.StorageStats;
import io.laurel.testkit.ManualTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A storage lives through months of scrapes, with the clock in the hand of the test and no threads: its parts, its heap
 * and its disk stay bounded, and what it answers is exactly what the retention leaves. In the end its files are sound,
 * and the real server sees the same.
 *
 * <pre>
 *   laurel.days       how long it lives; a year in {@code scripts/simulated-year.sh}
 *   laurel.machines   how many are scraped each minute
 *   laurel.folder     where the storage goes and stays; a temporary folder otherwise
 * </pre>
 */
class SimulatedYearTest {
    private static final int DAYS = Integer.getInteger("laurel.days", 35);
    private static final int MACHINES = Integer.getInteger("laurel.machines", 100);
    private static final Duration RETENTION = Duration.ofDays(Math.min(100, DAYS / 2));
    private static final int MINUTES_BETWEEN_DUTIES = 60;
    private static final int DAYS_BETWEEN_LOOKS = 10;

    /** What parts of one size level of merging leave, and what is on the way. */
    private static final int MAX_PARTS = 18;
    private static final long MAX_GROWTH_BYTES = 16_000_000;

    @TempDir
    Path temp;

    private final ManualTime time = new ManualTime("2023-09-15T00:00:00Z");
    private final SimulatedScrapes scrapes = new SimulatedScrapes(time.wallMs(), MACHINES);
    private final MetricName[] names = new MetricName[MACHINES];
    private final int[] generations = new int[MACHINES];
    private final RowBatch rows = new RowBatch();
    private int mostParts;
    private int mostIndexParts;
    private long earlyHeap;
    private long lateHeap;

    @Test
    void staysBoundedAndExact() throws Exception {
        String folder = System.getProperty("laurel.folder");
        Path directory = folder == null ? temp.resolve("storage") : Path.of(folder);
        StorageOptions options = StorageOptions.defaults().withTime(time).withManualHousekeeping()
                .withRetention(RETENTION);
        long beganNs = System.nanoTime();
        try (Storage storage = Storage.open(directory, options)) {
            for (int day = 0; day < DAYS; day++) {
                live(storage, day);
                checkDay(storage, directory, day);
            }
            System.out.printf("%d days of %d machines in %d s: at most %d parts of a month and %d of an index table, "
                    + "%.2f bytes a sample, heap %d MB early and %d MB late of %d MB%n",
                    DAYS, MACHINES, (System.nanoTime() - beganNs) / 1_000_000_000, mostParts, mostIndexParts,
                    storage.stats().parts().bytesPerSampleWithIndex(), earlyHeap >> 20, lateHeap >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
        assertThat(lateHeap - earlyHeap).as("bytes more on the heap in the second half").isLessThan(MAX_GROWTH_BYTES);
        assertSound(directory);
        assertTheServerAgrees(directory);
    }

    private void live(Storage storage, int day) throws IOException {
        for (int slot = 0; slot < MACHINES; slot++) {
            int generation = scrapes.generation(slot, day);
            if (names[slot] == null || generations[slot] != generation) {
                generations[slot] = generation;
                names[slot] = scrapes.name(slot, generation);
            }
        }
        for (int m = 0; m < SimulatedScrapes.MINUTES_PER_DAY; m++) {
            long minute = (long) day * SimulatedScrapes.MINUTES_PER_DAY + m;
            time.advance(Duration.ofMinutes(1));
            rows.clear();
            for (int slot = 0; slot < MACHINES; slot++) {
                rows.series(names[slot])
                        .add(scrapes.timestampMs(slot, minute), scrapes.value(slot, generations[slot], minute));
            }
            if (storage.addRows(rows) != MACHINES) {
                throw new AssertionError("rows were not taken: " + storage.stats().rows());
            }
            if ((m + 1) % MINUTES_BETWEEN_DUTIES == 0) {
                storage.runDuties();
            }
        }
    }

    private long deadlineMs() {
        return time.wallMs() - RETENTION.toMillis();
    }

    // ---- every day

    private void checkDay(Storage storage, Path directory, int day) throws IOException {
        StorageStats stats = storage.stats();
        for (StorageStats.Month month : stats.parts().months()) {
            mostParts = Math.max(mostParts, Math.max(month.small().count(), month.big().count()));
        }
        for (IndexDb.TableInfo table : stats.indexTables()) {
            mostIndexParts = Math.max(mostIndexParts, table.parts().size());
        }
        assertThat(mostParts).as("parts of a month").isLessThanOrEqualTo(MAX_PARTS);
        assertThat(mostIndexParts).as("parts of an index table").isLessThanOrEqualTo(MAX_PARTS);
        assertThat(stats.indexTables()).hasSizeLessThanOrEqualTo(3);
        for (String side : List.of("small", "big")) {
            assertExpiredMonthsAreGone(directory.resolve("data").resolve(side));
        }
        assertNothingOlderThanTheDeadline(storage, day);
        if ((day + 1) % DAYS_BETWEEN_LOOKS == 0) {
            lookClosely(storage, day);
        }
    }

    private void assertExpiredMonthsAreGone(Path folder) throws IOException {
        try (Stream<Path> months = Files.list(folder)) {
            for (Path month : months.filter(path -> path.getFileName().toString().matches("\\d{4}_\\d{2}")).toList()) {
                long endMs = YearMonth.parse(month.getFileName().toString().replace('_', '-')).plusMonths(1).atDay(1)
                        .atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
                assertThat(endMs).as("the end of " + month + ", at " + Instant.ofEpochMilli(time.wallMs()))
                        .isGreaterThan(deadlineMs() - MINUTES_BETWEEN_DUTIES * SimulatedScrapes.MINUTE_MS);
            }
        }
    }

    /** Around the deadline, of a machine that lived then. */
    private void assertNothingOlderThanTheDeadline(Storage storage, int day) throws IOException {
        int dayOfDeadline = day + 1 - (int) RETENTION.toDays();
        if (dayOfDeadline < 1) {
            return;
        }
        int slot = day * 31 % MACHINES;
        check(storage, slot, scrapes.generation(slot, dayOfDeadline), day,
                TimeRange.ofMillis(deadlineMs() - Duration.ofDays(40).toMillis(), deadlineMs() + 7_200_000));
    }

    private void lookClosely(Storage storage, int day) throws IOException {
        long heap = heapAfterCollection();
        if (day < DAYS / 2) {
            earlyHeap = Math.max(earlyHeap, heap);
        } else {
            lateHeap = Math.max(lateHeap, heap);
        }
        for (int i = 0; i < 5; i++) {
            int slot = (day + i * 37) % MACHINES;
            for (int generation = 0; generation <= scrapes.generation(slot, day); generation++) {
                check(storage, slot, generation, day, TimeRange.all());
            }
        }
    }

    /** Every sample of a machine that the retention leaves, and no other. */
    private void check(Storage storage, int slot, int generation, int day, TimeRange range) throws IOException {
        long minute = (long) scrapes.born(slot, generation) * SimulatedScrapes.MINUTES_PER_DAY;
        long end = Math.min(day + 1, scrapes.born(slot, generation + 1)) * (long) SimulatedScrapes.MINUTES_PER_DAY;
        long fromMs = Math.max(range.fromMs(), deadlineMs());
        int at = 0;
        try (SearchResult found = storage.search(scrapes.filters(slot, generation), range)) {
            Samples samples = found.next() ? found.samples() : null;
            for (; minute < end; minute++) {
                long timestampMs = scrapes.timestampMs(slot, minute);
                if (timestampMs < fromMs || timestampMs > range.toMs()) {
                    continue;
                }
                double value = scrapes.value(slot, generation, minute);
                if (samples == null || at >= samples.size() || samples.timestamp(at) != timestampMs
                        || samples.value(at) != value) {
                    throw new AssertionError("machine " + slot + "-" + generation + " on day " + day + ": sample " + at
                            + " should be " + timestampMs + " " + value + ", there are "
                            + (samples == null ? 0 : samples.size()) + (samples == null || at >= samples.size() ? ""
                                    : ": " + samples.timestamp(at) + " " + samples.value(at)));
                }
                at++;
            }
            assertThat(samples == null ? 0 : samples.size()).as("samples of machine " + slot + "-" + generation)
                    .isEqualTo(at);
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    // ---- in the end

    private static void assertSound(Path directory) throws IOException {
        RealDisk disk = new RealDisk();
        ZstdPool zstds = new ZstdPool();
        MergeControl merges = MergeControl.unlimited(disk, directory, TimeSource.system(), done -> { });
        DataCheck.Report data = DataCheck.check(directory.resolve("data"),
                new DataContext(disk, TimeSource.system(), zstds, null, 1 << 20, new SwapGate(), merges));
        assertThat(data.problems()).isEmpty();
        IndexContext ofIndex = IndexContext.forReading(directory, disk, TimeSource.system(), zstds, 1 << 20);
        try (IndexDb index = IndexDb.openReadOnly(directory, ofIndex)) {
            assertThat(IndexCheck.check(index).problems()).isEmpty();
        }
        zstds.close();
    }

    /** On the number of samples of every day that is kept, and on some machines in full. */
    private void assertTheServerAgrees(Path directory) throws IOException {
        try (RealServer server = RealServer.start(directory)) {
            int firstDay = DAYS - (int) RETENTION.toDays();
            for (int day = firstDay; day < DAYS; day++) {
                long endMs = scrapes.startMs + Duration.ofDays(day + 1).toMillis() - 1;
                assertThat(server.number("sum(count_over_time({__name__!=\"\"}[1d]))", endMs)).as("samples of day " + day)
                        .isEqualTo((double) MACHINES * SimulatedScrapes.MINUTES_PER_DAY);
            }
            try (Storage ours = OurStorage.openReadOnly(directory)) {
                for (int slot = 0; slot < MACHINES; slot += MACHINES / 5) {
                    Question question = new Question(scrapes.filters(slot, scrapes.generation(slot, DAYS - 1)),
                            Question.EVER);
                    Content content = OurStorage.export(ours, question);
                    assertThat(content.samplesCount()).isPositive();
                    assertThat(server.export(question).difference("the server", content, "we")).isNull();
                }
            }
            server.stop();
        }
    }
}
