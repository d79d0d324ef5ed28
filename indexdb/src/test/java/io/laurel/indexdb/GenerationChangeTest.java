package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.mergeset.ItemBatch;
import io.laurel.series.Days;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the index knows while one generation follows the other. */
class GenerationChangeTest {
    private static final TagFilters ALL = TagFilters.all();
    private static final long DAY_MS = Days.DAY_MS;
    private static final Path INDEXDB = ROOT.resolve("indexdb");

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-05-01T04:00:00Z");
    private final IndexContext context = IndexTesting.context(disk, time);

    private static MetricName name(int i) {
        return MetricName.of("m" + i % 3, "job", "j" + i % 5, "i", "" + i);
    }

    private long today() {
        return Days.of(time.wallMs());
    }

    private void rotate(IndexDb index, Duration retention) throws IOException {
        index.rotate(time.wallMs(), time.wallMs() - retention.toMillis());
    }

    private static void assertSound(IndexDb index) throws IOException {
        assertThat(IndexCheck.check(index).problems()).isEmpty();
    }

    private static long[] ids(IndexDb index, TimeRange range) throws IOException {
        Tsid[] found = index.search(List.of(ALL), range, IndexTesting.NO_LIMIT, IndexDb.NO_DEADLINE);
        long[] ids = new long[found.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = found[i].metricId();
        }
        return ids;
    }

    private long count(IndexDb index, long day) throws IOException {
        Deadline deadline = new Deadline(time, IndexDb.NO_DEADLINE);
        long count = index.seriesCount(day, deadline);
        assertThat(index.cardinality(List.of(), day, null, 5, deadline).series()).isEqualTo(count);
        return count;
    }

    @Test
    void seriesFollowOneByOneAndAreFoundAndCountedOnceAllTheTime() throws Exception {
        int series = 200;
        long today = today();
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            for (int i = 0; i < series; i++) {
                index.resolve(name(i), today);
            }
            index.registerDay(today + 1, index.resolve(name(7), today), name(7));
            Tsid silent = index.resolve(MetricName.of("silent"), today - 1);
            rotate(index, Duration.ofDays(10));
            assertThat(index.tables().get(0).parts()).isEmpty();

            Set<Long> steps = new HashSet<>();
            for (int minute = 0; minute <= 61; minute++) {
                index.carryOver(time.wallMs());
                steps.add(index.settledAgain());
                assertThat(index.settledAgain()).isBetween(series * (minute - 10) / 60L, series * (minute + 10) / 60L);
                assertThat(ids(index, IndexTesting.day(today))).hasSize(series);
                assertThat(ids(index, IndexTesting.day(today + 1))).hasSize(1);
                assertThat(ids(index, TimeRange.all())).hasSize(series + 1);
                assertThat(count(index, today)).isEqualTo(series);
                assertThat(count(index, IndexDb.ALL_DAYS)).isEqualTo(series + 1);
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(steps).hasSizeGreaterThan(40);
            assertThat(index.settledAgain()).isEqualTo(series);
            assertThat(index.carryOver(time.wallMs())).isFalse();
            assertSound(index);

            // All of it is in the current generation now, but for the series that was silent
            time.advance(Duration.ofDays(10));
            rotate(index, Duration.ofDays(10));
            assertThat(ids(index, IndexTesting.day(today))).hasSize(series);
            assertThat(ids(index, IndexTesting.day(today + 1))).hasSize(1);
            assertThat(ids(index, TimeRange.all())).hasSize(series).doesNotContain(silent.metricId());
            assertThat(index.settledAgain()).isEqualTo(series);
            assertSound(index);
        }
        disk.assertNothingOpen();
        assertThat(IndexGeneration.names(disk, INDEXDB)).hasSize(2);
        assertThat(disk.list(INDEXDB)).hasSize(2);
    }

    @Test
    void rotationsInHasteLoseNothingThatIsWanted() throws Exception {
        long today = today();
        List<Tsid> series = new ArrayList<>();
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            for (int i = 0; i < 100; i++) {
                series.add(index.resolve(name(i), today - i));
            }
            for (int round = 0; round < 4; round++) {
                rotate(index, Duration.ofDays(49));
                for (int i = 0; i < 50; i++) {
                    assertThat(index.search(List.of(ALL), IndexTesting.day(today - i), 1, IndexDb.NO_DEADLINE))
                            .containsExactly(series.get(i));
                }
                assertThat(count(index, IndexDb.ALL_DAYS)).isEqualTo(round == 0 ? 100 : 50);
                assertThat(IndexGeneration.names(disk, INDEXDB)).hasSize(2);
                assertSound(index);
            }
        }
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(ids(index, TimeRange.all())).hasSize(50);
            assertSound(index);
        }
    }

    @Test
    void silentSeriesComesBackUnderItsIdWhilePreviousKnowsIt() throws Exception {
        long first = today();
        MetricName name = name(1);
        Duration retention = Duration.ofDays(2);
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid tsid = index.resolve(name, first);
            time.advance(retention);
            rotate(index, retention);
            index.carryOver(time.wallMs());
            index.persist();
        }
        for (int round = 0; round < 2; round++) {
            try (IndexDb index = IndexDb.open(ROOT, context)) {
                Tsid known = index.search(List.of(ALL), TimeRange.all(), 1, IndexDb.NO_DEADLINE)[0];
                long today = today();
                assertThat(index.resolve(name, today)).isEqualTo(known);
                assertThat(index.settledAgain()).isEqualTo(1);
                time.advance(retention);
                rotate(index, retention);
                assertThat(ids(index, IndexTesting.day(today))).containsExactly(known.metricId());
                assertSound(index);
            }
        }
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid old = index.search(List.of(ALL), TimeRange.all(), 1, IndexDb.NO_DEADLINE)[0];
            time.advance(Duration.ofDays(2));
            rotate(index, Duration.ofDays(1));
            assertThat(ids(index, TimeRange.all())).isEmpty();
            assertThat(index.resolve(name, today())).isNotEqualTo(old);
        }
    }

    @Test
    void aNewDayBringsAllRowsOfASeriesThatHasNotFollowed() throws Exception {
        long today = today();
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid tsid = index.resolve(name(1), today - 3);
            index.resolve(name(2), today - 3);
            rotate(index, Duration.ofDays(3));
            // Whoever brings it has its TSID from before the rotation
            index.registerDays(List.of(name(1), name(1), name(1)), new long[] {today, today + 1, today - 1},
                    new Tsid[] {tsid, tsid, tsid});
            assertThat(index.settledAgain()).isEqualTo(1);
            assertThat(IndexCheck.check(index)).isEqualTo(new IndexCheck.Report(2, 5, List.of()));
            time.advance(Duration.ofDays(3));
            rotate(index, Duration.ofDays(3));
            assertThat(IndexTesting.find(index, ALL, IndexTesting.days(today - 1, today + 1)))
                    .containsExactly(name(1).toString());
            assertSound(index);
            // Nor is one lost that neither generation knows any more
            rotate(index, Duration.ZERO);
            rotate(index, Duration.ZERO);
            assertThat(ids(index, TimeRange.all())).isEmpty();
            index.registerDay(today(), tsid, name(1));
            assertThat(IndexTesting.find(index, ALL, TimeRange.all())).containsExactly(name(1).toString());
            assertSound(index);
        }
    }

    /** As other engines leave it: the rows of a day in current, the others only in previous. */
    @Test
    void seriesOfWhichCurrentHasOnlyADayKeepTheirNames() throws Exception {
        long today = today();
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid tsid = index.resolve(name(1), today - 9);
            rotate(index, Duration.ofDays(5));
            try (GenerationView view = index.view()) {
                ItemBatch batch = new ItemBatch();
                SeriesRows rows = new SeriesRows();
                rows.series(name(1).marshaled());
                rows.addDay(today, tsid.metricId(), batch);
                view.current().table().addItems(batch);
            }
            rotate(index, Duration.ofDays(5));
            assertThat(index.settledAgain()).isEqualTo(1);
            for (TimeRange range : List.of(IndexTesting.day(today), TimeRange.all())) {
                assertThat(IndexTesting.find(index, ALL, range)).containsExactly(name(1).toString());
            }
            assertSound(index);
        }
    }

    @Test
    void anIndexOpenedWithinTheHourGoesOn() throws Exception {
        long today = today();
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            for (int i = 0; i < 100; i++) {
                index.resolve(name(i), today);
            }
            rotate(index, Duration.ofDays(1));
            time.advance(Duration.ofMinutes(20));
            index.carryOver(time.wallMs());
        }
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            time.advance(Duration.ofMinutes(20));
            assertThat(index.carryOver(time.wallMs())).isTrue();
            assertThat(index.settledAgain()).isBetween(20L, 46L);
        }
        time.advance(Duration.ofMinutes(40));
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(index.carryOver(time.wallMs())).isTrue();
            assertThat(index.carryOver(time.wallMs())).isFalse();
            index.mergeAll();
        }
        disk.deleteTree(INDEXDB.resolve(IndexGeneration.names(disk, INDEXDB).get(0)));
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(IndexCheck.check(index)).isEqualTo(new IndexCheck.Report(100, 100, List.of()));
        }
    }

    @Test
    void theOldestGenerationStaysForThoseWhoLookIntoIt() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid tsid = index.resolve(name(1), 10);
            rotate(index, Duration.ofDays(1));
            String oldest = index.tables().get(1).name();
            try (SeriesNames names = index.names()) {
                rotate(index, Duration.ofDays(1));
                assertThat(ids(index, TimeRange.all())).isEmpty();
                assertThat(index.carryOver(time.wallMs())).isFalse();
                assertThat(disk.exists(INDEXDB.resolve(oldest))).isTrue();
                assertThat(index.search(List.of(ALL), TimeRange.all(), 1, new Deadline(time, IndexDb.NO_DEADLINE),
                        names)).containsExactly(tsid);
                assertThat(names.find(tsid.metricId())).isEqualTo(name(1).marshaled());
            }
            assertThat(index.carryOver(time.wallMs())).isTrue();
            assertThat(disk.list(INDEXDB)).hasSize(2).doesNotContain(oldest);
        }
        disk.assertNothingOpen();
    }

    @Test
    void deletedSeriesStayDeletedAndAreForgottenInTheEnd() throws Exception {
        long today = today();
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid before = index.resolve(name(1), today);
            index.resolve(name(2), today);
            Tsid kept = index.resolve(name(3), today);
            index.delete(new Tsid[] {before});
            rotate(index, Duration.ofDays(1));
            Tsid after = index.search(List.of(ALL), TimeRange.all(), 2, IndexDb.NO_DEADLINE)[0].equals(kept)
                    ? index.search(List.of(ALL), TimeRange.all(), 2, IndexDb.NO_DEADLINE)[1]
                    : index.search(List.of(ALL), TimeRange.all(), 2, IndexDb.NO_DEADLINE)[0];
            index.delete(new Tsid[] {after});
            time.advance(Duration.ofHours(2));
            index.carryOver(time.wallMs());
            assertThat(ids(index, TimeRange.all())).containsExactly(kept.metricId());
            assertThat(index.resolve(name(1), today)).isNotEqualTo(before);
            // Too soon: there may be samples of both
            rotate(index, Duration.ofDays(1));
            assertThat(index.deletedIds().toArray()).containsExactly(before.metricId(), after.metricId());
            assertThat(ids(index, TimeRange.all())).hasSize(2).contains(kept.metricId());
        }
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(index.deletedIds().size()).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                time.advance(Duration.ofDays(1));
                rotate(index, Duration.ofDays(1));
            }
            assertThat(index.deletedIds().isEmpty()).isTrue();
        }
    }

    @Test
    void aRotationThatFailedIsTakenUpAgain() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid tsid = index.resolve(name(1), today());
            // As a disk that was full after the folder had been made leaves it
            String half = IndexGeneration.name(IndexGeneration.number(index.tables().get(0).name()) + 17);
            disk.createDirectory(INDEXDB.resolve(half));
            time.advance(Duration.ofDays(1));
            rotate(index, Duration.ofDays(1));
            assertThat(index.tables().get(0).name()).isEqualTo(half);
            assertThat(ids(index, TimeRange.all())).containsExactly(tsid.metricId());
        }
    }

    @Test
    void aClockThatWentBackMakesALaterNumberNevertheless() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            Tsid tsid = index.resolve(name(1), today());
            String before = index.tables().get(0).name();
            time.setWall("2001-01-01T00:00:00Z");
            rotate(index, Duration.ofDays(1));
            assertThat(index.tables().get(0).name()).isGreaterThan(before);
            assertThat(index.carryOver(time.wallMs())).as("nobody knows what to wait for").isTrue();
            assertThat(ids(index, TimeRange.all())).containsExactly(tsid.metricId());
        }
    }
}
