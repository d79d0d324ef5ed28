package io.laurel.data;

import io.laurel.part.MergePicker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which parts of a month are merged next; pure functions of the parts on disk that nobody merges. */
final class MergeChoice {
    /** The reference merges no further than this, and larger files are a burden to copy. */
    static final long MAX_PART_BYTES = 1_000_000_000_000L;

    /** How one sort of merge chooses. */
    @FunctionalInterface
    interface Chooser {
        /** @return the parts, which have at most that many bytes together; empty: nothing is worth it */
        List<Part> choose(List<Part> free, long maxBytes);
    }

    private final PartStore store;
    private final long maxSmallPartBytes;

    MergeChoice(PartStore store, long maxSmallPartBytes) {
        this.store = store;
        this.maxSmallPartBytes = maxSmallPartBytes;
    }

    /** Small parts that become another small one. */
    List<Part> small(List<Part> free, long maxBytes) {
        return pick(small(free), Math.min(maxBytes, maxSmallPartBytes));
    }

    /** Parts, be they small or big, that become a big one. */
    List<Part> big(List<Part> free, long maxBytes) {
        List<Part> grown = pick(small(free), maxBytes);
        if (Part.totalBytes(grown) > maxSmallPartBytes) {
            return grown;
        }
        return pick(onDisk(free).stream().filter(part -> !store.isSmall(part)).toList(), maxBytes);
    }

    static List<Part> onDisk(List<Part> parts) {
        return parts.stream().filter(part -> !part.inMemory()).toList();
    }

    private List<Part> small(List<Part> free) {
        return free.stream().filter(store::isSmall).toList();
    }

    private static List<Part> pick(List<Part> candidates, long maxBytes) {
        List<Part> sorted = new ArrayList<>(candidates);
        // Of equal sizes the later ones are preferred: late rows may still come to the earlier ones' time.
        sorted.sort(Comparator.comparingLong((Part part) -> part.header().minTimestampMs()).reversed());
        List<Part> picked = new ArrayList<>();
        for (int index : MergePicker.pickNext(sizes(sorted), Math.min(maxBytes, MAX_PART_BYTES))) {
            picked.add(sorted.get(index));
        }
        return picked;
    }

    /**
     * What makes a month tidy that gets no rows any more.
     *
     * @param dedupIntervalMs to which all of it should be thinned out; 0: that does not matter
     */
    List<Part> idle(List<Part> free, long dedupIntervalMs, long maxBytes) {
        List<Part> all = onDisk(free);
        if (all.stream().anyMatch(part -> part.minDedupIntervalMs() < dedupIntervalMs)
                && Part.totalBytes(all) <= maxBytes) {
            return all;
        }
        List<Part> picked = new ArrayList<>();
        for (int index : MergePicker.pickIdle(sizes(all), maxSmallPartBytes, Math.min(maxBytes, MAX_PART_BYTES))) {
            picked.add(all.get(index));
        }
        return picked;
    }

    private static long[] sizes(List<Part> parts) {
        return parts.stream().mapToLong(Part::sizeBytes).toArray();
    }
}
