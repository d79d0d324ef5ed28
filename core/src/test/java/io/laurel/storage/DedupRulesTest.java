package io.laurel.storage;

import static io.laurel.storage.Lives.DB;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which sample of an interval stays, before and after merges, however the samples arrived. */
class DedupRulesTest {
    private static final double STALE = Double.longBitsToDouble(SeriesResolver.STALE_MARKER_BITS);
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Lives lives(long intervalMs) {
        Lives lives = new Lives("2024-05-15T12:00:00Z");
        lives.options = lives.options.withDedupInterval(Duration.ofMillis(intervalMs));
        return lives;
    }

    private static List<String> samples(Storage storage, TimeRange range) throws IOException {
        try (SearchResult found = storage.search(TagFilters.metric("m"), range)) {
            return found.next() ? Contents.lines(found.samples()) : List.of();
        }
    }

    /** How rows come in. */
    private enum Arrival {
        ONE_BATCH, BACKWARDS, ONE_BY_ONE, ONE_PART_EACH;

        void add(Storage storage, long[] times, double[] values) throws IOException {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < times.length; i++) {
                int at = this == BACKWARDS ? times.length - 1 - i : i;
                rows.series("m").add(times[at], values[at]);
                if (this == ONE_BY_ONE || this == ONE_PART_EACH) {
                    storage.addRows(rows);
                    rows.clear();
                }
                if (this == ONE_PART_EACH) {
                    storage.flush();
                }
            }
            storage.addRows(rows);
        }
    }

    private static void stays(long intervalMs, long[] times, double[] values, String... expected) throws IOException {
        for (Arrival arrival : Arrival.values()) {
            Lives lives = lives(intervalMs);
            lives.through(storage -> arrival.add(storage, times, values),
                    storage -> assertThat(samples(storage, TimeRange.all())).as("%s", arrival)
                            .containsExactly(expected));
        }
    }

    private static double[] upTo(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    @Test
    void theWorkedExamples() throws IOException {
        stays(100, new long[] {0, 100, 100, 101, 150, 180, 205, 300, 1000}, upTo(9),
                "0 0.0", "100 2.0", "180 5.0", "300 7.0", "1000 8.0");
        stays(10_000, new long[] {10_000, 13_000, 21_000, 22_000, 30_000, 33_000, 39_000, 45_000}, upTo(8),
                "10000 0.0", "13000 1.0", "30000 4.0", "39000 6.0", "45000 7.0");
        stays(1, new long[] {0, 0, 0, 1, 1, 2, 3, 3, 3, 4}, upTo(10), "0 2.0", "1 4.0", "2 5.0", "3 8.0", "4 9.0");
    }

    @Test
    void anIntervalEndsWithItsMultiple() throws IOException {
        stays(1000, new long[] {0, 1, 999, 1000, 1001, 1999, 2000, 2001}, upTo(8),
                "0 0.0", "1000 3.0", "2000 6.0", "2001 7.0");
        stays(7, new long[] {6, 7, 8, 13, 14, 15}, upTo(6), "7 1.0", "14 4.0", "15 5.0");
    }

    @Test
    void atOneTimeNumbersBeatStaleMarkersAndLargerBeatsSmaller() throws IOException {
        long[] same = {5000, 5000, 5000};
        for (double[] values : new double[][] {{1, 2, 3}, {3, 2, 1}, {2, 3, 1}, {3, STALE, 3}, {STALE, 3, STALE},
            {STALE, -4, 3}, {3, 3, 3}}) {
            stays(1000, same, values, "5000 3.0");
        }
        stays(1000, same, new double[] {STALE, -4, STALE}, "5000 -4.0");
        stays(1000, same, new double[] {STALE, STALE, STALE}, "5000 NaN");
        stays(1000, same, new double[] {STALE, -INF, STALE}, "5000 -Infinity");
        stays(1000, same, new double[] {-INF, 1e300, INF}, "5000 Infinity");
        stays(1000, same, new double[] {-INF, -1e300, STALE}, "5000 -1.0E300");
        stays(1000, same, new double[] {0.1, 0.2, 1e-9}, "5000 0.2");
    }

    @Test
    void aLaterStaleMarkerBeatsAnEarlierNumber() throws IOException {
        stays(1000, new long[] {4500, 4600, 5000}, new double[] {1, 2, STALE}, "5000 NaN");
        stays(1000, new long[] {4500, 4600, 5000}, new double[] {STALE, STALE, 1}, "5000 1.0");
        stays(1000, new long[] {4500, 4999, 4999}, new double[] {9, STALE, 1}, "4999 1.0");
    }

    @Test
    void withoutAnIntervalEverythingStays() throws IOException {
        stays(0, new long[] {1, 1, 2, 3}, new double[] {1, 1, 2, 3}, "1 1.0", "1 1.0", "2 2.0", "3 3.0");
    }

    @Test
    void aRangeThatEndsInAnIntervalKnowsWhatComesBehind() throws IOException {
        lives(1000).through(storage -> Arrival.ONE_BATCH.add(storage, new long[] {500, 900, 1000, 1500, 2000}, upTo(5)),
                storage -> {
                    assertThat(samples(storage, TimeRange.ofMillis(0, 950))).isEmpty();
                    assertThat(samples(storage, TimeRange.ofMillis(0, 1000))).containsExactly("1000 2.0");
                    assertThat(samples(storage, TimeRange.ofMillis(901, 1999))).containsExactly("1000 2.0");
                    assertThat(samples(storage, TimeRange.ofMillis(1001, 2000))).containsExactly("2000 4.0");
                    assertThat(samples(storage, TimeRange.ofMillis(2000, 2000))).containsExactly("2000 4.0");
                });
    }

    /** The interval of today counts, whatever parts were written under. */
    @Test
    void theIntervalMayChangeBetweenTwoOpenings() throws IOException {
        Lives lives = lives(0);
        long[] times = new long[100];
        for (int i = 0; i < times.length; i++) {
            times[i] = 50 * (i + 1);
        }
        try (Storage storage = Storage.open(DB, lives.options)) {
            Arrival.ONE_BATCH.add(storage, times, upTo(100));
        }
        for (int intervalMs : new int[] {100, 200, 1000, 500, 1000, 0}) {
            StorageOptions options = lives.options.withDedupInterval(Duration.ofMillis(intervalMs));
            int expected = switch (intervalMs) {
                case 100 -> 50;
                case 200 -> 25;
                default -> 5;
            };
            try (Storage storage = Storage.open(DB, options)) {
                assertThat(samples(storage, TimeRange.all())).as("%s", intervalMs).hasSize(expected);
                storage.forceMerge();
                assertThat(samples(storage, TimeRange.all())).as("%s merged", intervalMs).hasSize(expected)
                        .endsWith("5000 99.0");
            }
        }
    }

    @Test
    void replicasOfManyBlocksInTwoMonths() throws IOException {
        Random random = new Random(3);
        Lives lives = lives(10_000);
        long start = Lives.ms("2024-04-30T12:00:00Z");
        int count = 30_000;
        lives.through(storage -> {
            for (int replica = 0; replica < 2; replica++) {
                RowBatch rows = new RowBatch();
                rows.series("m");
                for (int i = 0; i < count; i++) {
                    rows.add(start + 5000L * i + (i % 2 == 0 ? random.nextInt(4999) + 1 : 5000), i);
                }
                storage.addRows(rows);
                storage.flush();
            }
        }, storage -> {
            List<String> expected = new ArrayList<>();
            for (int i = 1; i < count; i += 2) {
                expected.add(start + 5000L * i + 5000 + " " + (double) i);
            }
            assertThat(samples(storage, TimeRange.all())).isEqualTo(expected);
        });
    }

    @Test
    void seriesAreThinnedOutEachAlone() throws IOException {
        lives(1000).through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 10; i++) {
                rows.series("n", "i", "" + i).add(100 * i, i).add(100 * i + 1, -i);
            }
            storage.addRows(rows);
        }, storage -> {
            assertThat(Lives.times(storage, TagFilters.metric("n"), TimeRange.all())).hasSize(11);
            assertThat(Lives.names(storage, TagFilters.metric("n"), TimeRange.all())).hasSize(10);
        });
    }
}
