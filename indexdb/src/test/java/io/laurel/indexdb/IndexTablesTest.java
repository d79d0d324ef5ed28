package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.AtomicFile;
import io.laurel.env.LockedException;
import io.laurel.series.Days;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tables are opened, and in which part. */
class IndexTablesTest {
    private static final long DAY = 19676;
    private static final MetricName NAME = MetricName.of("up", "job", "node");
    private static final Path COMPOSITE = ROOT.resolve("metadata/minTimestampForCompositeIndex");

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2023-11-15T12:00:00Z");
    private final IndexContext context = IndexTesting.context(disk, time);

    private static List<String> names(IndexDb index) throws IOException {
        return index.tables().stream().map(IndexDb.TableInfo::name).toList();
    }

    @Test
    void oneTableBecomesThePreviousOne() throws Exception {
        Tsid tsid;
        String known;
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            known = names(index).get(0);
            tsid = index.resolve(NAME, DAY);
            disk.deleteTree(ROOT.resolve("indexdb").resolve(names(index).get(1)));
        }
        time.setWall("2001-01-01T00:00:00Z");
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(names(index).get(1)).isEqualTo(known);
            assertThat(names(index).get(0)).isGreaterThan(known);
            assertThat(index.search(List.of(TagFilters.metric("up")), TimeRange.all(), 1, IndexDb.NO_DEADLINE))
                    .containsExactly(tsid);
            // A known series keeps its TSID, and gets all its rows once more.
            assertThat(index.resolve(NAME, DAY + 1)).isEqualTo(tsid);
            assertThat(index.search(List.of(TagFilters.metric("up")), TimeRange.all(), 1, IndexDb.NO_DEADLINE))
                    .containsExactly(tsid);
            assertThat(IndexCheck.check(index)).isEqualTo(new IndexCheck.Report(1, 2, List.of()));
            disk.deleteTree(ROOT.resolve("indexdb").resolve(known));
        }
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(index.resolve(NAME, DAY + 1)).isEqualTo(tsid);
        }
    }

    @Test
    void olderTablesGoAndOtherFoldersAreLeftAlone() throws Exception {
        List<String> older = List.of("0000000000000001", "0000000000000002", "0000000000000003.dropped");
        List<String> strangers = List.of("snapshots", "17f", "abc", "abc.dropped");
        Path indexdb = ROOT.resolve("indexdb");
        for (List<String> folders : List.of(older, strangers)) {
            for (String folder : folders) {
                disk.createDirectory(indexdb.resolve(folder).resolve("1_1_0000000000000001"));
            }
        }
        disk.createDirectory(indexdb.resolve("1000000000000001"));
        disk.createDirectory(indexdb.resolve("1000000000000002"));
        try (IndexDb index = IndexDb.openReadOnly(ROOT, context)) {
            assertThat(names(index)).containsExactly("1000000000000002", "1000000000000001");
        }
        assertThat(disk.list(indexdb)).containsAll(older);
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            assertThat(names(index)).containsExactly("1000000000000002", "1000000000000001");
        }
        assertThat(disk.list(indexdb)).containsAll(strangers).doesNotContainAnyElementsOf(older);
        assertThat(disk.list(indexdb.resolve("snapshots"))).containsExactly("1_1_0000000000000001");
    }

    @Test
    void anOldRootWithoutTheFileUsesCompositeRowsFromTheDayAfterTomorrow() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            index.resolve(NAME, DAY);
        }
        disk.deleteFile(COMPOSITE);
        assertThat(IndexTables.compositeSinceMsReadOnly(ROOT, disk)).isEqualTo(Long.MAX_VALUE);
        IndexDb.openReadOnly(ROOT, context).close();
        assertThat(disk.exists(COMPOSITE)).isFalse();

        IndexDb.open(ROOT, context).close();
        assertThat(IndexTables.compositeSinceMsReadOnly(ROOT, disk)).isEqualTo((DAY + 2) * Days.DAY_MS);
        AtomicFile.write(disk, COMPOSITE, new byte[3]);
        time.setWall("2023-11-16T12:00:00Z");
        IndexDb.open(ROOT, context).close();
        assertThat(IndexTables.compositeSinceMsReadOnly(ROOT, disk)).isEqualTo((DAY + 3) * Days.DAY_MS);
    }

    @Test
    void twoCannotWriteButOneMayRead() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            index.resolve(NAME, DAY);
            assertThatThrownBy(() -> IndexDb.open(ROOT, context)).isInstanceOf(LockedException.class);
            try (IndexDb reader = IndexDb.openReadOnly(ROOT, context)) {
                assertThat(IndexTesting.find(reader, TagFilters.all(), TimeRange.all())).isEmpty();
            }
            index.persist();
            try (IndexDb reader = IndexDb.openReadOnly(ROOT, context)) {
                assertThat(IndexTesting.find(reader, TagFilters.all(), TimeRange.all()))
                        .containsExactly(NAME.toString());
            }
        }
        disk.assertNothingOpen();
    }
}
