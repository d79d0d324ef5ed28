package io.laurel.part;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which parts should become one. A pure function of their sizes.
 *
 * <p>Parts are merged when several of nearly the same size have come together: of all groups of neighbours in the order
 * of size, the one with the greatest ratio of result to biggest member is taken, if that ratio reaches half the fan-in.
 * With a fan-in of 15 this means about eight equal parts; up to seven of each order of magnitude stay for the time
 * being, and a byte is rewritten about twice on its way to the biggest part. A final pick lowers the fan-in step by
 * step, and so tidies up what a quiet table has left.
 */
public final class MergePicker {
    /** Parts merged at once, for data and index alike. */
    public static final int FAN_IN = 15;

    /** A merge must at least be this much bigger than its biggest source, or it is mostly copying that one. */
    private static final double LEAST_GROWTH = 1.7;

    private static final int[] NOTHING = {};

    private MergePicker() {}

    /**
     * Chooses one group to merge.
     *
     * @param sizes bytes of each part; of equal ones the earlier counts as the smaller
     * @param fanIn most parts in the group
     * @param maxOutBytes the group's bytes do not exceed this
     * @return indexes into {@code sizes}, smallest part first; empty: nothing is worth it
     */
    public static int[] pick(long[] sizes, int fanIn, long maxOutBytes) {
        int[] bySize = bySize(sizes);
        int longest = Math.min(fanIn, bySize.length);
        int shortest = Math.max(2, (longest + 1) / 2);
        double bestGrowth = 0;
        int bestFrom = 0;
        int bestTo = 0;
        for (int length = shortest; length <= longest; length++) {
            for (int from = 0; from + length <= bySize.length; from++) {
                long smallest = sizes[bySize[from]];
                long biggest = sizes[bySize[from + length - 1]];
                if (smallest * length < biggest) {
                    continue;
                }
                long sum = 0;
                for (int i = from; i < from + length; i++) {
                    sum += sizes[bySize[i]];
                }
                if (sum > maxOutBytes) {
                    // All later windows of this length are bigger still.
                    break;
                }
                double growth = (double) sum / biggest;
                if (growth >= bestGrowth) {
                    bestGrowth = growth;
                    bestFrom = from;
                    bestTo = from + length;
                }
            }
        }
        if (bestGrowth < Math.max(fanIn / 2.0, LEAST_GROWTH)) {
            return NOTHING;
        }
        return Arrays.copyOfRange(bySize, bestFrom, bestTo);
    }

    /**
     * The first group found with a fan-in from {@code fanIn} down to {@code leastFanIn}: for a table that has been
     * quiet for a while, where fewer parts are worth more copying.
     */
    public static int[] pickFinal(long[] sizes, int fanIn, int leastFanIn, long maxOutBytes) {
        for (int n = fanIn; n >= leastFanIn; n--) {
            int[] picked = pick(sizes, n, maxOutBytes);
            if (picked.length > 0) {
                return picked;
            }
        }
        return NOTHING;
    }

    private static int[] bySize(long[] sizes) {
        return IntStream.range(0, sizes.length).boxed()
                .sorted(Comparator.comparingLong(index -> sizes[index]))
                .mapToInt(Integer::intValue).toArray();
    }
}
