package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.XxHash64;
import io.laurel.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is remembered of series, beside plain maps: it may know less, and never anything that is not so. */
@ExtendWith(Seed.class)
class KnownSeriesRandomTest {
    private static final long MAX_BYTES = 150_000;

    private final KnownSeries known = new KnownSeries(MAX_BYTES);

    /** Each name has the metric id that it was added with last. */
    private final Map<Integer, Long> metricIds = new HashMap<>();

    /** Day and metric id. */
    private final Set<String> registered = new HashSet<>();

    private long nextId = 1;

    @Test
    void neverKnowsWhatIsNotSo(Random random) {
        int shrinks = 0;
        long bytesAfter = 0;
        for (int step = 0; step < 30_000; step++) {
            long today = 19_000 + step / 3_000;
            int name = step / 20 + random.nextInt(500);
            int ordinal = find(name);
            if (ordinal < 0) {
                ordinal = add(name, random);
            } else {
                assertThat(known.table().metricId(ordinal)).isEqualTo(metricIds.get(name));
                assertThat(known.table().tsid(ordinal)).isEqualTo(tsid(metricIds.get(name)));
            }
            long day = random.nextInt(50) == 0 ? today - random.nextInt(600) : today;
            String registration = day + " " + known.table().metricId(ordinal);
            if (known.days().contains(day, ordinal)) {
                assertThat(registered).contains(registration);
            } else {
                known.days().add(day, ordinal);
                registered.add(registration);
            }
            if (random.nextInt(2000) == 0) {
                known.table().forgetNames(MetricIds.of(known.table().metricId(ordinal)));
                metricIds.remove(name);
            }
            if (known.isTooLarge()) {
                assertThat(known.heapBytes()).isGreaterThan(shrinks == 0 ? MAX_BYTES : bytesAfter * 3 / 2 - 1);
                known.shrink(today);
                shrinks++;
                bytesAfter = known.heapBytes();
                assertOrder();
            }
            assertThat(known.heapBytes()).isLessThan(MAX_BYTES + 20_000);
        }
        assertThat(shrinks).isGreaterThan(3).isEqualTo(known.shrinks());
    }

    private void assertOrder() {
        SeriesTable table = known.table();
        Ranks ranks = table.ranks();
        assertThat(ranks.size()).isEqualTo(table.size());
        for (int rank = 1; rank < table.size(); rank++) {
            assertThat(table.tsid(ranks.ordinalAt(rank - 1))).isLessThan(table.tsid(ranks.ordinalAt(rank)));
            assertThat(ranks.rankOf(ranks.ordinalAt(rank))).isEqualTo(rank);
        }
    }

    private int find(int name) {
        byte[] bytes = bytes(name);
        return known.table().find(bytes, 0, bytes.length, XxHash64.hash(bytes));
    }

    private int add(int name, Random random) {
        long metricId = metricIds.computeIfAbsent(name, unknown -> nextId++);
        byte[] bytes = bytes(name);
        int ordinal = known.table().add(bytes, 0, bytes.length, XxHash64.hash(bytes), tsid(metricId));
        if (random.nextInt(10) == 0) {
            byte[] other = (name + " in another order").getBytes(StandardCharsets.UTF_8);
            int same = known.table().find(other, 0, other.length, XxHash64.hash(other));
            if (same < 0) {
                assertThat(known.table().add(other, 0, other.length, XxHash64.hash(other), tsid(metricId)))
                        .isEqualTo(ordinal);
            }
        }
        return ordinal;
    }

    private static byte[] bytes(int name) {
        return ("series " + name + " x".repeat(name % 40)).getBytes(StandardCharsets.UTF_8);
    }

    private static Tsid tsid(long metricId) {
        return new Tsid(XxHash64.hash(new byte[] {(byte) metricId}), (int) metricId % 7, 5, metricId);
    }
}
