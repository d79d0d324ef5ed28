package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The power goes, or the disk fails, at every change: what was persisted is there, and no id is given out twice. */
class IndexCrashTest {
    private static final long DAY = 19676;

    private final ManualTime time = new ManualTime("2023-11-15T12:00:00Z");

    /** What the run that is under way was told, and what of it was persisted. */
    private final Map<MetricName, Tsid> resolved = new HashMap<>();
    private final Map<MetricName, Tsid> persisted = new HashMap<>();

    private IndexContext context(Disk disk) {
        return IndexTesting.context(disk, time);
    }

    private void scenario(Disk disk) throws IOException {
        resolved.clear();
        persisted.clear();
        try (IndexDb index = IndexDb.open(ROOT, context(disk))) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 4; i++) {
                    MetricName name = MetricName.of("m" + round, "job", "j", "i", "" + i);
                    resolved.put(name, index.resolve(name, DAY + round));
                }
                index.persist();
                persisted.putAll(resolved);
            }
            index.mergeAll();
        }
    }

    private void check(MemoryDisk disk, boolean completed) throws IOException {
        try (IndexDb index = IndexDb.open(ROOT, context(disk))) {
            assertThat(index.tables()).hasSize(2);
            assertThat(IndexCheck.check(index).problems()).isEmpty();
            if (completed) {
                assertThat(persisted).hasSize(12);
            }
            HashSet<Long> ids = new HashSet<>();
            resolved.values().forEach(tsid -> ids.add(tsid.metricId()));
            List<MetricName> lost = new ArrayList<>(resolved.keySet());
            lost.removeAll(persisted.keySet());
            for (Map.Entry<MetricName, Tsid> one : persisted.entrySet()) {
                assertThat(index.resolve(one.getKey(), DAY)).isEqualTo(one.getValue());
            }
            for (MetricName name : lost) {
                // Its rows may have made it to the disk; if not, it must not get an id that samples may carry.
                Tsid tsid = index.resolve(name, DAY);
                assertThat(tsid.equals(resolved.get(name)) || !ids.contains(tsid.metricId())).isTrue();
            }
            Tsid fresh = index.resolve(MetricName.of("fresh"), DAY);
            assertThat(ids).doesNotContain(fresh.metricId());
            assertThat(IndexCheck.check(index).problems()).isEmpty();
        }
    }

    @Test
    void aPowerCutTakesOnlyWhatWasNotPersisted() {
        assertThat(EveryOperation.powerCut(new MemoryDisk(), 2, this::scenario, this::check)).isGreaterThan(50);
    }

    @Test
    void aFailureOfTheDiskTakesNothingAtAll() {
        assertThat(EveryOperation.failure(new MemoryDisk(), this::scenario, this::check)).isGreaterThan(50);
    }
}
