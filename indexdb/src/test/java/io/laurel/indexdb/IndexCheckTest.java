package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexCheckTest {
    private static final long DAY = 19676;
    private static final MetricName NAME = MetricName.builder().add("__name__", "a.b")
            .add("job", "node").add("Job", "other").add("job", "node").build();

    private final IndexContext context = IndexTesting.context(new MemoryDisk(), new ManualTime());

    @Test
    void aSeriesWithAllItsRowsIsSound() throws Exception {
        try (IndexDb index = IndexDb.open(ROOT, context)) {
            index.resolve(NAME, DAY);
            index.resolve(NAME, DAY + 1);
            index.resolve(MetricName.of("", "a", "b"), DAY + 300);
            index.resolve(MetricName.of("m"), 0);
            assertThat(IndexCheck.check(index)).isEqualTo(new IndexCheck.Report(3, 4, List.of()));
        }
    }

    @Test
    void aSeriesThatLacksAnyOfItsRowsIsNot() throws Exception {
        ItemBatch rows = rowsOf(NAME, NAME.newTsid(77));
        for (int missing = 0; missing < rows.size(); missing++) {
            ItemBatch others = new ItemBatch();
            for (int i = 0; i < rows.size(); i++) {
                if (!rows.item(i).equals(rows.item(missing))) {
                    others.add(rows.item(i));
                }
            }
            assertThat(problemsOf(others)).as("without " + rows.item(missing)).isNotEmpty();
        }
    }

    @Test
    void rowsThatShouldNotBeThereAreSeen() throws Exception {
        for (String extra : new String[] {
            "070102", "05000000000000000500000000000000aa", "016b01760100000000000000aa", "016b017601000000000000004d",
            "060000000000000001016b01000000000000004d", "02000000000000004e" + "00".repeat(24)}) {
            ItemBatch rows = rowsOf(NAME, NAME.newTsid(77));
            byte[] bytes = HexFormat.of().parseHex(extra);
            rows.add(bytes, 0, bytes.length);
            assertThat(problemsOf(rows)).as("with " + extra).isNotEmpty();
        }
        assertThat(problemsOf(rowsOf(NAME, new Tsid(1, 2, 3, 77)))).hasSize(1);
    }

    private static ItemBatch rowsOf(MetricName name, Tsid tsid) throws Exception {
        SeriesRows rows = new SeriesRows();
        ItemBatch batch = new ItemBatch();
        rows.series(name.marshaled());
        rows.addAllDays(tsid, batch);
        rows.addDay(DAY, tsid.metricId(), batch);
        return batch;
    }

    private List<String> problemsOf(ItemBatch rows) throws Exception {
        IndexContext fresh = IndexTesting.context(new MemoryDisk(), new ManualTime());
        try (IndexDb index = IndexDb.open(ROOT, fresh)) {
            try (GenerationView view = index.view()) {
                view.current().table().addItems(rows);
            }
            return IndexCheck.check(index).problems();
        }
    }
}
