package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.laurel.bytes.Slice;
import io.laurel.env.RealDisk;
import io.laurel.indexdb.Cancellation;
import io.laurel.indexdb.Cardinality;
import io.laurel.indexdb.SearchCancelledException;
import io.laurel.indexdb.SearchDeadlineException;
import io.laurel.indexdb.SeriesLimitException;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits, deadlines, cancellation and several cursors. */
class SearchTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_714_521_600_000L;
    private static final int SERIES = 700;
    private static final int SAMPLES = 10;
    private static final SearchRequest ALL = SearchRequest.of(TagFilters.metric("m"), TimeRange.all());

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW);
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();

    private static Storage filled(StorageOptions options, Path directory) throws IOException {
        Storage storage = Storage.open(directory, options);
        RowBatch rows = new RowBatch();
        for (int i = 0; i < SERIES; i++) {
            rows.series("m", "i", "" + i);
            for (int t = 0; t < SAMPLES; t++) {
                rows.add(NOW + 1000 * t, i);
            }
        }
        storage.addRows(rows);
        storage.flush();
        return storage;
    }

    /** Number of samples of all series. */
    private static long read(Storage storage, SearchRequest request) throws IOException {
        try (SearchResult found = storage.search(request)) {
            return readRest(found);
        }
    }

    private static long readRest(SearchResult found) throws IOException {
        long samples = 0;
        while (found.next()) {
            samples += found.samples().size();
        }
        return samples;
    }

    @Test
    void exactlyTheLimitOfSamplesPassesAndOneMoreIsAnError() throws IOException {
        try (Storage storage = filled(options, DB)) {
            int all = SERIES * SAMPLES;
            assertThat(read(storage, ALL.withMaxSamples(all).withMaxSamplesPerSeries(SAMPLES))).isEqualTo(all);
            assertThatExceptionOfType(SampleLimitException.class)
                    .isThrownBy(() -> read(storage, ALL.withMaxSamples(all - 1)))
                    .withMessageContaining("maxSamples = " + (all - 1)).matches(e -> e.limit() == all - 1);
            assertThatExceptionOfType(SampleLimitException.class)
                    .isThrownBy(() -> read(storage, ALL.withMaxSamplesPerSeries(SAMPLES - 1)))
                    .withMessageContaining("maxSamplesPerSeries = 9");
        }
        disk.assertNothingOpen();
    }

    @Test
    void onlySamplesInTheRangeThatAreReadCount() throws IOException {
        try (Storage storage = filled(options, DB)) {
            SearchRequest few = SearchRequest.of(TagFilters.metric("m"), TimeRange.ofMillis(NOW, NOW + 2999));
            assertThat(read(storage, few.withMaxSamplesPerSeries(3).withMaxSamples(3 * SERIES))).isEqualTo(3 * SERIES);
            try (SearchResult found = storage.search(ALL.withMaxSamples(SAMPLES))) {
                while (found.next()) {
                    if (found.metricName().label("i").equals("77")) {
                        assertThat(found.samples().size()).isEqualTo(SAMPLES);
                        assertThat(found.samples().size()).isEqualTo(SAMPLES);
                    }
                }
            }
        }
    }

    @Test
    void aSeriesPastItsLimitHarmsNotTheNextOne() throws IOException {
        try (Storage storage = filled(options, DB)) {
            RowBatch rows = new RowBatch();
            rows.series("m", "i", "5").add(NOW - 1, 1);
            storage.addRows(rows);
            int fine = 0;
            int refused = 0;
            try (SearchResult found = storage.search(ALL.withMaxSamplesPerSeries(SAMPLES))) {
                while (found.next()) {
                    try {
                        fine += found.samples().size() / SAMPLES;
                    } catch (SampleLimitException e) {
                        refused++;
                    }
                }
            }
            assertThat(refused).isEqualTo(1);
            assertThat(fine).isEqualTo(SERIES - 1);
        }
    }

    @Test
    void theDeadlineHoldsWhileSamplesAreRead() throws IOException {
        try (Storage storage = filled(options, DB);
                SearchResult found = storage.search(ALL.withDeadline(Duration.ofSeconds(10)))) {
            assertThat(found.next()).isTrue();
            assertThat(found.samples().size()).isEqualTo(SAMPLES);
            assertThat(found.next()).isTrue();
            time.advance(Duration.ofSeconds(11));
            assertThat(found.metricName().metric()).isEqualTo("m");
            assertThatExceptionOfType(SearchDeadlineException.class).isThrownBy(found::samples);
            assertThatExceptionOfType(SearchDeadlineException.class).isThrownBy(found::next);
        }
        disk.assertNothingOpen();
    }

    @Test
    void aResultIsCancelledFromAnotherThread() throws Exception {
        try (Storage storage = filled(options, DB); SearchResult found = storage.search(ALL)) {
            SearchResult other = found.fork();
            assertThat(found.next()).isTrue();
            Thread canceller = new Thread(other::cancel);
            canceller.start();
            canceller.join();
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(found::samples)
                    .withMessageContaining("cancelled");
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(found::next);
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(other::next);
            other.close();
            assertThat(read(storage, ALL)).as("the request is as good as before").isEqualTo(SERIES * SAMPLES);
        }
        disk.assertNothingOpen();
    }

    @Test
    void aRequestIsCancelledWhateverItsSearchIsDoing() throws IOException {
        Cancellation cancellation = new Cancellation();
        SearchRequest request = ALL.withCancellation(cancellation).withMaxSeries(10_000);
        try (Storage storage = filled(options, DB); SearchResult found = storage.search(request)) {
            assertThat(found.next()).isTrue();
            cancellation.cancel();
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(found::next);
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(() -> storage.search(request));
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(() -> storage.searchSeries(request));
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(() -> storage.seriesIds(request));
        }
        disk.assertNothingOpen();
    }

    @Test
    void cursorsShareTheSeriesOfOneAnswer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Storage storage = filled(options, DB)) {
            List<SearchResult> cursors = new ArrayList<>();
            cursors.add(storage.search(ALL));
            for (int i = 1; i < 4; i++) {
                cursors.add(cursors.get(0).fork());
            }
            List<Future<List<String>>> running = new ArrayList<>();
            for (SearchResult cursor : cursors) {
                running.add(threads.submit(() -> {
                    List<String> names = new ArrayList<>();
                    try (cursor) {
                        while (cursor.next()) {
                            assertThat(cursor.samples().size()).isEqualTo(SAMPLES);
                            String i = cursor.metricName().label("i");
                            assertThat(cursor.samples().value(3)).isEqualTo(Double.parseDouble(i));
                            names.add(i);
                        }
                    }
                    return names;
                }));
            }
            List<String> names = new ArrayList<>();
            for (Future<List<String>> future : running) {
                names.addAll(future.get());
            }
            assertThat(names).hasSize(SERIES).doesNotHaveDuplicates();
            assertThatIllegalStateException().isThrownBy(() -> cursors.get(0).fork());
        } finally {
            threads.shutdown();
        }
        disk.assertNothingOpen();
    }

    @Test
    void aForkGoesOnWhenTheFirstCursorIsClosed() throws IOException {
        try (Storage storage = filled(options, DB)) {
            SearchResult first = storage.search(ALL.withMaxSamples(SERIES * SAMPLES - 1));
            SearchResult second = first.fork();
            assertThat(first.next()).isTrue();
            assertThat(first.samples().size()).isEqualTo(SAMPLES);
            first.close();
            storage.forceMerge();
            // It counts what both have read; what is left of the run of the first one is not read by anybody
            long rest = 0;
            while (second.next()) {
                rest += second.samples().size();
            }
            assertThat(rest).isBetween((SERIES - 20L) * SAMPLES, (SERIES - 1L) * SAMPLES);
            second.close();
        }
        disk.assertNothingOpen();
    }

    @Test
    void interruptingASearchDoesNoHarm(@TempDir Path folder) throws IOException {
        StorageOptions onDisk = options.withDisk(new RealDisk());
        try (Storage storage = filled(onDisk, folder.resolve("db"))) {
            Thread.currentThread().interrupt();
            assertThat(read(storage, ALL)).isEqualTo(SERIES * SAMPLES);
            assertThat(storage.searchSeries(ALL).size()).isEqualTo(SERIES);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(read(storage, ALL)).isEqualTo(SERIES * SAMPLES);
        }
    }

    @Test
    void seriesAreListedByNameOnceEvenIfTwoIdsCarryIt() throws IOException {
        Path other = Path.of("/other");
        filled(options, other).close();
        time.advance(Duration.ofSeconds(10));
        filled(options, DB).close();
        // The index of another storage with the same names, under other ids, as the generation before
        List<String> generations = generations(DB);
        Path previous = DB.resolve("indexdb").resolve(generations.get(0));
        disk.deleteTree(previous);
        disk.rename(other.resolve("indexdb").resolve(generations(other).get(1)), previous);

        try (Storage storage = Storage.open(DB, options)) {
            assertThat(storage.seriesIds(ALL)).hasSize(2 * SERIES);
            SeriesList list = storage.searchSeries(ALL);
            assertThat(list.size()).isEqualTo(SERIES);
            assertThat(list.names()).hasSize(SERIES).doesNotHaveDuplicates()
                    .contains(MetricName.of("m", "i", "0")).contains(MetricName.of("m", "i", "699"));
            assertThat(list.partial()).isFalse();
            assertThat(read(storage, ALL)).isEqualTo(SERIES * SAMPLES);
            assertThatExceptionOfType(SeriesLimitException.class)
                    .isThrownBy(() -> storage.searchSeries(ALL.withMaxSeries(2 * SERIES - 1)));
            assertThat(storage.searchSeries(SearchRequest.of(TagFilters.metric("m").equal("i", "3"), TimeRange.all())
                    .or(TagFilters.metric("m").equal("i", "4"))).names()).hasSize(2);
        }
    }

    private List<String> generations(Path root) throws IOException {
        return disk.list(root.resolve("indexdb")).stream().filter(name -> name.matches("[0-9A-F]{16}")).toList();
    }

    @Test
    void seriesAreCountedByDayAndForEver() throws IOException {
        try (Storage storage = filled(options, DB)) {
            RowBatch rows = new RowBatch();
            rows.series("old", "i", "7").add(NOW - Duration.ofDays(3).toMillis(), 1);
            rows.series("m", "i", "7").add(NOW - Duration.ofDays(3).toMillis(), 1);
            storage.addRows(rows);
            LocalDate today = LocalDate.of(2024, 5, 1);
            assertThat(storage.seriesCount()).isEqualTo(SERIES + 1);
            assertThat(storage.seriesCount(today)).isEqualTo(SERIES);
            assertThat(storage.seriesCount(today.minusDays(3))).isEqualTo(2);
            assertThat(storage.seriesCount(today.minusDays(2))).isZero();

            Cardinality ever = storage.cardinality(CardinalityRequest.allTime().withFocusLabel("i").withTop(2));
            assertThat(ever).isEqualTo(new Cardinality(SERIES + 1, 2 * SERIES + 2,
                    entries("m", SERIES, "old", 1), entries("__name__", SERIES + 1, "i", SERIES + 1),
                    entries("7", 2, "0", 1), entries("__name__=m", SERIES, "i=7", 2),
                    entries("i", SERIES, "__name__", 2)));
            Cardinality then = storage.cardinality(CardinalityRequest.ofDay(today.minusDays(3))
                    .matching(TagFilters.metric("old")));
            assertThat(then).isEqualTo(new Cardinality(1, 2, entries("old", 1), entries("__name__", 1, "i", 1),
                    List.of(), entries("__name__=old", 1, "i=7", 1), entries("__name__", 1, "i", 1)));
            assertThat(storage.cardinality(CardinalityRequest.ofDay(today.minusDays(1))).series()).isZero();

            Cancellation cancellation = new Cancellation();
            cancellation.cancel();
            assertThatExceptionOfType(SearchCancelledException.class).isThrownBy(() ->
                    storage.cardinality(CardinalityRequest.allTime().withCancellation(cancellation)));
            assertThatIllegalArgumentException().isThrownBy(() -> storage.seriesCount(LocalDate.of(1969, 12, 31)));
            assertThatIllegalArgumentException().isThrownBy(() -> CardinalityRequest.allTime().withTop(0));
        }
        disk.assertNothingOpen();
    }

    private static List<Cardinality.Entry> entries(Object... namesAndCounts) {
        List<Cardinality.Entry> entries = new ArrayList<>();
        for (int i = 0; i < namesAndCounts.length; i += 2) {
            entries.add(new Cardinality.Entry(Slice.utf8((String) namesAndCounts[i]),
                    ((Number) namesAndCounts[i + 1]).longValue()));
        }
        return entries;
    }

    @Test
    void limitsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.withMaxSamples(0)).withMessageContaining("maxSamples");
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.withMaxSamplesPerSeries(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.withDeadline(Duration.ZERO));
        ALL.withDeadline(Duration.ofSeconds(Long.MAX_VALUE));
    }
}
