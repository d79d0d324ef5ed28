package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random adds (any series, any day of half a year, any order), deletions, flushes, merges, duties, reopens and searches
 * against a plain map, in one thread, from a seed. A power cut leaves at least what was flushed, nothing that was not
 * added, and nothing that was deleted.
 */
@ExtendWith(Seed.class)
class StorageModelTest {
    private static final Path DB = Path.of("/db");
    private static final int STEPS = 120;
    private static final String[] APPS = {"api", "web", "", "böse", "x\ny"};

    private final ManualTime time = new ManualTime("2024-06-15T12:00:00Z");
    private MemoryDisk disk = new MemoryDisk();
    private Storage storage;

    /** Series to the rows that were added, each timestamp once. */
    private final Map<String, TreeMap<Long, Double>> model = new TreeMap<>();
    private Map<String, TreeMap<Long, Double>> flushed = new TreeMap<>();

    @RepeatedTest(10)
    void answersAreThoseOfThePlainMap(Random random) throws IOException {
        open();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(14)) {
                case 0 -> {
                    storage.flush();
                    flushed = copy(model);
                }
                case 1 -> {
                    storage.forceMerge();
                    flushed = copy(model);
                }
                case 2 -> {
                    storage.close();
                    flushed = copy(model);
                    open();
                }
                case 3 -> {
                    time.advance(Duration.ofSeconds(random.nextInt(10)));
                    if (storage.runDuties() > 0) {
                        flushed = copy(model);
                    }
                }
                case 4 -> powerCut(random.nextLong());
                case 5, 6, 7 -> search(random);
                case 8 -> snapshot(random);
                case 9 -> delete(random);
                default -> add(random);
            }
        }
        check(TagFilters.all(), TimeRange.all(), key -> true);
        storage.close();
        disk.assertNothingOpen();
    }

    private void open() throws IOException {
        storage = Storage.open(DB, options());
    }

    private StorageOptions options() {
        return StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();
    }

    /** Makes a snapshot, looks at it, and removes any other one. */
    private void snapshot(Random random) throws IOException {
        Map<String, List<String>> expected = Contents.of(storage, TagFilters.all());
        Snapshot made = storage.createSnapshot();
        flushed = copy(model);
        try (Storage reader = Storage.openReadOnly(made.path(), options())) {
            assertThat(Contents.of(reader, TagFilters.all())).isEqualTo(expected);
        }
        List<Snapshot> all = storage.snapshots();
        assertThat(all).contains(made);
        storage.deleteSnapshot(all.get(random.nextInt(all.size())));
    }

    private void add(Random random) throws IOException {
        RowBatch rows = new RowBatch();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            String app = APPS[random.nextInt(APPS.length)];
            String host = "h" + random.nextInt(8);
            boolean swapped = random.nextBoolean();
            rows.series("m", swapped ? "host" : "app", swapped ? host : app, swapped ? "app" : "host", swapped ? app : host);
            TreeMap<Long, Double> series = model.computeIfAbsent(key(app, host), k -> new TreeMap<>());
            int run = 1 + random.nextInt(5);
            for (int r = 0; r < run; r++) {
                long timestampMs = time.wallMs() - (long) (random.nextDouble() * Duration.ofDays(180).toMillis());
                double value = random.nextInt(100_000) / 100.0;
                if (series.putIfAbsent(timestampMs, value) == null) {
                    rows.add(timestampMs, value);
                }
            }
        }
        assertThat(storage.addRows(rows)).isEqualTo(rows.size());
    }

    private void delete(Random random) throws IOException {
        String app = APPS[random.nextInt(APPS.length)];
        String host = "h" + random.nextInt(8);
        TagFilters filters = TagFilters.metric("m").equal("app", app).equal("host", host);
        // After a power cut there may be a name without samples.
        int expected = storage.countSeriesToDelete(List.of(filters));
        assertThat(expected).isBetween(model.containsKey(key(app, host)) ? 1 : 0, 1);
        assertThat(storage.deleteSeries(List.of(filters))).isEqualTo(expected);
        model.remove(key(app, host));
        flushed.remove(key(app, host));
    }

    private void search(Random random) throws IOException {
        String app = APPS[random.nextInt(APPS.length)];
        String host = "h" + random.nextInt(9);
        long from = time.wallMs() - (long) (random.nextDouble() * Duration.ofDays(190).toMillis());
        long width = (long) (Math.pow(random.nextDouble(), 3) * Duration.ofDays(190).toMillis());
        TimeRange range = TimeRange.ofMillis(from, from + width);
        switch (random.nextInt(5)) {
            case 0 -> check(TagFilters.metric("m").equal("app", app), range, key -> key.startsWith(app + "|"));
            case 1 -> check(TagFilters.metric("m").notEqual("app", app), range, key -> !key.startsWith(app + "|"));
            case 2 -> check(TagFilters.all().matches("host", host + "|h1"), range,
                    key -> key.endsWith("|" + host) || key.endsWith("|h1"));
            case 3 -> check(TagFilters.metric("m").notMatches("app", "a.*|").equal("host", host), range,
                    key -> !key.startsWith("a") && !key.startsWith("|") && key.endsWith("|" + host));
            default -> check(TagFilters.metric("m"), range, key -> true);
        }
    }

    private interface Wanted {
        boolean test(String key);
    }

    private void check(TagFilters filters, TimeRange range, Wanted wanted) throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        model.forEach((key, series) -> {
            if (wanted.test(key)) {
                List<String> lines = new ArrayList<>();
                series.forEach((timestampMs, value) -> {
                    if (range.contains(timestampMs)) {
                        lines.add(timestampMs + " " + value);
                    }
                });
                if (!lines.isEmpty()) {
                    expected.put(key, lines);
                }
            }
        });
        assertThat(contents(filters, range)).as("%s in %s", filters, range).isEqualTo(expected);
    }

    private Map<String, List<String>> contents(TagFilters filters, TimeRange range) throws IOException {
        Map<String, List<String>> contents = new TreeMap<>();
        try (SearchResult found = storage.search(filters, range)) {
            while (found.next()) {
                String app = found.metricName().label("app");
                List<String> lines = Contents.lines(found.samples());
                if (!lines.isEmpty()) {
                    assertThat(contents.put(key(app == null ? "" : app, found.metricName().label("host")), lines)).isNull();
                }
            }
        }
        return contents;
    }

    /** Drops the storage as it is, opens what a power cut may have left, and makes that the truth. */
    private void powerCut(long seed) throws IOException {
        MemoryDisk left = disk.crash(seed);
        storage.close();
        disk = left;
        open();
        Map<String, TreeMap<Long, Double>> survived = new TreeMap<>();
        contents(TagFilters.all(), TimeRange.all()).forEach((key, lines) -> {
            TreeMap<Long, Double> series = new TreeMap<>();
            for (String line : lines) {
                int space = line.indexOf(' ');
                long timestampMs = Long.parseLong(line.substring(0, space));
                double value = Double.parseDouble(line.substring(space + 1));
                assertThat(model.get(key)).containsEntry(timestampMs, value);
                series.put(timestampMs, value);
            }
            survived.put(key, series);
        });
        flushed.forEach((key, series) ->
                assertThat(survived.getOrDefault(key, new TreeMap<>())).containsAllEntriesOf(series));
        model.clear();
        model.putAll(survived);
        flushed = copy(model);
    }

    private static String key(String app, String host) {
        return app + "|" + host;
    }

    private static Map<String, TreeMap<Long, Double>> copy(Map<String, TreeMap<Long, Double>> source) {
        Map<String, TreeMap<Long, Double>> copy = new TreeMap<>();
        source.forEach((key, series) -> copy.put(key, new TreeMap<>(series)));
        return copy;
    }
}
