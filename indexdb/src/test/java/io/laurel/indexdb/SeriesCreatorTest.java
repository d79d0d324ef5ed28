package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
class SeriesCreatorTest {
    private static final int THREADS = 4;
    private static final int NAMES = 2000;
    private static final long DAY = 19676;

    /** Four writers bring the same names in different orders and batches, while somebody persists and merges. */
    @Test
    void aNameHasOneIdHoweverManyBringIt(Random random) throws Exception {
        List<MetricName> names = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            names.add(MetricName.of("m" + i % 7, "job", "j" + i % 13, "i", "" + i));
        }
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
        try (IndexDb index = IndexDb.open(ROOT, IndexTesting.context(new MemoryDisk(), new ManualTime()))) {
            List<Future<Map<MetricName, Tsid>>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                writers.add(pool.submit(writer(index, names, new Random(random.nextLong()))));
            }
            Future<?> keeper = pool.submit(() -> {
                while (!writers.stream().allMatch(Future::isDone)) {
                    index.persist();
                    index.mergeOnce();
                }
                return null;
            });
            Map<MetricName, Tsid> first = writers.get(0).get();
            for (Future<Map<MetricName, Tsid>> writer : writers) {
                assertThat(writer.get()).isEqualTo(first);
            }
            keeper.get();
            assertThat(first).hasSize(NAMES);
            assertThat(new HashSet<>(first.values())).hasSize(NAMES);
            IndexCheck.Report report = IndexCheck.check(index);
            assertThat(report.problems()).isEmpty();
            assertThat(report.series()).isEqualTo(NAMES);
            assertThat(report.registrations()).isEqualTo(3 * NAMES);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Callable<Map<MetricName, Tsid>> writer(IndexDb index, List<MetricName> names, Random random) {
        return () -> {
            Map<MetricName, Tsid> known = new HashMap<>();
            for (long day = DAY; day < DAY + 3; day++) {
                List<MetricName> shuffled = new ArrayList<>(names);
                Collections.shuffle(shuffled, random);
                for (int from = 0; from < NAMES; ) {
                    int to = Math.min(NAMES, from + 1 + random.nextInt(300));
                    List<MetricName> batch = shuffled.subList(from, to);
                    long[] days = new long[batch.size()];
                    Arrays.fill(days, day);
                    Tsid[] tsids = new Tsid[batch.size()];
                    index.resolveAll(batch, days, tsids);
                    for (int i = 0; i < tsids.length; i++) {
                        Tsid earlier = known.putIfAbsent(batch.get(i), tsids[i]);
                        assertThat(earlier == null || earlier.equals(tsids[i])).isTrue();
                    }
                    from = to;
                    if (random.nextInt(4) == 0) {
                        index.flushPending();
                    } else {
                        assertIsFound(index, batch.get(0), tsids[0], day);
                    }
                }
            }
            return known;
        };
    }

    private static void assertIsFound(IndexDb index, MetricName name, Tsid tsid, long day) throws IOException {
        TagFilters filters = TagFilters.metric(name.metric()).equal("i", name.label("i"));
        assertThat(index.search(List.of(filters), IndexTesting.day(day), 1, IndexDb.NO_DEADLINE))
                .containsExactly(tsid);
    }
}
