package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
class BlockCacheRandomTest {
    private static final long MAX_BYTES = 4 << 20;

    private final BlockCache<String> cache = new BlockCache<>(MAX_BYTES);
    private final Object[] parts = {"a", "b", "c", "d"};

    @Test
    void whatIsFoundIsWhatWasPutAndTheBooksAreRight(Random random) {
        Map<String, Long> weights = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            Object part = parts[random.nextInt(parts.length)];
            long offset = random.nextInt(300);
            String value = part + " " + offset;
            if (random.nextInt(1000) == 0) {
                cache.forget(part);
                weights.keySet().removeIf(key -> key.startsWith(part.toString()));
                assertThat(cache.get(part, offset)).isNull();
            } else if (cache.get(part, offset) == null) {
                long weightBytes = 1 + random.nextInt(20_000);
                cache.put(part, offset, value, weightBytes);
                weights.put(value, weightBytes);
            } else {
                assertThat(cache.get(part, offset)).isEqualTo(value);
            }
        }
        long entries = 0;
        long weightBytes = 0;
        for (Object part : parts) {
            for (int offset = 0; offset < 300; offset++) {
                if (cache.get(part, offset) != null) {
                    entries++;
                    weightBytes += weights.get(part + " " + offset);
                }
            }
        }
        assertThat(cache.stats().entries()).isEqualTo(entries);
        assertThat(cache.stats().weightBytes()).isEqualTo(weightBytes).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void manyThreadsMayUseIt(long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Void>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(seed + thread);
            Object own = parts[thread];
            Callable<Void> work = () -> {
                for (int i = 0; i < 50_000; i++) {
                    Object part = random.nextBoolean() ? own : "shared";
                    long offset = random.nextInt(2000);
                    String found = cache.get(part, offset);
                    if (found == null) {
                        cache.put(part, offset, part + " " + offset, 4096);
                    } else {
                        assertThat(found).isEqualTo(part + " " + offset);
                    }
                }
                cache.forget(own);
                return null;
            };
            results.add(threads.submit(work));
        }
        for (Future<Void> result : results) {
            result.get();
        }
        threads.shutdown();
        assertThat(cache.stats().weightBytes()).isEqualTo(4096 * cache.stats().entries()).isBetween(1L, MAX_BYTES);
        cache.forget("shared");
        assertThat(cache.stats().weightBytes()).isZero();
        assertThat(cache.stats().entries()).isZero();
    }
}
