package io.laurel.mergeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.testkit.Seed;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
class ItemsBlockCodecRandomTest {
    private final Zstd zstd = new Zstd();
    private final ItemsBlockCodec codec = new ItemsBlockCodec(zstd);
    private final ByteBuilder items = new ByteBuilder();
    private final ByteBuilder lens = new ByteBuilder();

    @AfterEach
    void close() {
        zstd.close();
    }

    private BlockHeader encode(ItemBatch sorted) {
        int prefixLength = ItemsBlockCodec.commonPrefixLength(sorted);
        int coding = codec.encode(sorted, prefixLength, -5, items.clear(), lens.clear());
        return new BlockHeader(sorted.item(0).range(0, prefixLength), sorted.item(0), coding, sorted.size(), 0, 0,
                items.size(), lens.size());
    }

    @RepeatedTest(200)
    void whatIsEncodedIsDecoded(Random random) throws CorruptedDataException {
        ItemBatch sorted = Vectors.sorted(RandomItems.batch(random, 1 + random.nextInt(1 << random.nextInt(10))));
        BlockHeader header = encode(sorted);
        ItemBatch target = new ItemBatch();
        codec.decode(header, items.slice(), lens.slice(), target);
        assertThat(Vectors.strings(target)).isEqualTo(Vectors.strings(sorted));
    }

    /** Whatever a disk may do to the bytes: either the damage is noticed, or the block decodes to sorted items. */
    @RepeatedTest(200)
    void damageIsNoticedOrHarmless(Random random) {
        ItemBatch sorted = Vectors.sorted(RandomItems.batch(random, 2 + random.nextInt(200)));
        BlockHeader header = encode(sorted);
        for (int i = 0; i < 20; i++) {
            byte[] damagedItems = damage(random, items.toByteArray());
            byte[] damagedLens = damage(random, lens.toByteArray());
            ItemBatch target = new ItemBatch(0, 0);
            try {
                codec.decode(header, Slice.of(damagedItems), Slice.of(damagedLens), target);
            } catch (CorruptedDataException e) {
                continue;
            }
            assertThat(target.size()).isEqualTo(sorted.size());
            for (int k = 1; k < target.size(); k++) {
                assertThat(target.item(k - 1)).isLessThanOrEqualTo(target.item(k));
            }
        }
    }

    private static byte[] damage(Random random, byte[] bytes) {
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
    }

    @Test
    void unsortedItemsAreNotEncoded() {
        ItemBatch batch = TableTest.batch("a", "c", "b", "d");
        assertThatThrownBy(() -> encode(batch)).isInstanceOf(IllegalStateException.class);
        ItemBatch shorter = TableTest.batch("a", "cc", "c", "d");
        assertThatThrownBy(() -> encode(shorter)).isInstanceOf(IllegalStateException.class);
    }
}
