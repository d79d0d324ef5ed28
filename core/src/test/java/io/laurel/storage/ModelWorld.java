package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.FaultyDisk;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A storage on a disk that can lose power, the model of it, and its snapshots with what they hold. */
final class ModelWorld {
    static final Path DB = Path.of("/db");
    private static final int[] RETENTION_DAYS = {3, 35, 100, 400, 37_200};
    private static final long[] DEDUP_MS = {0, 0, 0, 1000, 1500, 60_000};
    private static final String[] STARTS = {"2024-06-15T12:00:00Z", "2024-02-29T23:59:50Z", "2023-12-31T23:00:00Z",
        "2025-03-01T00:00:00Z"};

    private static final long LITTLE_SPACE = 50_000_000;
    private static final long PLENTY_OF_SPACE = 1L << 40;

    /** After so long, everybody has noticed how much space there is. */
    private static final Duration NOTICED = Duration.ofMinutes(2);

    final Random random;
    final StorageModel model;
    final ModelClock clock;
    private final Duration retention;
    private final boolean littleMemory;

    private MemoryDisk disk = new MemoryDisk();
    private FaultyDisk door = new FaultyDisk(disk);
    private long persistDueMs;
    Storage storage;

    /** Since the storage was opened. */
    long rowsAdded;

    /** What each snapshot held when it was made. */
    final Map<Snapshot, Map<String, List<ModelSample>>> snapshots = new TreeMap<>(Comparator.comparing(Snapshot::name));

    ModelWorld(Random random) throws IOException {
        this.random = random;
        retention = Duration.ofDays(RETENTION_DAYS[random.nextInt(RETENTION_DAYS.length)]);
        clock = new ModelClock(new ManualTime(STARTS[random.nextInt(STARTS.length)]), retention);
        littleMemory = random.nextBoolean();
        boolean limited = random.nextInt(5) == 0;
        model = new StorageModel(clock, limited
                ? new ModelLimits(random.nextInt(30), random.nextInt(60), clock)
                : new ModelLimits(0, 0, clock));
        model.dedupMs = chooseDedup();
        open();
    }

    private long chooseDedup() {
        return DEDUP_MS[random.nextInt(DEDUP_MS.length)];
    }

    private StorageOptions plain() {
        return StorageOptions.defaults().withDisk(door).withTime(clock.time).withManualHousekeeping();
    }

    private void open() throws IOException {
        StorageOptions options = plain().withDedupInterval(Duration.ofMillis(model.dedupMs)).withRetention(retention)
                .withMaxHourlySeries(model.limits.hourly).withMaxDailySeries(model.limits.daily);
        storage = Storage.open(DB, littleMemory ? options.withMemoryBytes(1 << 20).withCacheBytes(1 << 20) : options);
        clock.opened();
        model.limits.begin();
        rowsAdded = 0;
        persisted(false);
    }

    /** Everything in memory may have become files; it will have in some seconds again. */
    void persisted(boolean certain) {
        if (certain) {
            model.persisted();
        }
        persistDueMs = clock.monotonicMs() + Upkeep.PERSIST_PERIOD_MS;
    }

    void runDuties() throws IOException {
        storage.runDuties();
        model.mayHaveRotated();
        // It may have persisted out of turn: the next time counts from now
        persisted(clock.monotonicMs() >= persistDueMs);
    }

    void reopen(boolean otherDedup) throws IOException {
        storage.close();
        if (otherDedup) {
            settle(false);
            model.dedupMs = chooseDedup();
        } else {
            model.persisted();
        }
        open();
    }

    /** Power goes, or the process is killed: what was written and not synced stays. */
    void stop() throws IOException {
        MemoryDisk left = random.nextInt(3) == 0 ? disk.copy() : disk.crash(random.nextLong());
        storage.close();
        restart(left);
    }

    private void restart(MemoryDisk left) throws IOException {
        disk = left;
        door = new FaultyDisk(disk);
        settle(true);
        open();
    }

    /** What may end in the middle. */
    interface Work {
        void run() throws IOException;
    }

    /** The power goes while something runs; true if it was over before. */
    boolean stopWithin(Work work) throws IOException {
        door.stopBefore(1 + (long) Math.pow(2, 8 * random.nextDouble()));
        boolean done = false;
        try {
            work.run();
            done = true;
        } catch (IOException e) {
            assertThat(door.struck()).as("why it failed: " + e).isTrue();
        }
        MemoryDisk left = disk.crash(random.nextLong());
        door.heal();
        try {
            storage.close();
        } catch (IOException e) {
            assertThat(door.struck()).as("why it could not be closed: " + e).isTrue();
        }
        disk.assertNothingOpen();
        restart(left);
        return done;
    }

    /** One operation of the disk fails while something runs; it is told who asked, and the storage is opened again. */
    void failWithin(Work work) throws IOException {
        door.errorAtChange(1 + (long) Math.pow(2, 8 * random.nextDouble()));
        try {
            work.run();
        } catch (IOException e) {
            assertThat(door.struck()).as("why it failed: " + e).isTrue();
        }
        checkEverything();
        try {
            storage.close();
        } catch (IOException e) {
            assertThat(door.struck()).as("why it could not be closed: " + e).isTrue();
        }
        disk.assertNothingOpen();
        restart(disk);
    }

    /** There is less free space than is to be kept. */
    void runShortOfSpace() {
        disk.setFreeBytes(LITTLE_SPACE);
        clock.advance(NOTICED);
    }

    /** From some operation on there is no space for anything. */
    void fillUp() {
        door.fullDiskFrom("**", 1 + (long) Math.pow(2, 7 * random.nextDouble()));
    }

    /** Somebody made room; what was in memory is written. */
    void makeRoom() throws IOException {
        door.heal();
        disk.setFreeBytes(PLENTY_OF_SPACE);
        clock.advance(NOTICED);
        storage.flush();
        persisted(true);
    }

    void checkEverything() throws IOException {
        StorageModel.Answer expected = model.answer(ModelFilters.EVERYTHING, TimeRange.all());
        try (SearchResult found = storage.search(request(ModelFilters.EVERYTHING, TimeRange.all()))) {
            model.checkAnswer(expected, read(found));
        }
    }

    /** Takes what is there for the truth, as far as it can be. */
    private void settle(boolean stopped) throws IOException {
        try (Storage raw = Storage.open(DB, plain())) {
            model.settle(contents(raw), stopped);
        }
    }

    /** Another reader of the same folder. */
    void readBeside() throws IOException {
        model.checkOnDisk(contents(DB));
    }

    Map<String, List<ModelSample>> contents(Path path) throws IOException {
        try (Storage reader = Storage.openReadOnly(path, plain())) {
            return contents(reader);
        }
    }

    private static Map<String, List<ModelSample>> contents(Storage storage) throws IOException {
        try (SearchResult found = storage.search(request(ModelFilters.EVERYTHING, TimeRange.all()))) {
            return read(found);
        }
    }

    static SearchRequest request(List<TagFilters> anyOf, TimeRange range) {
        SearchRequest request = SearchRequest.of(anyOf.get(0), range);
        for (TagFilters filters : anyOf.subList(1, anyOf.size())) {
            request = request.or(filters);
        }
        return request;
    }

    /** Series without samples left out. */
    static Map<String, List<ModelSample>> read(SearchResult found) throws IOException {
        Map<String, List<ModelSample>> contents = new TreeMap<>();
        while (found.next()) {
            List<ModelSample> samples = ModelSample.listOf(found.samples());
            if (!samples.isEmpty() && contents.put(key(found.metricName()), samples) != null) {
                throw new AssertionError(found.metricName() + " came twice");
            }
        }
        assertThat(found.partial()).isFalse();
        return contents;
    }

    static String key(MetricName name) {
        SortedMap<String, String> labels = new TreeMap<>();
        if (!name.metric().isEmpty()) {
            labels.put(MetricName.GROUP_LABEL, name.metric());
        }
        name.forEachLabel((label, value) -> {
            if (!label.equals(MetricName.GROUP_LABEL)) {
                labels.put(label, value);
            }
        });
        return StorageModel.key(labels);
    }

    void makeSnapshot() throws IOException {
        Snapshot made = storage.createSnapshot();
        model.persisted();
        Map<String, List<ModelSample>> held = contents(made.path());
        model.checkOnDisk(held);
        assertThat(snapshots.put(made, held)).isNull();
        checkSnapshots();
    }

    /** There are those that should be, and one of them has not changed. */
    void checkSnapshots() throws IOException {
        assertThat(storage.snapshots()).containsExactlyElementsOf(snapshots.keySet());
        if (!snapshots.isEmpty()) {
            Snapshot any = anySnapshot();
            assertThat(contents(any.path())).isEqualTo(snapshots.get(any));
        }
    }

    Snapshot anySnapshot() {
        return new ArrayList<>(snapshots.keySet()).get(random.nextInt(snapshots.size()));
    }

    void close() throws IOException {
        checkSnapshots();
        storage.close();
        model.persisted();
        model.checkOnDisk(contents(DB));
        disk.assertNothingOpen();
    }

    @Override
    public String toString() {
        return "retention " + retention.toDays() + " days, " + model.series.size() + " series, " + model.samples()
                + " samples, " + snapshots.size() + " snapshots, deduplication " + model.dedupMs + " ms";
    }
}
