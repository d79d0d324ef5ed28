package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registrations by day with room for a few days only. */
@ExtendWith(Seed.class)
class DailyMetricIdsTest {
    private static final Path ROOT = Path.of("/root");
    private static final int SERIES = 20;
    private static final int DAYS = 40;

    private final MemoryDisk disk = new MemoryDisk();
    private final IndexContext context = IndexTesting.context(disk, new ManualTime(), 600);

    @Test
    void nothingIsForgottenHoweverManyDays(Random random) throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid[] tsids = create(index);
            Set<String> registered = new HashSet<>();
            for (int i = 0; i < 6000; i++) {
                int series = random.nextInt(SERIES);
                long day = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(DAYS);
                String registration = day + " " + series;
                assertThat(index.isRegistered(day, tsids[series].metricId()) || day == 0)
                        .isEqualTo(registered.contains(registration) || day == 0);
                if (random.nextInt(8) == 0) {
                    index.registerDay(day, tsids[series], name(series));
                    registered.add(registration);
                    index.flushPending();
                }
                if (random.nextInt(300) == 0) {
                    assertCopies(index, tsids, registered);
                }
            }
            assertThat(index.stats().memoryBytes()).isPositive();
            assertCopies(index, tsids, registered);
        }
    }

    private static void assertCopies(IndexDb index, Tsid[] tsids, Set<String> registered) throws Exception {
        try (GenerationView view = index.view()) {
            for (long day = 1; day < DAYS; day++) {
                for (int series = 0; series < SERIES; series++) {
                    assertThat(view.current().days().copy(day).contains(tsids[series].metricId()))
                            .isEqualTo(registered.contains(day + " " + series));
                }
            }
            assertThat(view.current().days().heapBytes()).isLessThan(2000);
        }
    }

    @Test
    void copiesAreCompleteWhileOthersRegister() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid[] tsids = create(index);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                int first = thread;
                running.add(threads.submit(() -> {
                    for (int series = first; series < SERIES; series += 3) {
                        for (long day = 1; day < DAYS; day++) {
                            index.registerDay(day, tsids[series], name(series));
                            try (GenerationView view = index.view()) {
                                assertThat(view.current().days().copy(day).contains(tsids[series].metricId()))
                                        .isTrue();
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
            try (GenerationView view = index.view()) {
                for (long day = 1; day < DAYS; day++) {
                    assertThat(view.current().days().copy(day).size()).isEqualTo(SERIES);
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    private static MetricName name(int series) {
        return MetricName.of("m", "i", "" + series);
    }

    private static Tsid[] create(IndexDb index) throws Exception {
        Tsid[] tsids = new Tsid[SERIES];
        for (int i = 0; i < SERIES; i++) {
            tsids[i] = index.resolve(name(i), 0);
        }
        return tsids;
    }
}
