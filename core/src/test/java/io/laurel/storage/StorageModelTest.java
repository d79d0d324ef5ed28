package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Storages against plain maps: rows of any time and order, deletions, flushes, merges, duties, clocks that jump,
 * snapshots, reopening, power cuts at any moment, and questions of all kinds. Each {@link ModelRun} is single-threaded
 * and comes from one seed; several run beside each other.
 *
 * <pre>
 *   laurel.operations   how many; {@code scripts/model-test.sh} runs millions
 *   laurel.minutes      no run begins later than that
 *   laurel.seed         of the first run, the same in every build; each further one has the next number
 * </pre>
 */
class StorageModelTest {
    private static final int STEPS = 1000;
    private static final long OPERATIONS = Long.getLong("laurel.operations", 100_000);
    private static final Duration AT_MOST = Duration.ofMinutes(Long.getLong("laurel.minutes", 60));

    @Test
    void answersAreThoseOfThePlainMaps() throws Exception {
        long seed = Long.getLong("laurel.seed", 990_000_000);
        long runs = Math.max(1, OPERATIONS / STEPS);
        long endNs = System.nanoTime() + AT_MOST.toNanos();
        AtomicLong begun = new AtomicLong();
        AtomicLong done = new AtomicLong();
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < processors; i++) {
                workers.add(threads.submit(() -> {
                    long run = begun.getAndIncrement();
                    while (run < runs && System.nanoTime() - endNs < 0) {
                        oneRun(seed + run);
                        done.incrementAndGet();
                        run = begun.getAndIncrement();
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            begun.set(runs);
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
        System.out.println(done.get() * STEPS + " operations, seeds from " + seed);
        assertThat(done.get()).isPositive();
    }

    private static void oneRun(long seed) throws IOException {
        try {
            new ModelRun(seed).run(STEPS);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nrepeat with: scripts/model-test.sh " + STEPS + " " + seed, e);
        }
    }
}
