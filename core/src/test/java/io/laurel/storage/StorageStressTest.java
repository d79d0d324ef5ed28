package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers, readers, flushes, forced merges, deletions, rotations and snapshots on a real disk, beside the background
 * work of the storage, all at once and all the time. Every answer is one that was possible at its moment.
 *
 * <pre>
 *   laurel.seconds   for how long; ten minutes in {@code scripts/stress.sh}
 * </pre>
 */
class StorageStressTest {
    private static final long SECONDS = Long.getLong("laurel.seconds", 10);
    private static final int WRITERS = 3;
    private static final int READERS = 2;
    private static final int MAX_HELD = 4;
    private static final int MAX_SNAPSHOTS = 3;

    /** So little that memory becomes files all the time. */
    private static final StorageOptions OPTIONS = StorageOptions.defaults().withMemoryBytes(1 << 20);

    @TempDir
    Path directory;

    private final List<StressLaps> writers = new ArrayList<>();

    @Test
    void everyAnswerIsRightWhateverElseGoesOn() throws Exception {
        for (int w = 0; w < WRITERS; w++) {
            writers.add(new StressLaps("" + w));
        }
        try (Storage storage = Storage.open(directory, OPTIONS); StressThreads threads = new StressThreads()) {
            for (StressLaps writer : writers) {
                threads.start("writer-" + writers.indexOf(writer), onProgress -> writer.run(storage, onProgress));
            }
            for (int r = 0; r < READERS; r++) {
                Random random = new Random(r);
                threads.start("reader-" + r, onProgress -> read(storage, random));
            }
            startHolder(storage, threads);
            startSnapshots(storage, threads);
            Random chance = new Random(READERS + 2);
            threads.start("beside", onProgress -> readBeside(any(chance), chance.nextInt(StressLaps.SERIES)));
            threads.start("deleter", new Deleter(storage));
            threads.start("flusher", onProgress -> storage.flush());
            threads.start("merger", onProgress -> storage.forceMerge());
            threads.start("rotator", onProgress -> storage.rotateIndex());
            threads.await(SECONDS);
            System.out.println(SECONDS + " s of stress: " + threads);
            checkAll(storage);
        }
        try (Storage storage = Storage.openReadOnly(directory, OPTIONS)) {
            checkAll(storage);
        }
    }

    private void read(Storage storage, Random random) throws IOException {
        StressLaps writer = any(random);
        writer.check(storage, random.nextInt(StressLaps.SERIES));
        writer.checkDeleted(storage);
    }

    /** Another reader of the same folder: what it finds is there once, and right. */
    private void readBeside(StressLaps writer, int series) throws IOException {
        int lap = writer.progress().lap();
        try (Storage reader = Storage.openReadOnly(directory, OPTIONS)) {
            writer.check(reader, series, new StressLaps.Progress(lap, 0, 0));
        }
    }

    private StressLaps any(Random random) {
        return writers.get(random.nextInt(WRITERS));
    }

    private void checkAll(Storage storage) throws IOException {
        for (StressLaps writer : writers) {
            for (int series = 0; series < StressLaps.SERIES; series++) {
                writer.check(storage, series);
            }
            writer.checkDeleted(storage);
        }
    }

    /** Searches that are read long after they have begun. */
    private void startHolder(Storage storage, StressThreads threads) {
        Random random = new Random(READERS);
        ArrayDeque<StressLaps.Held> held = new ArrayDeque<>();
        threads.start("holder", onProgress -> {
            for (int i = 0; i < MAX_HELD; i++) {
                held.add(any(random).hold(storage, random.nextInt(StressLaps.SERIES)));
                storage.flush();
                onProgress.run();
            }
            while (!held.isEmpty()) {
                try (StressLaps.Held one = held.remove()) {
                    one.check();
                }
            }
        });
    }

    /** Every row acknowledged before a snapshot began is inside, and it never changes. */
    private void startSnapshots(Storage storage, StressThreads threads) {
        Random random = new Random(READERS + 1);
        ArrayDeque<Kept> kept = new ArrayDeque<>();
        threads.start("snapshots", onProgress -> {
            StressLaps writer = any(random);
            StressLaps.Progress before = writer.progress();
            Snapshot made = storage.createSnapshot();
            try (Storage reader = Storage.openReadOnly(made.path(), OPTIONS)) {
                writer.check(reader, random.nextInt(StressLaps.SERIES), before);
                kept.add(new Kept(made, Contents.of(reader, TagFilters.metric("stress").equal("series", "7"))));
            }
            if (kept.size() > MAX_SNAPSHOTS) {
                Kept oldest = kept.remove();
                try (Storage reader = Storage.openReadOnly(oldest.snapshot().path(), OPTIONS)) {
                    assertThat(Contents.of(reader, TagFilters.metric("stress").equal("series", "7")))
                            .isEqualTo(oldest.contents());
                }
                storage.deleteSnapshot(oldest.snapshot());
            }
        });
    }

    private record Kept(Snapshot snapshot, Map<String, List<String>> contents) {}

    /** A name that is deleted and comes again: only what came after that is found. */
    private static final class Deleter implements StressThreads.Work {
        private static final long START_MS = 1_714_500_000_000L;
        private static final TagFilters FILTERS = TagFilters.metric("again").equal("host", "a");
        private final Storage storage;
        private final RowBatch rows = new RowBatch();
        private long round;

        Deleter(Storage storage) {
            this.storage = storage;
        }

        @Override
        public void run(Runnable onProgress) throws IOException {
            round++;
            rows.clear();
            long timestampMs = START_MS + round;
            rows.series("again", "host", "a").add(timestampMs, round);
            assertThat(storage.addRows(rows)).isEqualTo(1);
            try (SearchResult found = storage.search(FILTERS, TimeRange.all())) {
                assertThat(found.next()).isTrue();
                assertThat(Contents.lines(found.samples())).containsExactly(timestampMs + " " + (double) round);
                assertThat(found.next()).isFalse();
            }
            TimeRange day = TimeRange.ofMillis(timestampMs, timestampMs);
            assertThat(storage.labelValues("host", day)).containsExactly("a");
            assertThat(storage.deleteSeries(List.of(FILTERS))).isEqualTo(1);
            assertThat(Contents.of(storage, FILTERS)).isEmpty();
        }
    }
}
