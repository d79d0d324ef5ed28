package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final long DAY = Days.DAY_MS;

    @Test
    void aDayIsANumberSince1970() {
        assertThat(Days.of(0)).isZero();
        assertThat(Days.of(DAY - 1)).isZero();
        assertThat(Days.of(DAY)).isOne();
        assertThat(Days.of(-1)).isEqualTo(-1);
        assertThat(Days.of(Instant.parse("2023-11-15T12:00:00Z").toEpochMilli())).isEqualTo(19676);
    }

    @Test
    void aRangeThatEndsWithTheFirstMillisecondOfADayReachesIt() {
        assertThat(days(DAY, 2 * DAY - 1)).isEqualTo(new Days(1, 1));
        assertThat(days(DAY, 2 * DAY)).isEqualTo(new Days(1, 2));
        assertThat(days(DAY, DAY)).isEqualTo(new Days(1, 1));
        assertThat(days(DAY, DAY).isGlobal()).isFalse();
    }

    @Test
    void upTo41DaysAreLookedUpOneByOne() {
        assertThat(days(DAY, 42 * DAY - 1).isGlobal()).isFalse();
        assertThat(days(DAY, 42 * DAY).isGlobal()).isTrue();
        assertThat(TimeRange.between(Instant.EPOCH, Instant.ofEpochSecond(5))).isEqualTo(TimeRange.ofMillis(0, 5000));
    }

    @Test
    void theBeginningOfTimeIsGlobal() {
        assertThat(days(0, DAY).isGlobal()).isTrue();
        assertThat(days(-5, 0).isGlobal()).isTrue();
        assertThat(days(-5 * DAY, -3 * DAY).isGlobal()).isTrue();
        assertThat(Days.of(TimeRange.all()).isGlobal()).isTrue();
        assertThat(Days.of(TimeRange.all()).first()).isZero();
    }

    @Test
    void rangesKnowWhatTheyHold() {
        TimeRange range = TimeRange.ofMillis(10, 20);
        assertThat(range.contains(10)).isTrue();
        assertThat(range.contains(20)).isTrue();
        assertThat(range.contains(21)).isFalse();
        assertThat(range.overlaps(20, 30)).isTrue();
        assertThat(range.overlaps(21, 30)).isFalse();
        assertThat(range.overlaps(0, 9)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> TimeRange.ofMillis(2, 1)).withMessageContaining("1 ms");
    }

    private static Days days(long fromMs, long toMs) {
        return Days.of(TimeRange.ofMillis(fromMs, toMs));
    }
}
