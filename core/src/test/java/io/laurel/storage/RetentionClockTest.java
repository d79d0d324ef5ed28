package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionClockTest {
    private final ManualTime time = new ManualTime("2024-05-15T12:00:00Z");
    private final RetentionClock clock = new RetentionClock(time);

    @Test
    void goesWithTheWallClock() {
        time.advance(Duration.ofDays(40));
        assertNow("2024-06-24T12:00:00Z");
        time.setWall("2024-06-25T11:00:00Z");
        assertNow("2024-06-25T11:00:00Z");
        time.setWall("2024-01-01T00:00:00Z");
        assertNow("2024-01-01T00:00:00Z");
    }

    @Test
    void believesInALongJumpAfterADay() {
        time.setWall("2034-05-15T12:00:00Z");
        assertNow("2024-05-15T12:00:00Z");
        time.advance(Duration.ofHours(23));
        assertNow("2024-05-16T11:00:00Z");
        time.advance(Duration.ofHours(1));
        assertNow("2034-05-16T12:00:00Z");
        time.advance(Duration.ofHours(1));
        assertNow("2034-05-16T13:00:00Z");
    }

    @Test
    void aSecondJumpBeginsAnotherDay() {
        time.setWall("2034-05-15T12:00:00Z");
        assertNow("2024-05-15T12:00:00Z");
        time.advance(Duration.ofHours(20));
        time.setWall("2044-05-15T12:00:00Z");
        assertNow("2024-05-16T08:00:00Z");
        time.advance(Duration.ofHours(20));
        assertNow("2024-05-17T04:00:00Z");
        time.advance(Duration.ofHours(4));
        assertNow("2044-05-16T12:00:00Z");
    }

    @Test
    void aClockThatIsSetRightInTimeDoesNoHarm() {
        time.setWall("2034-05-15T12:00:00Z");
        assertNow("2024-05-15T12:00:00Z");
        time.setWall("2024-05-15T12:00:05Z");
        assertNow("2024-05-15T12:00:05Z");
        time.advance(Duration.ofDays(2));
        assertNow("2024-05-17T12:00:05Z");
        time.setWall("2034-05-15T12:00:00Z");
        assertNow("2024-05-17T12:00:05Z");
    }

    private void assertNow(String instant) {
        assertThat(Instant.ofEpochMilli(clock.nowMs())).isEqualTo(Instant.parse(instant));
    }
}
