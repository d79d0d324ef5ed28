package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.XxHash64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
    private final SeriesTable table = new SeriesTable();

    @Test
    void aSeriesIsFoundUnderEveryNameItHas() {
        assertThat(find("a")).isEqualTo(-1);
        assertThat(add("a", new Tsid(1, 2, 3, 77))).isZero();
        assertThat(add("b", new Tsid(1, 2, 3, 78))).isEqualTo(1);
        assertThat(add("a again", new Tsid(1, 2, 3, 77))).isZero();
        assertThat(find("a")).isZero();
        assertThat(find("a again")).isZero();
        assertThat(find("b")).isEqualTo(1);
        assertThat(find("")).isEqualTo(-1);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.tsid(1)).isEqualTo(new Tsid(1, 2, 3, 78));
        assertThat(table.metricId(0)).isEqualTo(77);
    }

    @Test
    void aKnownNameKeepsItsSeries() {
        add("a", new Tsid(1, 2, 3, 77));
        assertThat(add("a", new Tsid(1, 2, 3, 78))).isZero();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void manyNamesOfAllLengthsAreKept() {
        int count = 60_000;
        for (int i = 0; i < count; i++) {
            assertThat(add(name(i), tsid(i))).isEqualTo(i);
        }
        for (int i = 0; i < count; i++) {
            assertThat(find(name(i))).isEqualTo(i);
            assertThat(table.tsid(i)).isEqualTo(tsid(i));
        }
        assertThat(find("series " + count)).isEqualTo(-1);
    }

    @Test
    void aFinderFindsWhatTheTableHasInAnyOrder() {
        Random random = new Random(4);
        SeriesFinder finder = table.finder();
        int count = 0;
        int i = 0;
        for (int step = 0; step < 200_000; step++) {
            i = random.nextInt(4) == 0 ? random.nextInt(20_000) : i + 1;
            byte[] bytes = name(i).getBytes(StandardCharsets.UTF_8);
            int expected = find(name(i));
            assertThat(finder.find(bytes, 0, bytes.length)).isEqualTo(expected);
            assertThat(finder.find(bytes, 0, bytes.length, XxHash64.hash(bytes))).isEqualTo(expected);
            if (expected < 0 && random.nextInt(3) == 0) {
                assertThat(add(name(i), tsid(i))).isEqualTo(count++);
            }
        }
        assertThat(count).isGreaterThan(15_000);
    }

    @Test
    void theNameWithoutLabelsIsANameLikeOthers() {
        SeriesFinder finder = table.finder();
        add("a", tsid(1));
        add("b", tsid(2));
        assertThat(finder.find(new byte[] {'a'}, 0, 1)).isZero();
        assertThat(finder.find(new byte[] {'b'}, 0, 1)).isEqualTo(1);
        assertThat(finder.find(new byte[0], 0, 0)).isEqualTo(-1);
        assertThat(add("", tsid(3))).isEqualTo(2);
        assertThat(finder.find(new byte[0], 0, 0)).isEqualTo(2);
    }

    @Test
    void namesWithEqualHashesAreToldApart() {
        byte[] a = {1};
        byte[] b = {2};
        table.add(a, 0, 1, 5, tsid(1));
        assertThat(table.find(b, 0, 1, 5)).isEqualTo(-1);
        table.add(b, 0, 1, 5, tsid(2));
        assertThat(table.find(a, 0, 1, 5)).isZero();
        assertThat(table.find(b, 0, 1, 5)).isEqualTo(1);
        table.add(a, 0, 1, -1, tsid(3));
        table.add(b, 0, 1, -1, tsid(4));
        assertThat(table.find(b, 0, 1, -1)).isEqualTo(3);
    }

    @Test
    void theLongestNameFits() {
        byte[] longest = new byte[MetricName.MAX_LABELS * (4 + MetricName.MAX_KEY_BYTES + MetricName.MAX_VALUE_BYTES)];
        for (int i = 0; i < 5; i++) {
            longest[longest.length - 1] = (byte) i;
            assertThat(table.add(longest, 0, longest.length, i, tsid(i))).isEqualTo(i);
        }
        assertThat(table.find(longest, 0, longest.length, 4)).isEqualTo(4);
    }

    @Test
    void ranksFollowTheUnsignedOrder() {
        Random random = new Random(3);
        List<Tsid> tsids = new ArrayList<>();
        for (int step : new int[] {0, 1, 5, 1000, 1, 3, 20_000, 12, 0}) {
            for (int i = 0; i < step; i++) {
                Tsid tsid = new Tsid(random.nextInt(5) - 2, random.nextInt(7) - 3, random.nextInt(7) - 3,
                        Long.MAX_VALUE - 10_000 + tsids.size());
                tsids.add(tsid);
                add("series " + tsids.size(), tsid);
            }
            Ranks ranks = table.ranks();
            assertThat(ranks.size()).isEqualTo(tsids.size());
            List<Tsid> sorted = new ArrayList<>(tsids);
            sorted.sort(null);
            for (int rank = 0; rank < ranks.size(); rank++) {
                assertThat(tsids.get(ranks.ordinalAt(rank))).isEqualTo(sorted.get(rank));
                assertThat(ranks.rankOf(ranks.ordinalAt(rank))).isEqualTo(rank);
            }
            assertThat(table.ranks()).isSameAs(ranks);
        }
    }

    @Test
    void readersFindWhatWritersHaveAdded() throws Exception {
        int count = 100_000;
        AtomicInteger added = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                int seed = reader;
                readers.add(threads.submit(() -> {
                    Random random = new Random(seed);
                    while (added.get() < count) {
                        int known = added.get();
                        int i = known == 0 ? 0 : Math.max(known - 1 - random.nextInt(8), 0);
                        int ordinal = find("series " + i);
                        if (ordinal >= 0) {
                            assertThat(table.tsid(ordinal)).isEqualTo(tsid(i));
                        } else {
                            assertThat(known).isZero();
                        }
                    }
                }));
            }
            for (int i = 0; i < count; i++) {
                add("series " + i, tsid(i));
                added.set(i + 1);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void forgottenNamesGetOtherSeries() {
        int first = add("a", tsid(1));
        assertThat(add("the labels of a in another order", tsid(1))).isEqualTo(first);
        int other = add("b", tsid(2));
        table.forgetNames(MetricIds.of(tsid(1).metricId(), tsid(3).metricId()));
        assertThat(find("a")).isEqualTo(-1);
        assertThat(find("the labels of a in another order")).isEqualTo(-1);
        assertThat(find("b")).isEqualTo(other);
        assertThat(table.tsid(first)).as("for rows that are under way").isEqualTo(tsid(1));

        int again = add("a", tsid(4));
        assertThat(again).isNotIn(first, other);
        assertThat(find("a")).isEqualTo(again);
        assertThat(find("the labels of a in another order")).isEqualTo(-1);
        assertThat(table.tsid(again)).isEqualTo(tsid(4));
        table.forgetNames(MetricIds.of(tsid(1).metricId()));
        assertThat(find("a")).isEqualTo(again);
    }

    private static String name(int i) {
        return "series " + i + "x".repeat(i % 97);
    }

    private static Tsid tsid(int i) {
        return new Tsid(i * 31L, i * 7, i, 1_700_000_000_000_000_000L + i);
    }

    private int find(String name) {
        byte[] padded = ("--" + name + "-").getBytes(StandardCharsets.UTF_8);
        int length = padded.length - 3;
        return table.find(padded, 2, length, XxHash64.hash(padded, 2, length));
    }

    private int add(String name, Tsid tsid) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return table.add(bytes, 0, bytes.length, XxHash64.hash(bytes), tsid);
    }
}
