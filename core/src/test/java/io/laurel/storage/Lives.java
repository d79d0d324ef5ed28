package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A storage in memory, what is asked of it, and the stages of its life in which the answers must be the same. */
final class Lives {
    static final Path DB = Path.of("/db");
    static final long DAY = Duration.ofDays(1).toMillis();

    final MemoryDisk disk = new MemoryDisk();
    final ManualTime time;
    StorageOptions options;

    Lives(String now) {
        time = new ManualTime(now);
        options = StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();
    }

    /** Something to do with a storage. */
    interface Work {
        void on(Storage storage) throws IOException;
    }

    /**
     * Fills a storage and checks it: just filled, flushed, merged, as a snapshot, opened again, and opened for reading.
     */
    void through(Work fill, Work check) throws IOException {
        Snapshot snapshot;
        try (Storage storage = Storage.open(DB, options)) {
            fill.on(storage);
            at("just filled", check, storage);
            storage.flush();
            at("flushed", check, storage);
            snapshot = storage.createSnapshot();
            storage.forceMerge();
            at("merged", check, storage);
        }
        try (Storage storage = Storage.openReadOnly(snapshot.path(), options)) {
            at("snapshot", check, storage);
        }
        try (Storage storage = Storage.open(DB, options)) {
            at("opened again", check, storage);
        }
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            at("opened for reading", check, storage);
        }
        disk.assertNothingOpen();
    }

    private static void at(String stage, Work check, Storage storage) throws IOException {
        try {
            check.on(storage);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(stage + ": " + e.getMessage(), e);
        }
    }

    static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    static TimeRange range(String from, String to) {
        return TimeRange.ofMillis(ms(from), ms(to));
    }

    /** Adds one row for each name, all of that time, with the values 1, 2, ...; they must all be admitted. */
    static void add(Storage storage, long timestampMs, String[]... names) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = 0; i < names.length; i++) {
            series(rows, names[i]).add(timestampMs, i + 1);
        }
        assertThat(storage.addRows(rows)).isEqualTo(names.length);
    }

    /** Metric, then label names and values. */
    static RowBatch series(RowBatch rows, String... name) {
        return rows.series(name[0], java.util.Arrays.copyOfRange(name, 1, name.length));
    }

    /** The texts of the names of the series with samples, sorted. */
    static List<String> names(Storage storage, TagFilters filters, TimeRange range) throws IOException {
        return List.copyOf(contents(storage, SearchRequest.of(filters, range)).keySet());
    }

    /** Name to lines of time and value. */
    static Map<String, List<String>> contents(Storage storage, SearchRequest request) throws IOException {
        Map<String, List<String>> contents = new TreeMap<>();
        try (SearchResult found = storage.search(request)) {
            while (found.next()) {
                List<String> lines = Contents.lines(found.samples());
                assertThat(lines).as("%s", found.metricName()).isNotEmpty();
                assertThat(contents.put(found.metricName().toString(), lines)).as("came twice").isNull();
            }
            assertThat(found.partial()).isFalse();
        }
        return contents;
    }

    /** The names that {@code searchSeries} lists, sorted. */
    static List<String> listed(Storage storage, SearchRequest request) throws IOException {
        List<String> names = new ArrayList<>();
        for (var name : storage.searchSeries(request).names()) {
            names.add(name.toString());
        }
        return names.stream().sorted().toList();
    }

    /** The times of the samples of the only series that matches; none if there is no series. */
    static List<Long> times(Storage storage, TagFilters filters, TimeRange range) throws IOException {
        List<Long> times = new ArrayList<>();
        try (SearchResult found = storage.search(filters, range)) {
            while (found.next()) {
                Samples samples = found.samples();
                for (int i = 0; i < samples.size(); i++) {
                    times.add(samples.timestamp(i));
                }
            }
        }
        return times;
    }
}
