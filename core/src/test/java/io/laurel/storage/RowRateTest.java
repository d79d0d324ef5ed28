package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RowRateTest {
    private static final long START = -7;

    private final RowRate rate = new RowRate(START);
    private long rows;

    @Test
    void theFirstMinuteIsAveragedOverWhatThereWasOfIt() {
        assertThat(rate.perSecond(START, 0)).isZero();
        assertThat(rate.perSecond(at(2), 100)).isEqualTo(50);
    }

    @Test
    void aSteadyRateIsShownAsItIs() {
        for (int second = 0; second <= 600; second++) {
            add(second, 30);
        }
        assertThat(rate.perSecond(at(600), rows)).isCloseTo(30, within(0.5));
    }

    @Test
    void whatWasMoreThanAMinuteAgoIsForgotten() {
        for (int second = 0; second <= 300; second++) {
            add(second, second < 200 ? 1000 : 10);
        }
        assertThat(rate.perSecond(at(300), rows)).isCloseTo(10, within(0.5));
    }

    @Test
    void whoAsksKeepsItGoingWhenNothingComes() {
        add(1, 6000);
        for (int second = 0; second <= 120; second += 15) {
            rate.mark(at(second), rows);
        }
        assertThat(rate.perSecond(at(120), rows)).isZero();
    }

    private void add(int second, int count) {
        rows += count;
        if (rate.isDue(at(second))) {
            rate.mark(at(second), rows);
        }
    }

    private static long at(int second) {
        return START + TimeUnit.SECONDS.toNanos(second);
    }
}
