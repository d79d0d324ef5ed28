package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BlockCacheTest {
    private final Object part = new Object();
    private final BlockCache<String> cache = new BlockCache<>(1000);

    @Test
    void aValueIsFoundUnderItsPartAndOffset() {
        cache.put(part, 7, "seven", 10);
        assertThat(cache.get(part, 7)).isEqualTo("seven");
        assertThat(cache.get(part, 8)).isNull();
        assertThat(cache.get(new Object(), 7)).isNull();
        assertThat(cache.stats()).isEqualTo(new BlockCache.Stats(1, 2, 1, 10, 1000));
    }

    @Test
    void partsAreToldApartByIdentity() {
        String one = new String("part");
        String other = new String("part");
        cache.put(one, 0, "of one", 10);
        assertThat(cache.get(other, 0)).isNull();
    }

    @Test
    void theFirstValueStays() {
        cache.put(part, 7, "first", 10);
        cache.put(part, 7, "second", 500);
        assertThat(cache.get(part, 7)).isEqualTo("first");
        assertThat(cache.stats().weightBytes()).isEqualTo(10);
    }

    @Test
    void theWeightIsBounded() {
        for (int i = 0; i < 1000; i++) {
            cache.put(part, i, "x", 1 + i % 90);
            assertThat(cache.stats().weightBytes()).isLessThanOrEqualTo(1000);
        }
        assertThat(cache.stats().entries()).isGreaterThan(10);
        assertThat(cache.get(part, 999)).as("the latest").isNotNull();
        assertThat(cache.get(part, 0)).as("the earliest").isNull();
    }

    @Test
    void whatIsUsedStaysWhileAScanPasses() {
        for (int i = 0; i < 5; i++) {
            cache.put(part, -i, "hot", 100);
        }
        for (int i = 1; i < 10_000; i++) {
            if (i % 3 == 0) {
                for (int hot = 0; hot < 5; hot++) {
                    assertThat(cache.get(part, -hot)).as("hot %d at %d", hot, i).isNotNull();
                }
            }
            cache.put(part, i, "cold", 100);
        }
    }

    @Test
    void whatWasUsedLongAgoGoes() {
        cache.put(part, -1, "once", 100);
        cache.get(part, -1);
        for (int i = 0; i < 30; i++) {
            cache.put(part, i, "cold", 100);
        }
        assertThat(cache.get(part, -1)).isNull();
    }

    @Test
    void aValueTooHeavyIsNotKeptAndDrivesNobodyOut() {
        cache.put(part, 1, "light", 10);
        cache.put(part, 2, "heavy", 1001);
        assertThat(cache.get(part, 2)).isNull();
        assertThat(cache.get(part, 1)).isNotNull();
        cache.put(part, 3, "just fits", 1000);
        assertThat(cache.get(part, 3)).isNotNull();
    }

    @Test
    void aForgottenPartLeavesNothing() {
        Object other = new Object();
        for (int i = 0; i < 5; i++) {
            cache.put(part, i, "x", 10);
            cache.put(other, i, "y", 10);
        }
        cache.forget(part);
        assertThat(cache.get(part, 3)).isNull();
        assertThat(cache.get(other, 3)).isEqualTo("y");
        assertThat(cache.stats().weightBytes()).isEqualTo(50);
    }

    @Test
    void aBigCacheUsesAllItsRoom() {
        BlockCache<String> big = new BlockCache<>(64 << 20);
        for (int i = 0; i < 2000; i++) {
            big.put(part, i * 4096L, "x", 64 << 10);
        }
        assertThat(big.stats().weightBytes()).isBetween(60L << 20, 64L << 20);
    }

    @Test
    void nothingIsKeptWithoutRoom() {
        BlockCache<String> none = new BlockCache<>(0);
        none.put(part, 1, "x", 1);
        assertThat(none.get(part, 1)).isNull();
        assertThatThrownBy(() -> new BlockCache<>(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cache.put(part, 1, "x", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
