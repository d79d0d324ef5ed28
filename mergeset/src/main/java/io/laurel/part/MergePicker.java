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

    /** So many parts may stay where the usual pick finds nothing. */
    public static final int MAX_PARTS = 18;

    /** To a part that is left alone everything smaller would add less than one in so many bytes. */
    private static final int LEAST_IDLE_SHARE = 10;

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

    /**
     * What to merge next in a table that grows: by {@link #pick}; but where that leaves more than
     * {@value #MAX_PARTS} parts, which happens when their sizes are spread widely, by {@link #pickFinal}. So there are
     * rarely more, for some more rewriting: 2.06 times instead of 2.03 for a thousand random parts.
     */
    public static int[] pickNext(long[] sizes, long maxOutBytes) {
        int[] picked = pick(sizes, FAN_IN, maxOutBytes);
        return picked.length == 0 && sizes.length > MAX_PARTS ? pickFinal(sizes, FAN_IN, 2, maxOutBytes) : picked;
    }

    /**
     * What to merge in a table that has got nothing new for a while: all parts; but not one to which all smaller ones
     * together would add less than a tenth, or what trickles in late would have it written again and again. Then the
     * smaller ones are looked at in the same way.
     *
     * @param cheapBytes so much may be written anyway
     */
    public static int[] pickIdle(long[] sizes, long cheapBytes, long maxOutBytes) {
        int[] bySize = bySize(sizes);
        long sum = 0;
        for (long size : sizes) {
            sum += size;
        }
        for (int count = sizes.length; count >= 2; count--) {
            long biggest = sizes[bySize[count - 1]];
            boolean worthIt = sum <= cheapBytes || sum - biggest >= biggest / LEAST_IDLE_SHARE;
            if (worthIt && sum <= maxOutBytes) {
                return Arrays.copyOf(bySize, count);
            }
            sum -= biggest;
        }
        return NOTHING;
    }

    private static int[] bySize(long[] sizes) {
        return IntStream.range(0, sizes.length).boxed()
                .sorted(Comparator.comparingLong(index -> sizes[index]))
                .mapToInt(Integer::intValue).toArray();
    }
}
