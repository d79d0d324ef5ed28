package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.data.TableFixture.Sample;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import java.nio.file.Path;
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
        others.add(threads.submit(() -> tidyUp(table)));
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
        table.close();
        disk.assertNothingOpen();
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

    private Void tidyUp(DataTable table) throws Exception {
        for (int round = 1; !done.get(); round++) {
            table.persist(() -> { });
            if (round % 16 == 0) {
                table.mergeAll();
            } else {
                table.mergeOnce();
            }
        }
        return null;
    }
}
