package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writers, searches, a snapshot and a deletion now and then, while one generation of the index follows the other. */
class RotationStressTest {
    private static final Path DB = Path.of("/db");
    private static final int RUN_SECONDS = 4;
    private static final int WRITERS = 2;
    private static final int MAX_SERIES = 200;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-03-01T12:00:00Z");
    private final long now = time.wallMs();
    private final StorageOptions options = StorageOptions.defaults().withDisk(disk).withTime(time)
            .withManualHousekeeping().withRetention(Duration.ofDays(30));
    private final AtomicBoolean over = new AtomicBoolean();

    /** By writer: how many of its series, in order, were acknowledged. */
    private final AtomicInteger[] acknowledged = {new AtomicInteger(), new AtomicInteger()};

    /** Each batch brings a new series and some old ones, on days that they may not have been seen on. */
    private Callable<Integer> writer(Storage storage, int writer) {
        return () -> {
            int batches = 0;
            for (; !over.get(); batches++) {
                int last = Math.min(batches / 4, MAX_SERIES - 1);
                RowBatch rows = new RowBatch();
                for (int i = last; i >= 0; i -= 1 + last / 8) {
                    rows.series("m", "writer", "" + writer, "i", "" + i)
                            .add(now - Duration.ofDays(batches % 20).toMillis(), batches);
                    rows.add(now, batches);
                }
                assertThat(storage.addRows(rows)).isEqualTo(rows.size());
                acknowledged[writer].set(last + 1);
            }
            return batches;
        };
    }

    private Callable<Integer> reader(Storage storage) {
        return () -> {
            int rounds = 0;
            for (; !over.get(); rounds++) {
                for (TimeRange range : List.of(TimeRange.all(), TimeRange.ofMillis(now - 1, now + 1))) {
                    int[] least = new int[WRITERS];
                    for (int i = 0; i < WRITERS; i++) {
                        least[i] = acknowledged[i].get();
                    }
                    BitSet[] found = found(storage, range);
                    for (int i = 0; i < WRITERS; i++) {
                        assertThat(found[i].nextClearBit(0)).as("round %d, %s", rounds, range)
                                .isGreaterThanOrEqualTo(least[i]);
                    }
                    long least0 = least[0] + (long) least[1];
                    assertThat(storage.seriesCount()).isGreaterThanOrEqualTo(least0)
                            .isLessThanOrEqualTo(acknowledged[0].get() + (long) acknowledged[1].get() + WRITERS + 1);
                }
            }
            return rounds;
        };
    }

    private static BitSet[] found(Storage storage, TimeRange range) throws IOException {
        BitSet[] found = {new BitSet(), new BitSet()};
        try (SearchResult result = storage.search(TagFilters.metric("m"), range)) {
            while (result.next()) {
                int writer = Integer.parseInt(result.metricName().label("writer"));
                int series = Integer.parseInt(result.metricName().label("i"));
                assertThat(found[writer].get(series)).as("twice").isFalse();
                found[writer].set(series);
                assertThat(result.samples().size()).isPositive();
            }
        }
        return found;
    }

    private Callable<Integer> rotator(Storage storage) {
        return () -> {
            int rotations = 0;
            for (; !over.get(); rotations++) {
                storage.rotateIndex();
                time.advance(Duration.ofSeconds(10));
                storage.runDuties();
                if (rotations % 5 == 0) {
                    RowBatch rows = new RowBatch();
                    rows.series("gone").add(now, 1);
                    storage.addRows(rows);
                    assertThat(storage.deleteSeries(List.of(TagFilters.metric("gone")))).isEqualTo(1);
                    long least = acknowledged[0].get() + (long) acknowledged[1].get();
                    Snapshot snapshot = storage.createSnapshot();
                    try (Storage reader = Storage.openReadOnly(snapshot.path(), options)) {
                        assertThat(reader.seriesCount()).isGreaterThanOrEqualTo(least);
                    }
                    storage.deleteSnapshot(snapshot);
                }
                assertThat(storage.countSeriesToDelete(List.of(TagFilters.metric("gone")))).isZero();
            }
            return rotations;
        };
    }

    @Test
    void nothingIsLostOrDoubled() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Storage storage = Storage.open(DB, options)) {
            List<Future<Integer>> running = new ArrayList<>();
            running.add(threads.submit(rotator(storage)));
            running.add(threads.submit(writer(storage, 0)));
            running.add(threads.submit(writer(storage, 1)));
            running.add(threads.submit(reader(storage)));
            running.add(threads.submit(reader(storage)));
            try {
                running.get(0).get(RUN_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                over.set(true);
            }
            List<Integer> rounds = new ArrayList<>();
            for (Future<Integer> each : running) {
                rounds.add(each.get());
            }
            assertThat(rounds).as("rotations, batches, searches").allMatch(count -> count > 2);
        } finally {
            over.set(true);
            threads.shutdown();
        }
        try (Storage storage = Storage.open(DB, options)) {
            for (TimeRange range : List.of(TimeRange.all(), TimeRange.ofMillis(now - 1, now + 1))) {
                BitSet[] found = found(storage, range);
                for (int i = 0; i < WRITERS; i++) {
                    assertThat(found[i].cardinality()).isEqualTo(acknowledged[i].get());
                }
            }
            assertThat(storage.seriesCount()).isEqualTo(acknowledged[0].get() + acknowledged[1].get());
        }
        disk.assertNothingOpen();
    }
}
