package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class IndexStatsTest {
    private static final long DAY = 19_000;

    private final IndexContext context = IndexTesting.context(new MemoryDisk(), new ManualTime());

    @Test
    void seriesAreCountedWhenTheyGetTheirId() throws IOException {
        try (IndexDb index = IndexDb.open(IndexTesting.ROOT, context)) {
            assertThat(index.stats()).isEqualTo(new IndexStats(0, 0, 0, 0, 0, 0, 0, 0, 0));
            index.resolve(MetricName.of("up"), DAY);
            index.resolve(MetricName.of("up"), DAY + 1);
            Tsid down = index.resolve(MetricName.of("down"), DAY);
            IndexStats stats = index.stats();
            assertThat(stats.created()).isEqualTo(2);
            assertThat(stats.settledAgain()).isZero();
            assertThat(stats.pendingItems()).isPositive();
            assertThat(stats.memoryBytes()).isPositive();
            assertThat(stats.namesBytes()).isPositive();
            assertThat(stats.daysBytes()).isPositive();

            index.delete(new Tsid[] {down});
            index.persist();
            stats = index.stats();
            assertThat(stats.deletedSeries()).isEqualTo(1);
            assertThat(stats.deletedBytes()).isPositive();
            assertThat(stats.pendingItems()).isZero();
            assertThat(stats.memoryBytes()).as("the buffers stay").isPositive();
        }
        try (IndexDb reader = IndexDb.openReadOnly(IndexTesting.ROOT, context)) {
            assertThat(reader.stats().deletedSeries()).isEqualTo(1);
            assertThat(reader.stats().created()).isZero();
        }
    }

    @Test
    void aSeriesIsWrittenOnceMoreForEachGeneration() throws IOException {
        try (IndexDb index = IndexDb.open(IndexTesting.ROOT, context)) {
            index.resolve(MetricName.of("up"), DAY);
            index.rotate(context.time().wallMs(), 0);
            index.resolve(MetricName.of("up"), DAY + 1);
            assertThat(index.stats().created()).isEqualTo(1);
            assertThat(index.stats().settledAgain()).isEqualTo(1);
        }
    }

    @Test
    void holesInTheIndexAreCounted() throws IOException {
        try (IndexDb index = IndexDb.open(IndexTesting.ROOT, context); GenerationView view = index.view()) {
            Tsid known = index.resolve(MetricName.of("up"), DAY);
            ItemBatch rows = new ItemBatch();
            SeriesRows series = new SeriesRows();
            series.series(MetricName.of("up").marshaled());
            series.addDay(DAY, known.metricId() + 1, rows);
            view.current().table().addItems(rows);

            assertThat(IndexTesting.find(index, TagFilters.metric("up"), IndexTesting.day(DAY))).hasSize(1);
            assertThat(index.stats().missingTsids()).isEqualTo(1);
            IndexTesting.find(index, TagFilters.metric("up"), IndexTesting.day(DAY));
            assertThat(index.stats().missingTsids()).isEqualTo(2);
        }
    }
}
