package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.data.TableFixture.Sample;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** A row is seen from the moment its addRows has returned, and never twice, whatever else is going on. */
class DataTableConcurrencyTest {
    private static final int WRITERS = 3;
    private static final int ROWS = 30_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(Path.of("/db/data"));
    private final AtomicIntegerArray added = new AtomicIntegerArray(WRITERS);
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void searchesRaceWithEverything() throws Exception {
        for (int writer = 0; writer < WRITERS; writer++) {
            fixture.ordinal(writer);
        }
        // Small shards, so that they are frozen all the time; two of them for three writers, so that they collide.
        DataTable table = fixture.open(disk, new DataLimits(1, 2, 50_000));
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> writers = new ArrayList<>();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(threads.submit(() -> write(table, writer)));
        }
        others.add(threads.submit(() -> search(table, 0)));
        others.add(threads.submit(() -> search(table, 1)));
        others.add(threads.submit(() -> persist(table)));
        others.add(threads.submit(() -> merge(() -> table.merges().small(MergeRules.KEEP_ALL))));
        others.add(threads.submit(() -> merge(() -> table.merges().big(MergeRules.KEEP_ALL))));
        others.add(threads.submit(() -> mergeAll(table)));
        for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        done.set(true);
        for (Future<?> other : others) {
            other.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        for (int writer = 0; writer < WRITERS; writer++) {
            assertThat(fixture.read(table, writer, TimeRange.all())).hasSize(ROWS);
        }
        assertThat(table.memoryBytes()).isEqualTo(
                table.parts().stream().filter(PartInfo::inMemory).mapToLong(PartInfo::sizeBytes).sum());
        table.persist(() -> { });
        table.close();
        disk.assertNothingOpen();
        assertThat(fixture.merges).as("of all sorts at a time").anyMatch(merge -> !merge.isPersist());
        DataCheck.Report report = DataCheck.check(fixture.directory, fixture.context(disk));
        assertThat(report.problems()).isEmpty();
        assertThat(report.rows()).isEqualTo((long) WRITERS * ROWS);
    }

    /** Row n of a writer has the time n seconds and the value n. */
    private Void write(DataTable table, int writer) throws Exception {
        RowBuffer rows = new RowBuffer();
        int next = 0;
        while (next < ROWS) {
            rows.clear();
            int end = Math.min(ROWS, next + 1 + next % 300);
            for (; next < end; next++) {
                rows.append(fixture.ordinal(writer), TableFixture.MAY + 1000L * next, next);
            }
            table.addRows(rows);
            added.set(writer, next);
        }
        return null;
    }

    private Void search(DataTable table, int first) throws Exception {
        for (int round = first; !done.get(); round++) {
            int writer = round % WRITERS;
            int before = added.get(writer);
            List<Sample> found = fixture.read(table, writer, TimeRange.all());
            assertThat(found.size()).isGreaterThanOrEqualTo(before);
            for (int i = 0; i < found.size(); i++) {
                if (!found.get(i).equals(Sample.of(TableFixture.MAY + 1000L * i, i))) {
                    assertThat(found.get(i)).isEqualTo(Sample.of(TableFixture.MAY + 1000L * i, i));
                }
            }
        }
        return null;
    }

    private Void persist(DataTable table) throws Exception {
        while (!done.get()) {
            table.persist(() -> { });
        }
        return null;
    }

    private interface Merge {
        boolean run() throws IOException;
    }

    private Void merge(Merge merge) throws Exception {
        while (!done.get()) {
            if (!merge.run()) {
                Thread.yield();
            }
        }
        return null;
    }

    private Void mergeAll(DataTable table) throws Exception {
        while (!done.get()) {
            fixture.time.advance(Duration.ofMinutes(20));
            if (!table.merges().idle(MergeRules.KEEP_ALL) && table.parts().size() > 20) {
                table.mergeAll();
            }
        }
        return null;
    }
}
