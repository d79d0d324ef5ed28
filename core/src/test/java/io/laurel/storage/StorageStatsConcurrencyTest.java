package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Statistics are asked for while everything else goes on. */
class StorageStatsConcurrencyTest {
    private static final int WRITERS = 2;
    private static final int BATCHES = 150;
    private static final long MONTH_MS = Duration.ofDays(30).toMillis();

    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void countsNeverFallAndAreCompleteInTheEnd() throws Exception {
        StorageOptions options = StorageOptions.defaults().withDisk(new MemoryDisk());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Storage storage = Storage.open(Path.of("/db"), options)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(storage, writer)));
            }
            List<Future<?>> others = List.of(
                    threads.submit(until(() -> watch(storage))),
                    threads.submit(until(() -> watch(storage))),
                    threads.submit(until(() -> care(storage))),
                    threads.submit(until(() -> read(storage))));
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<?> other : others) {
                other.get();
            }
            storage.flush();
            StorageStats stats = storage.stats();
            long rows = (long) WRITERS * BATCHES * 60;
            assertThat(stats.rows().added()).isEqualTo(rows);
            assertThat(stats.rows().pending()).isZero();
            assertThat(stats.parts().small().rows() + stats.merges().rowsDeleted()).isEqualTo(rows);
            assertThat(stats.parts().memory().count()).isZero();
            assertThat(stats.latency().addRows().count()).isEqualTo(WRITERS * BATCHES);
            assertThat(stats.searches().openResults()).isZero();
            assertThat(stats.merges().running()).isZero();
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private Callable<Void> until(Callable<Void> step) {
        return () -> {
            while (!done.get()) {
                step.call();
            }
            return null;
        };
    }

    private Void write(Storage storage, int writer) throws IOException {
        RowBatch rows = new RowBatch();
        for (int batch = 0; batch < BATCHES; batch++) {
            rows.clear();
            for (int i = 0; i < 60; i++) {
                rows.series("m", "w", Integer.toString(writer), "b", Integer.toString(batch % 7), "i",
                        Integer.toString(i)).add(batch * MONTH_MS / 10 + i, i);
            }
            storage.addRows(rows);
        }
        return null;
    }

    private Void watch(Storage storage) throws IOException {
        StorageStats before = storage.stats();
        StorageStats after = storage.stats();
        assertThat(after.rows().added()).isGreaterThanOrEqualTo(before.rows().added());
        assertThat(after.merges().samples().rows()).isGreaterThanOrEqualTo(before.merges().samples().rows());
        assertThat(after.searches().samples()).isGreaterThanOrEqualTo(before.searches().samples());
        assertThat(after.latency().search().count()).isGreaterThanOrEqualTo(before.latency().search().count());
        assertThat(after.memory().total()).isPositive();
        assertThat(after.merges().running()).isNotNegative();
        return null;
    }

    private Void care(Storage storage) throws IOException {
        storage.flush();
        storage.deleteSeries(List.of(TagFilters.metric("m").equal("b", "3")));
        storage.forceMerge();
        return null;
    }

    private Void read(Storage storage) throws IOException {
        try (SearchResult found = storage.search(TagFilters.metric("m"), TimeRange.all())) {
            while (found.next()) {
                found.samples();
            }
        }
        return null;
    }
}
