package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.Days;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Series come and go, more than are remembered at a time, and no answer shows it. */
@ExtendWith(Seed.class)
class KnownSeriesBoundTest {
    private static final Path DB = Path.of("/db");
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final ManualTime time = new ManualTime("2024-05-15T12:00:00Z");
    private final StorageOptions options = StorageOptions.defaults().withDisk(new MemoryDisk()).withTime(time)
            .withManualHousekeeping().withCacheBytes(1 << 20);

    @Test
    void answersAreTheSameHoweverOftenSeriesAreForgotten(Random random) throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(4000).withMaxDailySeries(1_000_000))) {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 250; i++) {
                rows.clear();
                for (int j = 0; j < 100; j++) {
                    int series = 10 * i + random.nextInt(1000);
                    long at = time.wallMs() - (random.nextInt(20) == 0 ? random.nextInt(400) * DAY : 0) - j;
                    rows.series("some_metric_of_a_name_that_is_long_enough", "i", "" + series).add(at, i);
                    expected.computeIfAbsent("some_metric_of_a_name_that_is_long_enough{i=\"" + series + "\"}",
                            name -> new ArrayList<>()).add(at + " " + (double) i);
                }
                assertThat(storage.addRows(rows)).isEqualTo(100);
                time.advance(Duration.ofMinutes(30));
                if (random.nextInt(20) == 0) {
                    storage.runDuties();
                }
            }
            assertThat(storage.stats().series().forgettings()).isPositive();
            assertThat(storage.stats().cache("storage/tsid").bytes()).isLessThan(1 << 20);
            assertThat(storage.seriesCount()).isEqualTo(expected.size());
            expected.values().forEach(lines -> lines.sort(null));
            Map<String, List<String>> found = Contents.of(storage, TagFilters.all());
            found.values().forEach(lines -> lines.sort(null));
            assertThat(found).isEqualTo(expected);
            assertFoundByDay(storage, expected);
        }
    }

    private void assertFoundByDay(Storage storage, Map<String, List<String>> expected) throws IOException {
        Map<Long, Integer> seriesOfDay = new TreeMap<>();
        expected.values().forEach(lines -> lines.stream()
                .map(line -> Days.of(Long.parseLong(line.substring(0, line.indexOf(' '))))).distinct()
                .forEach(day -> seriesOfDay.merge(day, 1, Integer::sum)));
        for (Map.Entry<Long, Integer> day : seriesOfDay.entrySet()) {
            TimeRange range = TimeRange.ofMillis(day.getKey() * DAY, day.getKey() * DAY + DAY - 1);
            int found = 0;
            try (SearchResult result = storage.search(TagFilters.all(), range)) {
                while (result.next()) {
                    found += result.samples().size() > 0 ? 1 : 0;
                }
            }
            assertThat(found).as("day %d", day.getKey()).isEqualTo(day.getValue());
        }
    }

    @Test
    void moreSeriesThanAreRememberedComeAgainAndAgain() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            int series = 20_000;
            for (int round = 0; round < 3; round++) {
                RowBatch rows = new RowBatch();
                for (int i = 0; i < series; i++) {
                    rows.series("m", "i", "" + i, "another_label", "another_value").add(time.wallMs(), round);
                    if (rows.size() == 100) {
                        storage.addRows(rows);
                        rows.clear();
                    }
                }
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(storage.seriesCount()).isEqualTo(series);
            assertThat(storage.stats().cache("storage/tsid").bytes()).isLessThan(1 << 20);
            assertThat(storage.stats().series().forgettings()).as("not for every batch").isBetween(5, 150);
        }
    }

    @Test
    void writersAndSearchesGoOn() throws Exception {
        int writers = 3;
        int batches = 150;
        ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
        try (Storage storage = Storage.open(DB, options)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                running.add(threads.submit(() -> {
                    RowBatch rows = new RowBatch();
                    for (int i = 0; i < batches; i++) {
                        rows.clear();
                        for (int j = 0; j < 50; j++) {
                            rows.series("some_metric", "writer", name, "series", "" + (20 * i + j))
                                    .add(time.wallMs() + i, j);
                        }
                        storage.addRows(rows);
                    }
                    return null;
                }));
            }
            AtomicBoolean done = new AtomicBoolean();
            Future<?> reader = threads.submit(() -> {
                while (!done.get()) {
                    Contents.of(storage, TagFilters.all().equal("series", "30"));
                    storage.flush();
                }
                return null;
            });
            for (Future<?> thread : running) {
                thread.get();
            }
            done.set(true);
            reader.get();
            assertThat(storage.stats().series().forgettings()).isPositive();
            Map<String, List<String>> found = Contents.of(storage, TagFilters.all());
            assertThat(found).hasSize(writers * (20 * (batches - 1) + 50));
            assertThat(found.values().stream().mapToInt(List::size).sum()).isEqualTo(writers * batches * 50);
            found.forEach((name, lines) -> assertThat(lines.size()).as(name).isBetween(1, 3));
        } finally {
            threads.shutdown();
        }
    }
}
