package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricIdsRandomTest {
    private static final long[] STARTS = {
        0, 1_700_000_000_123_456_789L, 1_700_000_000_123_456_789L + (1L << 32), 0xffff_fff0L, Long.MAX_VALUE - 20,
        Long.MIN_VALUE, -50
    };

    @Test
    void setsBehaveLikeTreeSets() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TreeSet<Long> modelA = some(random);
            TreeSet<Long> modelB = some(random);
            MetricIds a = set(modelA);
            MetricIds b = set(modelB);
            check(seed, a, modelA);

            MetricIds or = a.copy();
            or.or(b);
            TreeSet<Long> expected = new TreeSet<>(modelA);
            expected.addAll(modelB);
            check(seed, or, sorted(expected));

            MetricIds and = a.copy();
            and.and(b);
            expected = new TreeSet<>(modelA);
            expected.retainAll(modelB);
            check(seed, and, sorted(expected));
            assertThat(a.intersects(b)).as("seed %s", seed).isEqualTo(!expected.isEmpty());

            MetricIds andNot = a.copy();
            andNot.andNot(b);
            expected = new TreeSet<>(modelA);
            expected.removeAll(modelB);
            check(seed, andNot, sorted(expected));
            check(seed, a, modelA);
        }
    }

    @Test
    void manyIdsAreTakenAtOnceInAnyOrder() {
        MetricIds ids = MetricIds.of(new long[] {7, -1, 7, 99}, 3);
        assertThat(ids).isEqualTo(MetricIds.of(-1, 7)).hasSameHashCodeAs(MetricIds.of(-1, 7));
        assertThat(ids.addNew(7)).isFalse();
        assertThat(ids.addNew(8)).isTrue();
        assertThat(MetricIds.of(new long[3], 0).isEmpty()).isTrue();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long[] array = new long[1 + random.nextInt(100)];
            for (int i = 0; i < array.length; i++) {
                array[i] = STARTS[random.nextInt(STARTS.length)] + random.nextInt(40);
            }
            MetricIds oneByOne = MetricIds.of(array);
            assertThat(MetricIds.of(array, array.length)).as("seed %s", seed).isEqualTo(oneByOne);
        }
    }

    private static TreeSet<Long> some(Random random) {
        TreeSet<Long> ids = new TreeSet<>(Long::compareUnsigned);
        for (int i = random.nextInt(60); i > 0; i--) {
            ids.add(STARTS[random.nextInt(STARTS.length)] + random.nextInt(40));
        }
        return ids;
    }

    private static TreeSet<Long> sorted(TreeSet<Long> ids) {
        TreeSet<Long> sorted = new TreeSet<>(Long::compareUnsigned);
        sorted.addAll(ids);
        return sorted;
    }

    private static MetricIds set(TreeSet<Long> model) {
        return MetricIds.of(model.stream().mapToLong(Long::longValue).toArray());
    }

    private static void check(int seed, MetricIds ids, TreeSet<Long> model) {
        assertThat(ids.toArray()).as("seed %s", seed).isEqualTo(model.stream().mapToLong(Long::longValue).toArray());
        assertThat(ids.size()).isEqualTo(model.size());
        assertThat(ids.isEmpty()).isEqualTo(model.isEmpty());
        for (long start : STARTS) {
            for (int i = 0; i < 45; i++) {
                assertThat(ids.contains(start + i)).as("seed %s", seed).isEqualTo(model.contains(start + i));
            }
        }
        long[] next = new long[1];
        long[] array = ids.toArray();
        ids.forEach(id -> assertThat(id).isEqualTo(array[(int) next[0]++]));
    }
}
