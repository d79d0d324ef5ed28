package io.laurel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
final class SeedTest {
    @Test
    void theRandomComesFromTheSeed(Random random, long seed) {
        assertThat(random.nextLong()).isEqualTo(new Random(seed).nextLong());
        assertThat(seed).isNotNegative();
    }

    @Test
    void thePropertyFixesTheSeed(long seed) {
        Long given = Long.getLong("laurel.seed");
        assertThat(given == null || given == seed).isTrue();
    }
}
