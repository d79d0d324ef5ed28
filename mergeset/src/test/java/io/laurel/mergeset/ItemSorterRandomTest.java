package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.Slice;
import io.laurel.testkit.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sorter against {@link Slice#compareTo}. */
@ExtendWith(Seed.class)
class ItemSorterRandomTest {
    private final ItemSorter sorter = new ItemSorter();

    @RepeatedTest(200)
    void sortsLikeSlices(Random random) {
        ItemBatch batch = RandomItems.batch(random, random.nextInt(1 << random.nextInt(12)));
        List<Slice> expected = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            expected.add(batch.item(i));
        }
        Collections.sort(expected);
        int[] order = sorter.sort(batch);
        List<Slice> sorted = new ArrayList<>();
        boolean[] seen = new boolean[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            sorted.add(batch.item(order[i]));
            seen[order[i]] = true;
        }
        assertThat(sorted).isEqualTo(expected);
        assertThat(seen).doesNotContain(false);
    }
}
