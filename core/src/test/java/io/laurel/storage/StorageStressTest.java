package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers, readers, persists and merges on a real disk, all at once. Writer {@code w} gives every series of its own the
 * rows 0, 1, 2 ... in order, so a reader can tell at any moment which rows must be there: all that were acknowledged
 * before it asked, each once.
 */
class StorageStressTest {
    private static final int WRITERS = 3;
    private static final int SERIES = 20;
    private static final int ROUNDS = 400;
    private static final long START = 1_714_500_000_000L;

    /** A step of 20 minutes, so that the rows of a series cross days and a month. */
    private static final long STEP_MS = 1_200_000;

    @Test
    void everyAcknowledgedRowIsFoundOnceWhateverElseGoesOn(@TempDir Path directory) throws Exception {
        StorageOptions options = StorageOptions.defaults().withMemoryBytes(1 << 20);
        AtomicLong[] acknowledged = new AtomicLong[WRITERS];
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Storage storage = Storage.open(directory, options)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                acknowledged[w] = new AtomicLong();
                int writer = w;
                writers.add(threads.submit(call(() -> write(storage, writer, acknowledged[writer]))));
            }
            List<Future<?>> others = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                int reader = r;
                others.add(threads.submit(call(() -> {
                    for (int i = reader; !done.get(); i++) {
                        check(storage, i % WRITERS, i % SERIES, acknowledged[i % WRITERS]);
                    }
                })));
            }
            others.add(threads.submit(call(() -> {
                for (int i = 0; !done.get(); i++) {
                    if (i % 10 == 0) {
                        storage.forceMerge();
                    } else {
                        storage.flush();
                    }
                }
            })));
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<?> other : others) {
                other.get();
            }
            for (int w = 0; w < WRITERS; w++) {
                for (int s = 0; s < SERIES; s++) {
                    check(storage, w, s, acknowledged[w]);
                }
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        try (Storage storage = Storage.openReadOnly(directory, options)) {
            for (int w = 0; w < WRITERS; w++) {
                assertThat(acknowledged[w].get()).isEqualTo(ROUNDS);
                for (int s = 0; s < SERIES; s++) {
                    check(storage, w, s, acknowledged[w]);
                }
            }
        }
    }

    private static void write(Storage storage, int writer, AtomicLong acknowledged) throws Exception {
        RowBatch rows = new RowBatch();
        for (int n = 0; n < ROUNDS; n++) {
            rows.clear();
            for (int s = 0; s < SERIES; s++) {
                rows.series("stress", "writer", "" + writer, "series", "" + s).add(START + n * STEP_MS, n);
            }
            storage.addRows(rows);
            acknowledged.set(n + 1);
        }
    }

    private static void check(Storage storage, int writer, int series, AtomicLong acknowledged) throws Exception {
        long before = acknowledged.get();
        TagFilters filters = TagFilters.metric("stress").equal("writer", "" + writer).equal("series", "" + series);
        try (SearchResult found = storage.search(filters, TimeRange.ofMillis(START, START + 39L * 86_400_000))) {
            int size = 0;
            if (found.next()) {
                Samples samples = found.samples();
                size = samples.size();
                long last = -1;
                for (int i = 0; i < size; i++) {
                    long n = (samples.timestamp(i) - START) / STEP_MS;
                    assertThat(samples.value(i)).isEqualTo(n);
                    // Rows that came while the search was under way may be found in one month and not in the one before
                    assertThat(n).isGreaterThan(last);
                    assertThat(n == i || i >= before).isTrue();
                    last = n;
                }
                assertThat(found.next()).isFalse();
            }
            assertThat((long) size).isGreaterThanOrEqualTo(before);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Callable<Void> call(Work work) {
        return () -> {
            work.run();
            return null;
        };
    }
}
