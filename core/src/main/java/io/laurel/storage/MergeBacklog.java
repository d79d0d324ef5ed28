package io.laurel.storage;

import io.laurel.part.MergePicker;
import java.util.ArrayList;
import java.util.List;

/**
 * How much merging is due: what would happen if parts were merged one pick after another until nothing is worth it, and
 * nothing came meanwhile. A pure function of sizes, which takes no account of space and of what is being merged now.
 */
final class MergeBacklog {
    private int parts;
    private long bytes;

    /** Adds parts of which any may be merged with each other. */
    void add(List<Long> sizes) {
        List<Long> left = new ArrayList<>(sizes);
        int[] picked = pick(left);
        while (picked.length > 0) {
            long sum = 0;
            for (int index : picked) {
                sum += left.set(index, -1L);
            }
            left.removeIf(size -> size < 0);
            left.add(sum);
            parts += picked.length - 1;
            bytes += sum;
            picked = pick(left);
        }
    }

    private static int[] pick(List<Long> sizes) {
        return MergePicker.pickNext(sizes.stream().mapToLong(Long::longValue).toArray(), Long.MAX_VALUE);
    }

    /** Parts that would be gone. */
    int parts() {
        return parts;
    }

    /** Bytes that would be read. */
    long bytes() {
        return bytes;
    }
}
