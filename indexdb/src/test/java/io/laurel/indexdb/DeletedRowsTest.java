package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.ItemBatch;
import io.laurel.mergeset.TableCheck;
import io.laurel.series.MetricIds;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A merge of all gives up the rows of deleted series, all of them and no others. */
@ExtendWith(Seed.class)
class DeletedRowsTest {
    private static final long DAY = 19676;

    private final MemoryDisk disk = new MemoryDisk();
    private final IndexContext context = IndexTesting.context(disk, new ManualTime());

    @Test
    void dropsRowsOfEveryKindButTheMarks() throws Exception {
        assertThat(filtered(List.of(
                "0075700102" + "00".repeat(16) + "000000000000000b",
                "0075700102" + "00".repeat(16) + "000000000000000c",
                "016b017601000000000000000a000000000000000b", "016b017601000000000000000b",
                "016b017801000000000000000b000000000000000d",
                "02000000000000000a" + "00".repeat(24), "02000000000000000b" + "00".repeat(24),
                "03000000000000000b757001", "03000000000000000d757001",
                "04000000000000000b", "04000000000000000d",
                "050000000000004cdc000000000000000a", "050000000000004cdc000000000000000b",
                "060000000000004cdc6b017601000000000000000d",
                "060000000000004cdc6b017601000000000000000d000000000000000e"), 0xb, 0xd))
                .containsExactly(
                        "0075700102" + "00".repeat(16) + "000000000000000c",
                        "016b017601000000000000000a",
                        "02000000000000000a" + "00".repeat(24),
                        "04000000000000000b", "04000000000000000d",
                        "050000000000004cdc000000000000000a",
                        "060000000000004cdc6b017601000000000000000e");
    }

    @Test
    void rowsOfATagThatChangePlacesComeOutInOrder() throws Exception {
        assertThat(filtered(List.of("016b017601" + "0000000000000001" + "0000000000000009",
                "016b017601" + "0000000000000001" + "0000000000000002" + "0000000000000003",
                "016b017601" + "0000000000000003" + "0000000000000009"), 1))
                .containsExactly("016b017601" + "0000000000000002" + "0000000000000003" + "0000000000000009");
    }

    @Test
    void aRowThatCannotBeReadEndsTheMerge() {
        for (String broken : List.of("016b017601", "02000000000000000a", "00757002")) {
            assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> filtered(List.of(broken), 1));
        }
    }

    private static List<String> filtered(List<String> rows, long... deleted) throws IOException {
        DeletedRows filter = new DeletedRows(MetricIds.of(deleted));
        List<String> kept = new ArrayList<>();
        for (String row : rows) {
            byte[] bytes = HexFormat.of().parseHex(row);
            filter.item(bytes, 0, bytes.length, (array, offset, length) -> kept.add(hex(array, offset, length)));
        }
        filter.end((array, offset, length) -> kept.add(hex(array, offset, length)));
        return kept;
    }

    private static String hex(byte[] array, int offset, int length) {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    @RepeatedTest(4)
    void whatIsLeftIsAsIfTheyHadNeverBeen(Random random) throws Exception {
        MetricIds deleted = new MetricIds();
        for (int generation = 0; generation < 2; generation++) {
            try (IndexDb index = IndexDb.open(ROOT, context)) {
                for (int round = 0; round < 3; round++) {
                    addSome(index, random);
                    index.persist();
                    deleteSome(index, random, deleted);
                }
                List<TreeSet<String>> before = rows(index, deleted);
                index.mergeAll();
                assertThat(rows(index, new MetricIds())).isEqualTo(before);
                assertThat(IndexCheck.check(index).problems()).isEmpty();
                List<IndexDb.TableInfo> tables = index.tables();
                index.mergeAll();
                assertThat(index.tables()).as("there is nothing to do").isEqualTo(tables);
            }
            for (Path table : tables()) {
                assertThat(TableCheck.check(table, context.ofTables()).problems()).isEmpty();
            }
            disk.createDirectory(ROOT.resolve("indexdb").resolve(IndexGeneration.name(
                    IndexGeneration.number(tables().get(tables().size() - 1).getFileName().toString()) + 1000)));
        }
        disk.assertNothingOpen();
    }

    private List<Path> tables() throws IOException {
        Path indexdb = ROOT.resolve("indexdb");
        return IndexGeneration.names(disk, indexdb).stream().map(indexdb::resolve).toList();
    }

    /** Several hundred series share a label, others have a value of their own. */
    private static void addSome(IndexDb index, Random random) throws IOException {
        List<MetricName> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add(MetricName.of(random.nextBoolean() ? "up" : "a.b", "job", "n", "host", "h" + random.nextInt(500)));
        }
        long[] days = random.longs(names.size(), DAY, DAY + 3).toArray();
        index.resolveAll(names, days, new Tsid[names.size()]);
    }

    private static void deleteSome(IndexDb index, Random random, MetricIds deleted) throws IOException {
        TagFilters some = TagFilters.all().matches("host", ".*" + random.nextInt(10) + random.nextInt(2) + "?");
        Tsid[] found = index.search(List.of(some), TimeRange.all(), IndexTesting.NO_LIMIT, IndexDb.NO_DEADLINE);
        index.delete(found);
        for (Tsid tsid : found) {
            deleted.add(tsid.metricId());
        }
    }

    /** The rows of each generation, tag rows as one line for each id, without those of some ids. */
    private static List<TreeSet<String>> rows(IndexDb index, MetricIds without) throws IOException {
        List<TreeSet<String>> generations = new ArrayList<>();
        try (GenerationView view = index.view()) {
            for (IndexGeneration generation : view.generations()) {
                TreeSet<String> rows = new TreeSet<>();
                try (GenerationSearch search = generation.search()) {
                    ItemCursor cursor = search.cursor();
                    for (boolean more = cursor.seek(new ByteBuilder()); more; more = cursor.next()) {
                        addLines(cursor.item(), without, rows);
                    }
                }
                generations.add(rows);
            }
        }
        return generations;
    }

    private static void addLines(Slice item, MetricIds without, TreeSet<String> rows) throws IOException {
        byte kind = (byte) item.u8(0);
        if (TagRow.isKindOf(kind)) {
            TagRow row = new TagRow();
            row.set(item.array(), item.offset(), item.length());
            for (int i = 0; i < row.idsCount(); i++) {
                if (!without.contains(row.id(i))) {
                    rows.add(row.prefix() + " " + row.id(i));
                }
            }
            return;
        }
        long id = kind == IndexItems.NAME_TO_TSID
                ? IndexItems.u64(item.array(), item.offset() + item.length() - IndexItems.ID_BYTES)
                : IndexItems.metricId(item.array(), item.offset(), item.length());
        if (kind == IndexItems.DELETED_ID || !without.contains(id)) {
            rows.add(item.toString());
        }
    }

    @Test
    void aLongTagKeepsItsRowsWithinTheLimit() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            List<MetricName> names = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                names.add(MetricName.of("\u0001".repeat(16_250), "k".repeat(100), "\u0001".repeat(16_384), "i", "" + i));
            }
            Tsid[] tsids = new Tsid[names.size()];
            index.resolveAll(names, new long[names.size()], tsids);
            index.persist();
            index.delete(new Tsid[] {tsids[0], tsids[7]});
            index.mergeAll();
            assertThat(IndexCheck.check(index).problems()).isEmpty();
            assertThat(IndexCheck.check(index).series()).isEqualTo(198);
        }
        assertThat(TableCheck.check(tables().get(1), context.ofTables()).problems()).isEmpty();
    }

    @Test
    void idsOfDeletedSeriesAreNotUsedAgainWhenTheClockWentBackAndTheLimitIsLost() throws Exception {
        Tsid known;
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            known = index.resolve(MetricName.of("up"), DAY);
            index.delete(new Tsid[] {known});
            index.mergeAll();
        }
        disk.deleteTree(IndexTables.metadata(ROOT).resolve(IdCounter.FILE));
        try (IndexDb index = IndexDb.open(ROOT, IndexTesting.context(disk, new ManualTime(1)))) {
            assertThat(index.resolve(MetricName.of("up"), DAY).metricId()).isGreaterThan(known.metricId());
        }
    }

    @Test
    void aPartOfItsOwnIsWrittenAnewIfOnlyADayOfADeletedSeriesIsInIt() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context); GenerationView view = index.view()) {
            Tsid tsid = index.resolve(MetricName.of("up"), DAY);
            index.resolve(MetricName.of("down"), DAY);
            index.mergeAll();
            IndexGeneration previous = view.previous();
            ItemBatch rows = new ItemBatch();
            SeriesRows series = new SeriesRows();
            series.series(MetricName.of("up").marshaled());
            series.addDay(DAY + 1, tsid.metricId(), rows);
            series.addDay(DAY + 2, 77, rows);
            previous.table().addItems(rows);
            previous.table().persist();
            assertThat(DeletedRows.areIn(previous, MetricIds.of(1, 78))).isFalse();
            assertThat(DeletedRows.areIn(previous, MetricIds.of(1, 77))).isTrue();
            index.delete(new Tsid[] {tsid});
            assertThat(rows(index, MetricIds.of(tsid.metricId())).get(1)).hasSize(2);
            index.mergeAll();
            assertThat(rows(index, new MetricIds()).get(1)).hasSize(2);
        }
    }
}
