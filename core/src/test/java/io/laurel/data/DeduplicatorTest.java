package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.codec.Decimal;
import io.laurel.data.TableFixture.Sample;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
class DeduplicatorTest {
    private static final double STALE = Double.longBitsToDouble(Decimal.STALE_MARKER_BITS);

    @Test
    void theLastOfEachIntervalStays() {
        assertKept(100, new long[] {0, 100, 100, 101, 150, 180, 205, 300, 1000},
                new long[] {0, 100, 180, 300, 1000}, 0, 2, 5, 7, 8);
        assertKept(10_000, new long[] {10_000, 13_000, 21_000, 22_000, 30_000, 33_000, 39_000, 45_000},
                new long[] {10_000, 13_000, 30_000, 39_000, 45_000}, 0, 1, 4, 6, 7);
        assertKept(1, new long[] {0, 0, 0, 1, 1, 2, 3, 3, 3, 4}, new long[] {0, 1, 2, 3, 4}, 2, 4, 5, 8, 9);
        assertKept(0, new long[] {7, 7, 8}, new long[] {7, 7, 8}, 0, 1, 2);
        assertKept(10, new long[] {}, new long[] {});
    }

    /** Values are 0, 1, 2, ... */
    private static void assertKept(long intervalMs, long[] timestamps, long[] keptTimestamps, double... kept) {
        double[] values = IntStream.range(0, timestamps.length).asDoubleStream().toArray();
        long[] mantissas = Arrays.stream(values).mapToLong(value -> (long) value).toArray();
        long[] times = timestamps.clone();
        int count = Deduplicator.apply(times, values, times.length, intervalMs);
        assertThat(Arrays.copyOf(times, count)).isEqualTo(keptTimestamps);
        assertThat(Arrays.copyOf(values, count)).isEqualTo(kept);
        times = timestamps.clone();
        count = Deduplicator.apply(times, mantissas, 0, times.length, intervalMs);
        assertThat(Arrays.copyOf(times, count)).isEqualTo(keptTimestamps);
        assertThat(Arrays.stream(mantissas).limit(count).asDoubleStream().toArray()).isEqualTo(kept);
    }

    @Test
    void amongEqualTimesNumbersBeatStaleMarkersAndLargerBeatsSmaller() throws Exception {
        assertWinner(3, 1, 3, 2);
        assertWinner(-5, STALE, -5, -7);
        assertWinner(Double.NEGATIVE_INFINITY, STALE, Double.NEGATIVE_INFINITY, STALE);
        assertWinner(Double.POSITIVE_INFINITY, STALE, Double.POSITIVE_INFINITY, 1e300);
        assertWinner(STALE, STALE, STALE);
    }

    private static void assertWinner(double winner, double... candidates) throws Exception {
        List<Double> order = new ArrayList<>();
        for (double candidate : candidates) {
            order.add(candidate);
        }
        for (int i = 0; i < candidates.length; i++) {
            Collections.rotate(order, 1);
            List<List<Sample>> answers = readBeforeAndAfterMerge(order, TimeRange.all());
            assertThat(answers).containsOnly(List.of(Sample.of(TableFixture.MAY + 5, winner)));
        }
    }

    /** Each value at the same time in a part of its own. */
    private static List<List<Sample>> readBeforeAndAfterMerge(List<Double> values, TimeRange range) throws Exception {
        TableFixture fixture = new TableFixture(Path.of("/data"));
        try (DataTable table = fixture.open(new MemoryDisk())) {
            for (double value : values) {
                RowBuffer rows = new RowBuffer();
                rows.append(fixture.ordinal(1), TableFixture.MAY + 5, value);
                table.addRows(rows);
                table.persist(() -> { });
            }
            List<List<Sample>> answers = new ArrayList<>();
            answers.add(fixture.read(table, 1, range, 10));
            table.mergeAll(new MergeRules(0, 10));
            answers.add(fixture.read(table, 1, range, 10));
            answers.add(fixture.read(table, 1, range));
            return answers;
        }
    }

    @RepeatedTest(20)
    void mergesChangeNoAnswer(Random random) throws Exception {
        TableFixture fixture = new TableFixture(Path.of("/data"));
        long intervalMs = 1 + random.nextInt(200);
        MergeRules rules = new MergeRules(0, intervalMs);
        int span = 1 + random.nextInt(40_000);
        long start = TableFixture.MAY - span / 2;
        TreeMap<Long, Sample> model = new TreeMap<>();
        MemoryDisk disk = new MemoryDisk();
        try (DataTable table = fixture.open(disk)) {
            for (int part = 1 + random.nextInt(6); part > 0; part--) {
                RowBuffer rows = new RowBuffer();
                for (int i = random.nextInt(9_000); i >= 0; i--) {
                    double value = random.nextInt(8) == 0 ? STALE : random.nextInt(5);
                    Sample sample = Sample.of(start + random.nextInt(span), value);
                    rows.append(fixture.ordinal(1), sample.timestampMs(), value);
                    model.merge((sample.timestampMs() + intervalMs - 1) / intervalMs, sample, DeduplicatorTest::better);
                }
                table.addRows(rows);
                table.persist(() -> { }, random.nextBoolean() ? rules : MergeRules.KEEP_ALL);
            }
            List<TimeRange> ranges = new ArrayList<>(List.of(TimeRange.all()));
            for (int i = 0; i < 10; i++) {
                long from = start + random.nextInt(span);
                ranges.add(TimeRange.ofMillis(from, from + random.nextInt(span)));
            }
            check(fixture, table, ranges, model, intervalMs);
            while (table.merges().some(rules)) {
                check(fixture, table, ranges, model, intervalMs);
            }
            table.mergeAll(rules);
            check(fixture, table, ranges, model, intervalMs);
            try (DataTable.View view = table.view(TimeRange.all())) {
                assertThat(view.parts()).isNotEmpty()
                        .allSatisfy(part -> assertThat(part.minDedupIntervalMs()).isEqualTo(intervalMs));
            }
        }
        assertThat(DataCheck.check(Path.of("/data"), fixture.context(disk)).problems()).isEmpty();
    }

    private static void check(TableFixture fixture, DataTable table, List<TimeRange> ranges,
            TreeMap<Long, Sample> model, long intervalMs) throws Exception {
        for (TimeRange range : ranges) {
            List<Sample> expected =
                    model.values().stream().filter(sample -> range.contains(sample.timestampMs())).toList();
            assertThat(fixture.read(table, 1, range, intervalMs)).isEqualTo(expected);
            TimeRange toRead = Deduplicator.rangeToRead(range, intervalMs);
            try (DataTable.View view = table.view(toRead);
                    SampleReader reader = new SampleReader(view, fixture.zstds, intervalMs)) {
                BlockRefs blocks = new BlockRefs();
                new DataSearch(view).collect(TableFixture.tsid(1), toRead, blocks);
                assertThat(reader.hasSamples(blocks, range)).isEqualTo(!expected.isEmpty());
            }
        }
    }

    private static Sample better(Sample one, Sample other) {
        if (one.timestampMs() != other.timestampMs()) {
            return one.timestampMs() > other.timestampMs() ? one : other;
        }
        if (one.valueBits() == Decimal.STALE_MARKER_BITS || other.valueBits() == Decimal.STALE_MARKER_BITS) {
            return one.valueBits() == Decimal.STALE_MARKER_BITS ? other : one;
        }
        return Double.longBitsToDouble(one.valueBits()) > Double.longBitsToDouble(other.valueBits()) ? one : other;
    }
}
