package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The power goes, or the disk fails, at every change that rotations make: no series is lost, and none comes twice. */
class RotationCrashTest {
    private static final long DAY = 19676;
    private static final Duration RETENTION = Duration.ofDays(10);
    private static final Path INDEXDB = ROOT.resolve("indexdb");

    private final ManualTime time = new ManualTime(DAY * 86_400_000 + 14_400_000);

    /** What the run that is under way was told and persisted, by name. */
    private final TreeMap<String, Tsid> persisted = new TreeMap<>();
    private final TreeMap<String, Tsid> resolved = new TreeMap<>();

    private void resolve(IndexDb index, String metric, long day) throws IOException {
        for (int i = 0; i < 3; i++) {
            MetricName name = MetricName.of(metric, "i", "" + i);
            resolved.put(name.toString(), index.resolve(name, day));
        }
    }

    private void persist(IndexDb index) throws IOException {
        index.persist();
        persisted.putAll(resolved);
    }

    private void rotate(IndexDb index) throws IOException {
        index.rotate(time.wallMs(), time.wallMs() - RETENTION.toMillis());
        persisted.putAll(resolved);
    }

    private void scenario(Disk disk) throws IOException {
        resolved.clear();
        persisted.clear();
        try (IndexDb index = IndexDb.open(ROOT, IndexTesting.context(disk, time))) {
            resolve(index, "a", DAY);
            persist(index);
            resolve(index, "b", DAY - 2);
            rotate(index);
            resolve(index, "c", DAY);
            resolve(index, "a", DAY);
            index.carryOver(time.wallMs());
            persist(index);
            resolve(index, "d", DAY);
            // Too soon, so b and all that has not followed is carried over at once
            rotate(index);
            resolve(index, "e", DAY);
            index.carryOver(time.wallMs() + Duration.ofHours(2).toMillis());
            rotate(index);
            persist(index);
        }
    }

    private void check(MemoryDisk disk, boolean completed) throws IOException {
        for (int again = 0; again < 2; again++) {
            try (IndexDb index = IndexDb.open(ROOT, IndexTesting.context(disk, time))) {
                assertThat(disk.list(INDEXDB)).hasSize(2);
                assertThat(IndexCheck.check(index).problems()).isEmpty();
                for (TimeRange range : List.of(TimeRange.all(), IndexTesting.days(DAY - 2, DAY))) {
                    Tsid[] found = index.search(List.of(TagFilters.all()), range, IndexTesting.NO_LIMIT,
                            IndexDb.NO_DEADLINE);
                    assertThat(found).doesNotHaveDuplicates().containsAll(persisted.values());
                    assertThat(resolved.values()).containsAll(List.of(found));
                }
                persisted.forEach((name, tsid) -> assertThat(resolve(index, name)).isEqualTo(tsid));
                index.rotate(time.wallMs(), time.wallMs() - RETENTION.toMillis());
                assertThat(index.search(List.of(TagFilters.all()), TimeRange.all(), IndexTesting.NO_LIMIT,
                        IndexDb.NO_DEADLINE)).doesNotHaveDuplicates().containsAll(persisted.values());
            }
        }
        if (completed) {
            assertThat(persisted).hasSize(15);
        }
    }

    private static Tsid resolve(IndexDb index, String text) {
        try {
            String metric = text.substring(0, 1);
            return index.resolve(MetricName.of(metric, "i", text.replaceAll("\\D", "")), DAY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPowerCutTakesOnlyWhatWasNotPersisted() {
        assertThat(EveryOperation.powerCut(new MemoryDisk(), 1, this::scenario, this::check)).isGreaterThan(100);
    }

    @Test
    void aFailureOfTheDiskTakesNothingAtAll() {
        assertThat(EveryOperation.failure(new MemoryDisk(), this::scenario, this::check)).isGreaterThan(100);
    }
}
