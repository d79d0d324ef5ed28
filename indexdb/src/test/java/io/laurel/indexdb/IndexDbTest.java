package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static io.laurel.indexdb.IndexTesting.day;
import static io.laurel.indexdb.IndexTesting.days;
import static io.laurel.indexdb.IndexTesting.find;
import static io.laurel.indexdb.IndexTesting.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.Slice;
import io.laurel.env.AtomicFile;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexDbTest {
    private static final long DAY = 19676;
    private static final MetricName UP_1 = MetricName.of("up", "job", "node", "instance", "h:1");
    private static final MetricName UP_2 = MetricName.of("up", "job", "node", "instance", "h:2");
    private static final MetricName LOAD = MetricName.of("node.load", "instance", "h:1");

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2023-11-15T12:00:00Z");

    private IndexDb open() throws IOException {
        return IndexDb.open(ROOT, IndexTesting.context(disk, time));
    }

    @Test
    void whatWasAddedIsFoundAtOnceAndAfterOpeningAgain() throws Exception {
        Tsid first;
        try (IndexDb index = open()) {
            first = index.resolve(UP_1, DAY);
            assertThat(first).isEqualTo(UP_1.newTsid(first.metricId()));
            assertThat(find(index, TagFilters.metric("up"), day(DAY))).containsExactly(UP_1.toString());
            index.resolve(UP_2, DAY);
            index.resolve(LOAD, DAY + 1);
            check(index);
            index.persist();
            check(index);
            index.mergeAll();
            check(index);
        }
        try (IndexDb index = open()) {
            check(index);
            assertThat(index.resolve(UP_1, DAY)).isEqualTo(first);
        }
        try (IndexDb index = IndexDb.openReadOnly(ROOT, IndexTesting.context(disk, time))) {
            check(index);
            assertThatThrownBy(() -> index.resolve(UP_1, DAY)).isInstanceOf(IllegalStateException.class);
        }
        disk.assertNothingOpen();
    }

    private static void check(IndexDb index) throws IOException {
        assertThat(find(index, TagFilters.metric("up"), day(DAY))).containsExactly(UP_1.toString(), UP_2.toString());
        assertThat(find(index, TagFilters.metric("up"), day(DAY + 1))).isEmpty();
        assertThat(find(index, TagFilters.all().equal("instance", "h:1"), days(DAY, DAY + 1)))
                .containsExactly(LOAD.toString(), UP_1.toString());
        assertThat(find(index, TagFilters.metric("up").notEqual("instance", "h:1"), days(DAY, DAY + 1)))
                .containsExactly(UP_2.toString());
        assertThat(find(index, TagFilters.metric("node.load"), TimeRange.all())).containsExactly(LOAD.toString());
        assertThat(find(index, List.of(), TimeRange.all())).isEmpty();

        assertThat(texts(index.labelNames(List.of(), day(DAY + 1), IndexDb.NO_DEADLINE)))
                .containsExactly("__name__", "instance");
        assertThat(texts(index.labelNames(List.of(), TimeRange.all(), IndexDb.NO_DEADLINE)))
                .containsExactly("__name__", "instance", "job");
        assertThat(values(index, "__name__", List.of())).containsExactly("node.load", "up");
        assertThat(values(index, "instance", List.of())).containsExactly("h:1", "h:2");
        assertThat(values(index, "instance", List.of(TagFilters.metric("node.load")))).containsExactly("h:1");
        assertThat(values(index, "absent", List.of())).isEmpty();
    }

    private static List<String> values(IndexDb index, String label, List<TagFilters> filters) throws IOException {
        return texts(index.labelValues(Slice.utf8(label), filters, TimeRange.all(), IndexDb.NO_DEADLINE));
    }

    @Test
    void aFreshRootHasTwoTablesAndCompositeRowsFromTheBeginning() throws Exception {
        try (IndexDb index = open()) {
            List<String> names = index.tables().stream().map(IndexDb.TableInfo::name).toList();
            assertThat(names).hasSize(2);
            assertThat(IndexGeneration.number(names.get(0))).isEqualTo(IndexGeneration.number(names.get(1)) + 1);
        }
        assertThat(AtomicFile.read(disk, ROOT.resolve("metadata/minTimestampForCompositeIndex")))
                .isEqualTo(new byte[8]);
    }

    @Test
    void namesThatSortBelowTheMetricGroupAreListed() throws Exception {
        try (IndexDb index = open()) {
            index.resolve(MetricName.of("a", "Zone", "1", "0digit", "2", "z", "3"), DAY);
            index.resolve(MetricName.of("b", "Zone", "1"), DAY);
            index.resolve(MetricName.of("a.b.c", "Zone", "1"), DAY);
            assertThat(texts(index.labelNames(List.of(), day(DAY), IndexDb.NO_DEADLINE)))
                    .containsExactly("0digit", "Zone", "__name__", "z");
        }
    }

    @Test
    void theFirstValuesAreListedThoughRowsComeInTheOrderOfTheirEscapes() throws Exception {
        try (IndexDb index = open()) {
            for (String value : List.of("a\u0000", "a\u0000!", "a\u0000c", "a")) {
                index.resolve(MetricName.of("m", "k", value), DAY);
            }
            Deadline deadline = new Deadline(new ManualTime(), IndexDb.NO_DEADLINE);
            LabelList first = index.labelValues(Slice.utf8("k"), List.of(), day(DAY), Slice.EMPTY, 1, deadline);
            assertThat(first).isEqualTo(new LabelList(List.of(Slice.utf8("a")), false));
        }
    }

    @Test
    void aKnownSeriesIsRegisteredForFurtherDays() throws Exception {
        try (IndexDb index = open()) {
            Tsid tsid = index.resolve(UP_1, DAY);
            assertThat(index.isRegistered(DAY, tsid.metricId())).isTrue();
            assertThat(index.isRegistered(DAY + 1, tsid.metricId())).isFalse();
            assertThat(index.resolve(UP_1, DAY + 1)).isEqualTo(tsid);
            index.registerDay(DAY + 2, tsid, UP_1);
            for (long day = DAY; day <= DAY + 2; day++) {
                assertThat(index.isRegistered(day, tsid.metricId())).isTrue();
                assertThat(find(index, TagFilters.metric("up"), day(day))).hasSize(1);
            }
            assertThat(find(index, TagFilters.metric("up"), day(DAY + 3))).isEmpty();
        }
    }

    @Test
    void oneBatchMayNameASeriesOftenAndOnManyDays() throws Exception {
        try (IndexDb index = open()) {
            MetricName again = MetricName.of("up", "instance", "h:1", "job", "node");
            List<MetricName> names = List.of(UP_1, UP_1, UP_2, UP_1, again);
            Tsid[] tsids = new Tsid[names.size()];
            index.resolveAll(names, new long[] {DAY, DAY + 1, DAY, DAY, DAY + 2}, tsids);
            assertThat(tsids[1]).isEqualTo(tsids[0]);
            assertThat(tsids[3]).isEqualTo(tsids[0]);
            assertThat(tsids[4]).isEqualTo(tsids[0]);
            assertThat(tsids[2]).isNotEqualTo(tsids[0]);
            assertThat(find(index, TagFilters.metric("up"), day(DAY + 1))).containsExactly(UP_1.toString());
            assertThat(find(index, TagFilters.metric("up"), day(DAY + 2))).containsExactly(UP_1.toString());
        }
    }

    @Test
    void aNameThatIsTooLongIsPassedOver() throws Exception {
        String longest = "x".repeat(MetricName.MAX_VALUE_BYTES);
        MetricName tooLong = MetricName.of("m", "a", longest, "b", longest, "c", longest, "d", longest);
        try (IndexDb index = open()) {
            Tsid[] tsids = new Tsid[2];
            index.resolveAll(List.of(UP_1, tooLong), new long[] {DAY, DAY}, tsids);
            assertThat(tsids[0]).isNotNull();
            assertThat(tsids[1]).isNull();
        }
    }

    @Test
    void exactlyAsManySeriesAsAllowedPass() throws Exception {
        try (IndexDb index = open()) {
            for (int i = 0; i < 10; i++) {
                index.resolve(MetricName.of("m", "i", "" + i), DAY);
            }
            List<TagFilters> filters = List.of(TagFilters.metric("m"));
            assertThat(index.search(filters, day(DAY), 10, IndexDb.NO_DEADLINE)).hasSize(10).isSorted();
            assertThatThrownBy(() -> index.search(filters, day(DAY), 9, IndexDb.NO_DEADLINE))
                    .isInstanceOf(SeriesLimitException.class).hasMessageContaining("more than 9 series");
        }
    }

    @Test
    void aSearchEndsAtItsDeadline() throws Exception {
        try (IndexDb index = open()) {
            index.resolve(UP_1, DAY);
            List<TagFilters> filters = List.of(TagFilters.metric("up"));
            long now = time.monotonicNs();
            assertThat(index.search(filters, day(DAY), 10, now)).hasSize(1);
            assertThatThrownBy(() -> index.search(filters, day(DAY), 10, now - 1))
                    .isInstanceOf(SearchDeadlineException.class);
        }
    }

    @Test
    void manySeriesInOneBatchAreAllThere() throws Exception {
        List<MetricName> names = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            names.add(MetricName.of("requests_total", "instance", "host-" + i % 50, "path", "/p/" + i));
        }
        names.sort((a, b) -> a.marshaled().compareTo(b.marshaled()));
        long[] dayOf = new long[names.size()];
        Arrays.fill(dayOf, DAY);
        Tsid[] tsids = new Tsid[names.size()];
        Tsid[] again = new Tsid[names.size()];
        try (IndexDb index = open()) {
            index.resolveAll(names, dayOf, tsids);
            index.resolveAll(names, dayOf, again);
            assertThat(again).isEqualTo(tsids);
            index.flushPending();
            index.resolveAll(names, dayOf, again);
            assertThat(again).isEqualTo(tsids);
            assertThat(find(index, TagFilters.all().equal("instance", "host-7"), day(DAY))).hasSize(100);
        }
        try (IndexDb index = open()) {
            index.resolveAll(names, dayOf, again);
            assertThat(again).isEqualTo(tsids);
            assertThat(find(index, TagFilters.metric("requests_total").notEqual("instance", "host-7"), day(DAY)))
                    .hasSize(4900);
        }
    }
}
