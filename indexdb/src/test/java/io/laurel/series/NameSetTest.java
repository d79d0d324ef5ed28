package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameSetTest {
    private static final byte[] NAMES = "onetwothreefour".getBytes(StandardCharsets.US_ASCII);

    private final NameSet set = new NameSet(11);

    @Test
    void keepsWhatHasRoom() {
        assertThat(set.contains(NAMES, 0, 3)).isFalse();
        set.add(NAMES, 0, 3);
        set.add(NAMES, 0, 3);
        set.add(NAMES, 3, 3);
        assertThat(set.contains(NAMES, 0, 3)).isTrue();
        assertThat(set.contains(NAMES, 3, 3)).isTrue();
        assertThat(set.contains(NAMES, 3, 4)).isFalse();
        set.add(NAMES, 6, 5);
        assertThat(set.contains(NAMES, 6, 5)).as("it fills the set").isTrue();
        set.add(NAMES, 11, 4);
        assertThat(set.contains(NAMES, 11, 4)).isFalse();
    }
}
