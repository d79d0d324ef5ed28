package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.data.TableFixture.Sample;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DropMonthsTest {
    private static final Path DATA = Path.of("/data");
    private static final long APRIL = TableFixture.MAY - 1;
    private static final long MAY = TableFixture.MAY;

    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(DATA);

    @Test
    void aMonthGoesWithWhateverIsInMemoryAndComesAnew() throws IOException {
        try (DataTable table = fixture.open(disk)) {
            add(table, 1, APRIL);
            table.persist(() -> { });
            add(table, 1, APRIL);
            table.flushPending();
            add(table, 1, APRIL);
            assertThat(table.dropBefore(MAY - 1)).as("its last millisecond").isFalse();
            assertThat(table.memoryBytes()).isPositive();
            try (DataTable.View before = table.view(TimeRange.all())) {
                assertThat(table.dropBefore(MAY)).isTrue();
                assertThat(fixture.read(before, 1, TimeRange.all())).hasSize(3);
            }
            assertThat(table.memoryBytes()).isZero();
            assertThat(fixture.read(table, 1, TimeRange.all())).isEmpty();
            assertThat(disk.list(DATA.resolve("small"))).containsExactly("snapshots");
            assertThat(table.dropBefore(MAY)).isFalse();

            add(table, 1, APRIL);
            table.persist(() -> { });
        }
        try (DataTable table = fixture.open(disk)) {
            assertThat(fixture.read(table, 1, TimeRange.all())).containsExactly(Sample.of(APRIL, 1));
        }
        disk.assertNothingOpen();
    }

    @Test
    void aMonthThatIsBeingPersistedIsLeftForLater() throws IOException {
        try (DataTable table = fixture.open(disk)) {
            add(table, 1, APRIL);
            table.persist(() -> assertThat(elsewhere(() -> table.dropBefore(MAY))).isFalse());
            assertThat(fixture.read(table, 1, TimeRange.all())).hasSize(1);
            assertThat(table.dropBefore(MAY)).isTrue();
        }
        disk.assertNothingOpen();
    }

    @Test
    void monthsComeAndGoWhileOthersWriteMergeAndRead() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (DataTable table = fixture.open(disk, new DataLimits(50, 1, 500))) {
            fixture.ordinal(1);
            fixture.ordinal(2);
            Future<Integer> writer = threads.submit(() -> {
                int added = 0;
                while (!done.get()) {
                    add(table, 1, APRIL - added % 100);
                    add(table, 2, MAY + added++);
                }
                return added;
            });
            Future<Integer> keeper = threads.submit(() -> {
                int merges = 0;
                while (!done.get()) {
                    table.persist(() -> { });
                    merges += table.mergeOnce() ? 1 : 0;
                    if (merges % 8 == 1) {
                        table.mergeAll();
                    }
                }
                return merges;
            });
            Future<Integer> reader = threads.submit(() -> {
                int last = 0;
                while (!done.get()) {
                    fixture.read(table, 1, TimeRange.all());
                    int size = fixture.read(table, 2, TimeRange.all()).size();
                    assertThat(size).isGreaterThanOrEqualTo(last);
                    last = size;
                }
                return last;
            });
            int drops = 0;
            while (drops < 15 && !writer.isDone() && !keeper.isDone() && !reader.isDone()) {
                drops += table.dropBefore(MAY) ? 1 : 0;
            }
            done.set(true);
            reader.get();
            keeper.get();
            int added = writer.get();
            assertThat(fixture.read(table, 2, TimeRange.all())).hasSize(added);
            table.persist(() -> { });
            assertThat(table.memoryBytes()).isZero();
            table.dropBefore(MAY);
            assertThat(fixture.read(table, 1, TimeRange.all())).isEmpty();
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        disk.assertNothingOpen();
        assertThat(DataCheck.check(DATA, fixture.context(disk)).problems()).isEmpty();
    }

    private static <T> T elsewhere(Callable<T> work) {
        try (Elsewhere thread = new Elsewhere()) {
            return thread.executor.submit(work).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** One more thread. */
    private static final class Elsewhere implements AutoCloseable {
        final ExecutorService executor = Executors.newSingleThreadExecutor();

        @Override
        public void close() {
            executor.shutdown();
        }
    }

    private void add(DataTable table, int number, long timestampMs) throws IOException {
        RowBuffer rows = new RowBuffer();
        rows.append(fixture.ordinal(number), timestampMs, 1);
        table.addRows(rows);
    }
}
