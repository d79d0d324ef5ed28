package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows that come in any order, by milliseconds or by decades, in blocks of any size; and every value as it was. */
class OutOfOrderTest {
    private static final TagFilters M = TagFilters.metric("m");

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    @Test
    void decadesBackwards() throws IOException {
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int week = 0; week < 2700; week++) {
                rows.series("m", "i", "" + week % 3).add(now - week * 7 * DAY, week);
            }
            assertThat(storage.addRows(rows)).isEqualTo(2700);
        }, storage -> {
            for (int i = 0; i < 3; i++) {
                assertThat(Lives.times(storage, M.equal("i", "" + i), TimeRange.all())).hasSize(900).isSorted();
            }
            for (int year = 1975; year < 2024; year += 7) {
                TimeRange range = Lives.range(year + "-01-01T00:00:00Z", year + "-12-31T23:59:59.999Z");
                assertThat(Lives.times(storage, M, range)).hasSizeBetween(52, 53);
            }
        });
    }

    @Test
    void shuffledOverManyBlocksBatchesAndParts() throws IOException {
        int count = 40_000;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(5));
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int from = 0; from < count; from += 7_000) {
                rows.clear();
                rows.series("m");
                for (int i : order.subList(from, Math.min(from + 7_000, count))) {
                    rows.add(now - 1000L * i, i);
                }
                storage.addRows(rows);
                if (from % 2 == 0) {
                    storage.flush();
                }
            }
        }, storage -> {
            try (SearchResult found = storage.search(M, TimeRange.all())) {
                assertThat(found.next()).isTrue();
                Samples samples = found.samples();
                assertThat(samples.size()).isEqualTo(count);
                for (int i = 0; i < count; i++) {
                    assertThat(samples.timestamp(i)).isEqualTo(now - 1000L * (count - 1 - i));
                    assertThat(samples.value(i)).isEqualTo(count - 1 - i);
                }
            }
            assertThat(Lives.times(storage, M, TimeRange.ofMillis(now - 9_999_000, now - 5_000_000)))
                    .hasSize(5_000).startsWith(now - 9_999_000).endsWith(now - 5_000_000);
            assertThat(Lives.times(storage, M, TimeRange.ofMillis(now - 9_998_999, now - 5_000_001))).hasSize(4_998);
            assertThat(Lives.times(storage, M, TimeRange.ofMillis(now - 999, now - 1))).isEmpty();
        });
    }

    @Test
    void equalTimesWithDifferentValuesAllComeOut() throws IOException {
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 10; i++) {
                rows.clear();
                rows.series("m").add(now, i).add(now, 10 + i).add(now + 1, i);
                storage.addRows(rows);
            }
        }, storage -> {
            List<Double> values = new ArrayList<>();
            try (SearchResult found = storage.search(M, TimeRange.ofMillis(now, now))) {
                assertThat(found.next()).isTrue();
                for (int i = 0; i < found.samples().size(); i++) {
                    values.add(found.samples().value(i));
                }
            }
            assertThat(values).hasSize(20).doesNotHaveDuplicates().contains(0.0, 19.0);
        });
    }

    @Test
    void aSeriesWithAGapIsNotThereInTheGap() throws IOException {
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 100; i++) {
                rows.series("m", "i", "" + i).add(now - 1000 - i, 1).add(now + 1000 + i, 2);
            }
            storage.addRows(rows);
        }, storage -> {
            for (long[] range : new long[][] {{-999, 999}, {0, 0}, {-2, 2}, {-1000, 999, 1}, {-1001, 1002, 3},
                {-5000, -1100}, {-1099, -1050, 50}, {1099, 1099, 1}}) {
                TimeRange wanted = TimeRange.ofMillis(now + range[0], now + range[1]);
                long expected = range.length > 2 ? range[2] : 0;
                try (SearchResult found = storage.search(M, wanted)) {
                    int series = 0;
                    while (found.next()) {
                        series++;
                        assertThat(found.samples().size()).isPositive();
                    }
                    assertThat(series).as("%s", wanted).isEqualTo((int) expected);
                }
            }
        });
    }

    @Test
    void moreRowsOfOneTimeThanABlockHolds() throws IOException {
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int part = 0; part < 3; part++) {
                rows.clear();
                rows.series("m");
                for (int i = 0; i < 10_000; i++) {
                    rows.add(now, 10_000 * part + i);
                }
                rows.add(now - 1, part).add(now + 1, part);
                storage.addRows(rows);
                storage.flush();
            }
        }, storage -> {
            boolean[] seen = new boolean[30_000];
            try (SearchResult found = storage.search(M, TimeRange.ofMillis(now, now))) {
                assertThat(found.next()).isTrue();
                assertThat(found.samples().size()).isEqualTo(30_000);
                for (int i = 0; i < 30_000; i++) {
                    seen[(int) found.samples().value(i)] = true;
                }
            }
            for (boolean value : seen) {
                assertThat(value).isTrue();
            }
            assertThat(Lives.times(storage, M, TimeRange.all())).hasSize(30_006).isSorted();
        });
    }

    @Test
    void seriesInterleavedRowByRow() throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        lives.through(storage -> {
            Random random = new Random(11);
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 5_000; i++) {
                String name = "s" + random.nextInt(20);
                long timestampMs = now - (long) random.nextInt(200) * DAY - i;
                rows.series("m", "s", name).add(timestampMs, i);
                expected.computeIfAbsent("m{s=\"" + name + "\"}", key -> new ArrayList<>())
                        .add(timestampMs + " " + (double) i);
            }
            expected.values().forEach(Collections::sort);
            assertThat(storage.addRows(rows)).isEqualTo(5_000);
        }, storage -> assertThat(Lives.contents(storage, SearchRequest.of(M, TimeRange.all()))).isEqualTo(expected));
    }

    @Test
    void valuesKeepTheirBits() throws IOException {
        double[] values = {0, 1, -1, 0.1, 0.5, 1e-10, 123456789, 1234.5678, -1e15, 36e15 - 1, 1L << 53, -(1L << 53) + 1,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e100, 1e-100, 1e300, 1e-300, 99.99, 3.1415926, 255};
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < values.length; i++) {
                rows.series("alone", "i", "" + i).add(now, values[i]);
                rows.series("neighbours").add(now + i, i % 3 == 0 ? Math.rint(i) : i / 4.0);
            }
            storage.addRows(rows);
        }, storage -> {
            for (int i = 0; i < values.length; i++) {
                try (SearchResult found = storage.search(TagFilters.all().equal("i", "" + i), TimeRange.all())) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.samples().value(0)).isEqualTo(values[i]);
                }
            }
            try (SearchResult found = storage.search(TagFilters.metric("neighbours"), TimeRange.all())) {
                assertThat(found.next()).isTrue();
                for (int i = 0; i < values.length; i++) {
                    assertThat(found.samples().value(i)).isEqualTo(i % 3 == 0 ? Math.rint(i) : i / 4.0);
                }
            }
        });
    }
}
