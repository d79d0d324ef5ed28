package io.laurel.data;

import static io.laurel.data.TableFixture.MAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.part.MergeDone;
import io.laurel.part.MergeDone.Dropped;
import io.laurel.series.MetricIds;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What merges say of themselves. */
class MergeDoneTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(Path.of("/db/data"));

    @Test
    void aPersistAndAMergeTellWhatTheyDid() throws IOException {
        try (DataTable table = fixture.open(disk)) {
            add(table, 1, 0, 100);
            table.persist(() -> { });
            add(table, 1, 50, 100);
            table.persist(() -> { });
            assertThat(fixture.merges).hasSize(2).allMatch(MergeDone::isPersist).allMatch(done ->
                    done.kind() == MergeDone.Kind.SAMPLES && done.table().equals("2024_05")
                            && done.sources().isEmpty() && done.memorySources() == 1
                            && done.entriesIn() == 100 && done.entriesOut() == 100);
            List<PartInfo> before = table.parts();

            table.mergeAll();
            PartInfo after = table.parts().get(0);
            MergeDone merge = fixture.merges.get(2);
            assertThat(merge.isPersist()).isFalse();
            assertThat(merge.sources()).containsExactlyElementsOf(
                    before.stream().map(part -> part.path().getFileName().toString()).toList());
            assertThat(merge.result()).isEqualTo(after.path().getFileName().toString());
            assertThat(merge.entriesIn()).isEqualTo(200);
            assertThat(merge.entriesOut()).isEqualTo(200);
            assertThat(merge.bytesIn()).isEqualTo(before.stream().mapToLong(PartInfo::sizeBytes).sum());
            assertThat(merge.bytesOut()).isEqualTo(after.sizeBytes());
            assertThat(merge.dropped()).isEqualTo(Dropped.NOTHING);
        }
    }

    @Test
    void droppedRowsAreToldByTheirReason() throws IOException {
        try (DataTable table = fixture.open(disk)) {
            add(table, 1, 0, 100);
            add(table, 2, 0, 30);
            table.persist(() -> { });
            add(table, 1, 100, 100);
            table.persist(() -> { });
            MetricIds deleted = new MetricIds();
            deleted.add(TableFixture.tsid(2).metricId());

            // Rows of series 1 stand a second apart: ten have expired, of the others every second one is left.
            table.mergeAll(new MergeRules(MAY + 10_000, 2_000, deleted));
            MergeDone merge = fixture.merges.get(2);
            long left = table.parts().get(0).rows();
            assertThat(merge.entriesIn()).isEqualTo(230);
            assertThat(merge.entriesOut()).isEqualTo(left);
            assertThat(merge.dropped().deleted()).isEqualTo(30);
            assertThat(merge.dropped().expired()).isEqualTo(10);
            assertThat(merge.dropped().rows()).isEqualTo(230 - left);

            table.mergeAll(new MergeRules(MAY + 1_000_000, 2_000));
            assertThat(table.parts()).isEmpty();
            merge = fixture.merges.get(3);
            assertThat(merge.result()).isNull();
            assertThat(merge.bytesOut()).isZero();
            assertThat(merge.dropped()).isEqualTo(new Dropped(0, left, 0));
        }
    }

    private void add(DataTable table, int series, int fromSecond, int count) throws IOException {
        RowBuffer rows = new RowBuffer();
        for (int i = 0; i < count; i++) {
            rows.append(fixture.ordinal(series), MAY + (fromSecond + i) * 1000L, i);
        }
        table.addRows(rows);
    }
}
