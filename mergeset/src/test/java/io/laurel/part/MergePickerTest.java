package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePickerTest {
    private static final long NO_LIMIT = 1_000_000_000_000L;

    @Test
    void picksLikeTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("parts_to_merge")) {
            long[] sizes = vector.get("sizes") == null ? new long[0] : longs(vector.get("sizes"));
            long maxOutBytes = (Long) vector.get("max_out_bytes");
            int[] picked = (Boolean) vector.get("final")
                    ? MergePicker.pickFinal(sizes, MergePicker.FAN_IN, 2, maxOutBytes)
                    : MergePicker.pick(sizes, MergePicker.FAN_IN, maxOutBytes);
            assertThat(sizesOf(picked, sizes)).as("%s", vector.get("note"))
                    .isEqualTo(longs(vector.get("merged_sizes")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, '', ''",
        "2, 123, ''",
        "2, 4 2, ''",
        "2, 128 64 32 16 8 4 2 1, ''",
        "4, 128 64 32 10 9 7 3 1, 3 7 9 10",
        "2, 128 64 32 16 8 4 2 2, 2 2",
        "4, 128 64 32 16 8 4 2 2, 2 2 4 8",
        "2, 1 1, 1 1",
        "2, 2 2 2, 2 2",
        "2, 4 2 4, 4 4",
        "2, 1 3 7 2, ''",
        "3, 1 3 7 2, 1 2 3",
        "4, 1 3 7 2, 1 2 3",
        "5, 1 3 7 2, ''",
        "4, 2 3 7 2, 2 2 3",
        "5, 2 3 7 2, ''",
        "3, 11 1 10 100 10, 10 10 11"})
    void picksWithOtherFanIns(int fanIn, String sizes, String expected) {
        long[] given = numbers(sizes);
        assertThat(sizesOf(MergePicker.pick(given, fanIn, NO_LIMIT), given)).isEqualTo(numbers(expected));
    }

    @Test
    void equalSizesAreTakenInTheirOrder() {
        long[] sizes = {9, 9, 9, 9, 9, 9, 9, 9};
        assertThat(MergePicker.pick(sizes, MergePicker.FAN_IN, NO_LIMIT)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void theLimitIsReachedButNotExceeded() {
        long[] sizes = {100, 100, 100, 100, 100, 100, 100, 100};
        assertThat(MergePicker.pick(sizes, MergePicker.FAN_IN, 800)).hasSize(8);
        assertThat(MergePicker.pick(sizes, MergePicker.FAN_IN, 799)).isEmpty();
        assertThat(MergePicker.pick(new long[] {100, 100}, 2, 169)).as("each above 169 / 1.7").isEmpty();
    }

    @Test
    void sizesAreNotChanged() {
        long[] sizes = {4, 2, 4};
        MergePicker.pick(sizes, 2, NO_LIMIT);
        assertThat(sizes).containsExactly(4, 2, 4);
    }

    /** The figures of the reference engine are for one draw of sizes; how many parts are left depends on the draw. */
    @Test
    void aThousandPartsBecomeFewWithLittleRewriting() {
        int best = Integer.MAX_VALUE;
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<Long> parts = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                parts.add(1 + ((long) (random.nextGaussian() * 1e9) & 0xffffffffL));
            }
            long added = sum(parts);
            long written = mergeWhilePossible(parts);
            assertThat(sum(parts)).isEqualTo(added);
            assertThat((double) written / added).as("seed %d", seed).isLessThanOrEqualTo(2.1);
            assertThat(parts.size()).as("seed %d", seed).isLessThanOrEqualTo(40);
            best = Math.min(best, parts.size());
        }
        assertThat(best).isLessThanOrEqualTo(18);
    }

    /** Returns the bytes written. */
    private static long mergeWhilePossible(List<Long> parts) {
        long written = 0;
        while (true) {
            long[] sizes = parts.stream().mapToLong(Long::longValue).toArray();
            int[] picked = MergePicker.pick(sizes, MergePicker.FAN_IN, Long.MAX_VALUE / 100);
            if (picked.length == 0) {
                return written;
            }
            long merged = Arrays.stream(sizesOf(picked, sizes)).sum();
            Arrays.stream(picked).boxed().sorted((a, b) -> b - a).forEach(index -> parts.remove((int) index));
            parts.add(merged);
            written += merged;
        }
    }

    private static long sum(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    private static long[] sizesOf(int[] picked, long[] sizes) {
        return Arrays.stream(picked).mapToLong(index -> sizes[index]).toArray();
    }

    private static long[] longs(Object list) {
        return TestData.<Long>list(list).stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).mapToLong(Long::parseLong).toArray();
    }
}
