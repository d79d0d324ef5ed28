package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DaySeriesTest {
    private final DaySeries days = new DaySeries();

    @Test
    void daysAndSeriesAreKeptApart() {
        for (int ordinal : new int[] {0, 63, 64, 8191, 8192, 1_000_000}) {
            assertThat(days.contains(19_000, ordinal)).isFalse();
            days.add(19_000, ordinal);
            assertThat(days.contains(19_000, ordinal)).isTrue();
            assertThat(days.contains(19_001, ordinal)).isFalse();
            assertThat(days.contains(19_000, ordinal + 1)).isFalse();
        }
        assertThat(days.contains(19_000, 0)).isTrue();
        days.clear();
        assertThat(days.contains(19_000, 0)).isFalse();
    }

    @Test
    void newDaysMakeOldOnesForgotten() {
        for (int day = 0; day < 1000; day++) {
            days.add(day, 5);
        }
        int known = 0;
        for (int day = 0; day < 1000; day++) {
            known += days.contains(day, 5) ? 1 : 0;
        }
        assertThat(known).isEqualTo(256);
        assertThat(days.contains(999, 5)).isTrue();
        assertThat(days.contains(999 - 256, 5)).isFalse();
        days.add(999 - 256, 6);
        assertThat(days.contains(999 - 256, 5)).isFalse();
        assertThat(days.contains(999, 5)).isFalse();
    }
}
