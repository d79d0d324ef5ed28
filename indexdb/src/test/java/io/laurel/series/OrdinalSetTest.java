package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
class OrdinalSetTest {
    private final OrdinalSet set = new OrdinalSet();

    @Test
    void aSetLikeAnyOther(Random random) {
        TreeSet<Integer> expected = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            int ordinal = random.nextInt(1 << random.nextInt(1, 20));
            assertThat(set.contains(ordinal)).isEqualTo(expected.contains(ordinal));
            set.add(ordinal);
            expected.add(ordinal);
        }
        List<Integer> members = new ArrayList<>();
        set.forEach(members::add);
        assertThat(members).containsExactlyElementsOf(expected);
    }

    @Test
    void theGreatestOrdinal() {
        set.add(Integer.MAX_VALUE);
        assertThat(set.contains(Integer.MAX_VALUE)).isTrue();
        assertThat(set.contains(Integer.MAX_VALUE - 1)).isFalse();
        List<Integer> members = new ArrayList<>();
        set.forEach(members::add);
        assertThat(members).containsExactly(Integer.MAX_VALUE);
    }
}
