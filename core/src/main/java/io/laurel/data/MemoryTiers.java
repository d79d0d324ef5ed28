package io.laurel.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Which parts in memory become one, so that a search does not meet hundreds of them. A pure function.
 *
 * <p>Parts are told apart by the order of magnitude of their rows, with base 8. Eight of one kind are merged, which
 * makes one of the next kind. So at most seven of each kind are there, and a row is merged once for each factor of
 * eight that its first part was smaller than a large one. Large ones, which is what full buffers become, wait for the
 * disk: there are not many of them, and merging them here would be work done twice.
 */
final class MemoryTiers {
    private static final int FAN_IN_BITS = 3;
    private static final int FAN_IN = 1 << FAN_IN_BITS;
    /** From 8^6 = 262,144 rows on a part is large. */
    private static final int TIERS = 6;

    private MemoryTiers() {}

    /** Eight parts of a tier that has so many; none if no tier has. Parts on disk are passed over. */
    static List<Part> choose(List<Part> parts) {
        int[] counts = new int[TIERS];
        for (Part part : parts) {
            int tier = tier(part);
            if (tier < TIERS && ++counts[tier] == FAN_IN) {
                return firstOfTier(parts, tier);
            }
        }
        return List.of();
    }

    private static List<Part> firstOfTier(List<Part> parts, int tier) {
        List<Part> chosen = new ArrayList<>(FAN_IN);
        for (Part part : parts) {
            if (tier(part) == tier) {
                chosen.add(part);
                if (chosen.size() == FAN_IN) {
                    break;
                }
            }
        }
        return chosen;
    }

    private static int tier(Part part) {
        return part.inMemory() ? (63 - Long.numberOfLeadingZeros(part.header().rows())) / FAN_IN_BITS : TIERS;
    }
}
