package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {
    private static final long NOW_MS = 1652264430123L;

    @ParameterizedTest
    @CsvSource({
        "2022-05-11T10:20:30Z, 1652264430000",
        "2022-05-11T10:20:30.5Z, 1652264430500",
        "2022-05-11T10:20:30.123999999Z, 1652264430123",
        "2022-05-11T12:20:30+02:00, 1652264430000",
        "2022-05-11T04:50:30-05:30, 1652264430000",
        "2022-05-11t10:20:30z, 1652264430000",
        "2022-05-11, 1652227200000",
        "1970-01-01, 0",
        "1652264430, 1652264430000",
        "1652264430.5, 1652264430500",
        "1652264430.1239, 1652264430123",
        "1652264430123, 1652264430123",
        "1652264430123.9, 1652264430123",
        "99999999999, 99999999999000",
        "100000000000, 100000000000",
        "0, 0",
        "-5, -5000",
        "now, 1652264430123",
        "-1h, 1652260830123",
        "-90s, 1652264340123",
        "-1h30m, 1652259030123",
        "-1.5h, 1652259030123",
        "-1d, 1652178030123",
        "-2w, 1651054830123",
        "-1y, 1620728430123",
        "-500ms, 1652264429623",
    })
    void readsATime(String text, long expectedMs) {
        assertThat(TimeText.parse(text, NOW_MS)).isEqualTo(expectedMs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "-", "-h", "1h", "+1h", "-1x", "-1h x", "-h1", "-1h-1m", "2022-13-01", "2022-02-30",
        "2022-5-1", "2022-05-11T10:20:30", "2022-05-11 10:20:30Z", "2022-05-11T25:00:00Z", "22-05-11", "yesterday",
        "1652264430.", ".5", "1e9", "1,5", "99999999999999999999", "-1h "})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> TimeText.parse(text, NOW_MS)).isInstanceOf(CommandFailure.class)
                .hasMessageContaining("time '" + text + "'");
    }
}
