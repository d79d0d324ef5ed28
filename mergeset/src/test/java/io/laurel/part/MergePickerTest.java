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

    /** Sizes that are spread widely, drawn anew for each seed. */
    @Test
    void aThousandPartsBecomeFewWithLittleRewriting() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            List<Long> parts = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                long drawn = (long) (random.nextGaussian() * 1e9);
                parts.add(1 + ((seed % 2 == 0 ? drawn : Math.abs(drawn)) & 0xffffffffL));
            }
            long added = sum(parts);
            long written = mergeWhilePossible(parts);
            assertThat(sum(parts)).isEqualTo(added);
            assertThat((double) written / added).as("seed %d", seed).isLessThanOrEqualTo(2.1);
            assertThat(parts.size()).as("seed %d", seed).isLessThanOrEqualTo(MergePicker.MAX_PARTS);
        }
    }

    /** Parts come one by one, as from a storage that takes rows for a day, and are merged meanwhile. */
    @Test
    void partsThatComeForLongStayFew() {
        Random random = new Random(5);
        List<Long> parts = new ArrayList<>();
        long added = 0;
        long written = 0;
        for (int i = 0; i < 17_280; i++) {
            parts.add(1 + (long) Math.exp(7 + 2 * random.nextGaussian()));
            added += parts.get(parts.size() - 1);
            written += mergeWhilePossible(parts);
            assertThat(parts.size()).isLessThanOrEqualTo(MergePicker.MAX_PARTS + 4);
        }
        assertThat((double) written / added).isLessThan(6);
    }

    @ParameterizedTest
    @CsvSource({
        "0, '', ''",
        "0, 7, ''",
        "0, 10 1, 1 10",
        "0, 11 1, 1 11",
        "0, 20 1, ''",
        "21, 20 1, 1 20",
        "20, 20 1, ''",
        "0, 1000 50 40 5, 5 40 50",
        "0, 1000 50 50 5, 5 50 50 1000",
        "50, 100000 1000 20 1 1, 1 1 20",
        "0, 100000 1000 30 1 1, 1 1",
        "0, 100000 1000 20 1 1, 1 1 20"})
    void idleTablesBecomeOnePartUnlessThatMeansCopyingABigOne(long cheapBytes, String sizes, String expected) {
        long[] given = numbers(sizes);
        assertThat(sizesOf(MergePicker.pickIdle(given, cheapBytes, NO_LIMIT), given)).isEqualTo(numbers(expected));
    }

    /** However often something small comes late to a big idle month, a byte is written a few times only. */
    @Test
    void lateTricklesDoNotRewriteABigPart() {
        List<Long> parts = new ArrayList<>(List.of(1_000_000_000L));
        long written = 0;
        long added = 0;
        for (int i = 0; i < 10_000; i++) {
            parts.add(1_000L);
            added += 1_000;
            long[] sizes = parts.stream().mapToLong(Long::longValue).toArray();
            written += replace(parts, MergePicker.pickIdle(sizes, 0, NO_LIMIT), sizes);
            assertThat(parts.size()).isLessThan(10);
        }
        assertThat((double) written / added).isLessThan(30);
    }

    /** Returns the bytes written. */
    private static long mergeWhilePossible(List<Long> parts) {
        long written = 0;
        while (true) {
            long[] sizes = parts.stream().mapToLong(Long::longValue).toArray();
            int[] picked = MergePicker.pickNext(sizes, Long.MAX_VALUE / 100);
            if (picked.length == 0) {
                return written;
            }
            written += replace(parts, picked, sizes);
        }
    }

    private static long replace(List<Long> parts, int[] picked, long[] sizes) {
        if (picked.length == 0) {
            return 0;
        }
        long merged = Arrays.stream(sizesOf(picked, sizes)).sum();
        Arrays.stream(picked).boxed().sorted((a, b) -> b - a).forEach(index -> parts.remove((int) index));
        parts.add(merged);
        return merged;
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
