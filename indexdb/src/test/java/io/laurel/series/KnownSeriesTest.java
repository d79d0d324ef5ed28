package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.laurel.bytes.XxHash64;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KnownSeriesTest {
    private static final long TODAY = 19_000;

    private final KnownSeries known = new KnownSeries(1 << 20);

    private int add(int i) {
        byte[] name = ("series " + i).getBytes(StandardCharsets.UTF_8);
        return known.table().add(name, 0, name.length, XxHash64.hash(name), new Tsid(1, 2, 3, 1_000_000 - i));
    }

    private int find(int i) {
        byte[] name = ("series " + i).getBytes(StandardCharsets.UTF_8);
        return known.table().find(name, 0, name.length, XxHash64.hash(name));
    }

    private void addWithDay(int i, long day) {
        known.days().add(day, add(i));
    }

    @Test
    void keepsTheSeriesInUse() {
        for (int i = 0; i < 1000; i++) {
            addWithDay(i, TODAY - i % 5);
        }
        addWithDay(2000, TODAY - 400);
        addWithDay(2001, TODAY + 1);
        addWithDay(2002, TODAY - 300);
        known.shrink(TODAY);
        assertThat(known.table().size()).isEqualTo(402);
        for (int i = 0; i < 1000; i++) {
            int ordinal = find(i);
            assertThat(ordinal >= 0).as("%d", i).isEqualTo(i % 5 <= 1);
            if (ordinal >= 0) {
                assertThat(known.table().metricId(ordinal)).isEqualTo(1_000_000 - i);
                assertThat(known.days().contains(TODAY - i % 5, ordinal)).isTrue();
                assertThat(known.days().contains(TODAY - 1 + i % 5, ordinal)).isFalse();
            }
        }
        assertThat(find(2000)).as("today, tomorrow, yesterday, and the last two").isNegative();
        assertThat(known.days().contains(TODAY + 1, find(2001))).isTrue();
        assertThat(known.days().contains(TODAY - 300, find(2002))).isTrue();
    }

    @Test
    void namesInOrderStayInOrder() {
        for (int i = 0; i < 5000; i++) {
            addWithDay(i, i % 3 == 0 ? TODAY : TODAY - 9);
        }
        addWithDay(0, TODAY - 20);
        addWithDay(0, TODAY - 30);
        known.shrink(TODAY);
        for (int i = 0; i < 5000; i += 3) {
            assertThat(find(i)).isEqualTo(i / 3);
        }
        assertThat(add(7)).isEqualTo(known.table().size() - 1);
    }

    @Test
    void ofTooManySeriesInUseThoseThatFitStay() {
        int added = 0;
        while (!known.isTooLarge()) {
            addWithDay(added++, TODAY);
        }
        known.shrink(TODAY);
        assertThat(known.table().size()).isBetween(added / 2, added * 3 / 4);
        assertThat(known.isTooLarge()).isFalse();
        int first = 0;
        for (int i = 0; i < added; i++) {
            first += find(i) >= 0 && i < added / 2 ? 1 : 0;
        }
        assertThat(first).as("as many of the first half as of the second")
                .isCloseTo(known.table().size() / 2, within(2));
        int again = 0;
        while (!known.isTooLarge()) {
            addWithDay(added + again++, TODAY);
        }
        assertThat(again).as("series until it is too large again").isGreaterThan(added / 5);
    }

    @Test
    void manyNamesOfOneSeriesDoNotGrowForEver() {
        Tsid tsid = new Tsid(1, 2, 3, 4);
        for (int i = 0; i < 100_000; i++) {
            byte[] name = ("one of many names " + i).getBytes(StandardCharsets.UTF_8);
            known.days().add(TODAY, known.table().add(name, 0, name.length, XxHash64.hash(name), tsid));
            if (known.isTooLarge()) {
                known.shrink(TODAY);
            }
            assertThat(known.heapBytes()).isLessThan(2 << 20);
        }
        assertThat(known.shrinks()).isGreaterThan(2);
    }

    @Test
    void nothingToKeep() {
        add(1);
        known.shrink(TODAY);
        assertThat(known.table().size()).isZero();
        assertThat(find(1)).isNegative();
        assertThat(known.table().ranks().size()).isZero();
        assertThat(add(2)).isZero();
        assertThat(find(2)).isZero();
    }
}
