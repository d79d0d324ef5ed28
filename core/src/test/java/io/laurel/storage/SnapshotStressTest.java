package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Snapshots on a real disk while rows are added and parts are merged. Each batch is of a new series, with a row in each
 * of three months; so a snapshot must have all series that were acknowledged before it began, whole, and perhaps some
 * more.
 */
class SnapshotStressTest {
    private static final int WRITERS = 2;
    private static final int SNAPSHOTS = 4;
    /** So many batches are added, at any time, before the snapshot is made, or meanwhile. */
    private static final int BATCHES_PER_SNAPSHOT = 100;
    private static final int MONTHS = 3;
    private static final long START = 1_714_500_000_000L;
    private static final long MONTH_MS = 31L * 86_400_000;

    @Test
    void whatWasAcknowledgedIsInsideWhateverElseGoesOn(@TempDir Path directory) throws Exception {
        StorageOptions options = StorageOptions.defaults().withMemoryBytes(1 << 20);
        AtomicInteger[] acknowledged = new AtomicInteger[WRITERS];
        Map<Snapshot, int[]> made = new LinkedHashMap<>();
        Semaphore batches = new Semaphore(0);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Storage storage = Storage.open(directory, options)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                AtomicInteger counter = acknowledged[w] = new AtomicInteger();
                String writer = "" + w;
                writers.add(threads.submit(() -> write(storage, writer, counter, batches)));
            }
            Future<?> merger = threads.submit(() -> {
                while (!done.get()) {
                    storage.forceMerge();
                }
                return null;
            });
            for (int i = 0; i < SNAPSHOTS; i++) {
                batches.release(BATCHES_PER_SNAPSHOT);
                int[] before = counts(acknowledged);
                made.put(storage.createSnapshot(), before);
            }
            done.set(true);
            merger.get();
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(storage.snapshots()).containsExactlyElementsOf(made.keySet());
            for (Map.Entry<Snapshot, int[]> entry : made.entrySet()) {
                check(entry.getKey(), entry.getValue(), options);
            }
            for (Snapshot snapshot : made.keySet()) {
                storage.deleteSnapshot(snapshot);
            }
            assertThat(storage.snapshots()).isEmpty();
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static Void write(Storage storage, String writer, AtomicInteger acknowledged, Semaphore batches)
            throws Exception {
        RowBatch rows = new RowBatch();
        for (int batch = 0; batch < SNAPSHOTS * BATCHES_PER_SNAPSHOT / WRITERS; batch++) {
            batches.acquire();
            rows.clear();
            rows.series("m", "writer", writer, "batch", "" + batch);
            for (int month = 0; month < MONTHS; month++) {
                rows.add(START - month * MONTH_MS, batch);
            }
            storage.addRows(rows);
            acknowledged.set(batch + 1);
        }
        return null;
    }

    private static int[] counts(AtomicInteger[] acknowledged) {
        int[] counts = new int[acknowledged.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = acknowledged[i].get();
        }
        return counts;
    }

    private static void check(Snapshot snapshot, int[] before, StorageOptions options) throws IOException {
        int[] found = new int[before.length];
        long rows = 0;
        try (Storage storage = Storage.openReadOnly(snapshot.path(), options);
                SearchResult result = storage.search(TagFilters.all(), TimeRange.all())) {
            while (result.next()) {
                int writer = Integer.parseInt(result.metricName().label("writer"));
                int batch = Integer.parseInt(result.metricName().label("batch"));
                rows += result.samples().size();
                if (batch < before[writer]) {
                    assertThat(result.samples().size()).as("%s %d", snapshot, batch).isEqualTo(MONTHS);
                    found[writer]++;
                }
            }
            // A sample without its name would be in a part, but in no answer
            assertThat(storage.stats().dataParts().stream().mapToLong(part -> part.rows()).sum()).isEqualTo(rows);
        }
        assertThat(found).isEqualTo(before);
    }
}
