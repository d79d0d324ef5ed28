package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.SeriesTable;
import io.laurel.series.Tsid;
import io.laurel.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both ways of sorting against a stable sort of objects. */
@ExtendWith(Seed.class)
class RowSorterRandomTest {
    private record Row(Tsid tsid, long timestampMs, double value) {}

    @RepeatedTest(10)
    void likeAStableSort(Random random) {
        SeriesTable table = new SeriesTable();
        RowSorter sorter = new RowSorter(table);
        List<Tsid> series = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            addSeries(table, series, 1 + random.nextInt(random.nextBoolean() ? 20 : 3000));
            check(sorter, series, random, 1 + random.nextInt(random.nextBoolean() ? 50 : 5000));
        }
    }

    private static void addSeries(SeriesTable table, List<Tsid> series, int count) {
        for (int i = 0; i < count; i++) {
            int number = series.size();
            // A hash, so that ordinals and TSIDs have different orders, in few groups of both signs.
            long hash = number * 0x9E3779B97F4A7C15L;
            Tsid tsid = new Tsid(hash & 0x8000000000000003L, (int) hash, (int) (hash >> 20), number + 1);
            byte[] name = tsid.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(table.add(name, 0, name.length, hash, tsid)).isEqualTo(number);
            series.add(tsid);
        }
    }

    private static void check(RowSorter sorter, List<Tsid> series, Random random, int size) {
        RowBuffer rows = new RowBuffer();
        List<Row> model = new ArrayList<>();
        int seriesUsed = 1 + random.nextInt(series.size());
        int times = 1 + random.nextInt(2 * size);
        boolean ordered = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            int ordinal = random.nextInt(seriesUsed);
            long timestamp = ordered ? i : random.nextInt(times);
            rows.append(ordinal, timestamp, i);
            model.add(new Row(series.get(ordinal), timestamp, i));
        }
        model.sort(Comparator.comparing(Row::tsid).thenComparing(Row::timestampMs));
        sorter.sort(rows);
        int from = 0;
        int at = 0;
        for (int run = 0; run < sorter.runs; run++) {
            assertThat(sorter.runEnd[run]).isGreaterThan(from);
            for (; from < sorter.runEnd[run]; from++) {
                assertThat(new Row(series.get(sorter.runSeries[run]), sorter.timestamps[from], sorter.values[from]))
                        .isEqualTo(model.get(at++));
            }
            assertThat(at == size || !model.get(at).tsid().equals(series.get(sorter.runSeries[run])))
                    .as("one run for each series").isTrue();
        }
        assertThat(at).isEqualTo(size);
    }
}
