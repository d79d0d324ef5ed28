package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.MetricName;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameFilterTest {
    private static final MetricName KNOWN = MetricName.of("up", "job", "known");
    private static final MetricName ADDED = MetricName.of("up", "job", "added");
    private static final MetricName UNKNOWN = MetricName.of("up", "job", "unknown");

    @Test
    void saysNothingBeforeItHasReadTheNames() throws Exception {
        IndexContext context = IndexTesting.context(new MemoryDisk(), new ManualTime());
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            index.resolve(KNOWN, 1);
        }
        try (IndexDb index = IndexDb.open(ROOT, context); GenerationView view = index.view()) {
            NameFilter filter = new NameFilter(false, 1 << 20);
            filter.add(ADDED.hashCode());
            filter.missed(9_999, view.generations());
            for (MetricName name : List.of(KNOWN, ADDED, UNKNOWN)) {
                assertThat(filter.excludes(name.hashCode())).isFalse();
            }
            filter.missed(1, view.generations());
            assertThat(filter.excludes(KNOWN.hashCode())).isFalse();
            assertThat(filter.excludes(ADDED.hashCode())).isFalse();
            assertThat(filter.excludes(UNKNOWN.hashCode())).isTrue();
        }
    }

    @Test
    void isCompleteFromTheStartInAnEmptyIndex() {
        NameFilter filter = new NameFilter(true, 1 << 20);
        assertThat(filter.excludes(KNOWN.hashCode())).isTrue();
        filter.add(KNOWN.hashCode());
        assertThat(filter.excludes(KNOWN.hashCode())).isFalse();
    }

    @Test
    void givesUpRatherThanGrowForEver() {
        NameFilter filter = new NameFilter(true, 16_000);
        for (int i = 0; i < 500; i++) {
            filter.add(i);
        }
        assertThat(filter.excludes(1000)).isTrue();
        assertThat(filter.heapBytes()).isEqualTo(4000);
        for (int i = 0; i < 3000; i++) {
            filter.add(i);
        }
        assertThat(filter.excludes(5000)).isFalse();
        assertThat(filter.heapBytes()).isZero();
    }
}
