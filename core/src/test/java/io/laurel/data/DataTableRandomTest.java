package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.codec.Decimal;
import io.laurel.data.TableFixture.Sample;
import io.laurel.series.TimeRange;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows in any order, and everything that may be done to a table, against lists that just keep them. */
@ExtendWith(Seed.class)
class DataTableRandomTest {
    private static final Path DATA = Path.of("/db/data");
    private static final int SERIES = 10;
    private static final Comparator<Sample> ORDER = Comparator.comparingLong(Sample::timestampMs)
            .thenComparing(sample -> Double.longBitsToDouble(sample.valueBits()));

    private final MemoryDisk disk = new MemoryDisk();
    private final TableFixture fixture = new TableFixture(DATA);
    private final List<List<Sample>> model = new ArrayList<>();
    private Random random;

    @RepeatedTest(6)
    void likeLists(Random random) throws Exception {
        this.random = random;
        for (int i = 0; i < SERIES; i++) {
            model.add(new ArrayList<>());
        }
        DataLimits limits = new DataLimits(1 + random.nextInt(40_000), 1 + random.nextInt(3), random.nextInt(40_000));
        DataTable table = fixture.open(disk, limits);
        int steps = 60 + random.nextInt(60);
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(12)) {
                case 0 -> table.persist(() -> { });
                case 1 -> table.mergeOnce();
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        table.mergeAll();
                    }
                }
                case 3 -> {
                    table.persist(() -> { });
                    table.close();
                    assertThat(DataCheck.check(DATA, fixture.context(disk)).problems()).isEmpty();
                    table = fixture.open(disk, limits);
                }
                case 4 -> table.flushPending();
                case 5, 6, 7 -> check(table);
                default -> add(table);
            }
        }
        check(table);
        table.persist(() -> { });
        table.mergeAll();
        check(table);
        table.close();
        assertThat(DataCheck.check(DATA, fixture.context(disk)).problems()).isEmpty();
        try (DataTable reader = DataTable.openReadOnly(DATA, fixture.context(disk))) {
            check(reader);
        }
        disk.assertNothingOpen();
    }

    /** One batch: of one series or of all, in order or not, in one month or around the turn of two. */
    private void add(DataTable table) throws Exception {
        int size = 1 + (random.nextInt(5) == 0 ? random.nextInt(30_000) : random.nextInt(200));
        int only = random.nextBoolean() ? random.nextInt(SERIES) : -1;
        boolean ordered = random.nextBoolean();
        long start = TableFixture.MAY - random.nextInt(3) * 1_000_000_000L + random.nextInt(100_000_000);
        long step = 1 + random.nextInt(20_000);
        RowBuffer rows = new RowBuffer();
        for (int i = 0; i < size; i++) {
            int number = only >= 0 ? only : random.nextInt(SERIES);
            long timestamp = start + step * (ordered ? i : random.nextInt(size));
            double value = value(number);
            rows.append(fixture.ordinal(number), timestamp, value);
            model.get(number).add(Sample.of(timestamp, value));
        }
        table.addRows(rows);
    }

    private double value(int number) {
        int kind = random.nextInt(100);
        if (number == 0 && kind < 5) {
            return kind == 0 ? Double.NEGATIVE_INFINITY : Double.longBitsToDouble(Decimal.STALE_MARKER_BITS);
        }
        return number % 2 == 0 ? random.nextInt(1_000_000) / 100.0 : random.nextInt(100_000);
    }

    private void check(DataTable table) throws Exception {
        TimeRange range = TimeRange.all();
        if (random.nextBoolean()) {
            long from = TableFixture.MAY + random.nextLong(-2_000_000_000L, 2_000_000_000L);
            range = TimeRange.ofMillis(from, from + random.nextLong(2_000_000_000L));
        }
        int number = random.nextInt(SERIES);
        List<Sample> found = fixture.read(table, number, range);
        assertThat(found).isSortedAccordingTo(Comparator.comparingLong(Sample::timestampMs));
        List<Sample> expected = new ArrayList<>();
        for (Sample sample : model.get(number)) {
            if (range.contains(sample.timestampMs())) {
                expected.add(sample);
            }
        }
        expected.sort(ORDER);
        found.sort(ORDER);
        assertThat(found.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(found.get(i), expected.get(i));
        }
    }

    /** A block of stale markers alone brings its neighbours to a scale at which the last bit may change. */
    private static void assertSame(Sample found, Sample expected) {
        if (found.equals(expected)) {
            return;
        }
        double value = Double.longBitsToDouble(found.valueBits());
        double wanted = Double.longBitsToDouble(expected.valueBits());
        assertThat(found.timestampMs()).isEqualTo(expected.timestampMs());
        assertThat(Math.abs(value - wanted) <= 1e-15 * Math.abs(wanted)).as(found + " for " + expected).isTrue();
    }
}
