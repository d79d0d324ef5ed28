package io.laurel.regex;

import java.util.Arrays;

/** A set of characters (code points), as ascending ranges that do not touch. Immutable. */
final class CharRanges {
    static final int MAX = Character.MAX_CODE_POINT;
    static final CharRanges ANY = range(0, MAX);
    static final CharRanges NOT_NEWLINE = range('\n', '\n').negated();

    /** First and last character of each range in turn. */
    private final int[] bounds;

    private CharRanges(int[] bounds) {
        this.bounds = bounds;
    }

    static CharRanges range(int first, int last) {
        return new CharRanges(new int[] {first, last});
    }

    /** @param bounds first and last character of each range in turn, in any order, overlapping as they like */
    static CharRanges of(int... bounds) {
        long[] sorted = new long[bounds.length / 2];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = (long) bounds[2 * i] << 32 | bounds[2 * i + 1];
        }
        Arrays.sort(sorted);
        int[] joined = new int[bounds.length];
        int size = 0;
        for (long range : sorted) {
            int first = (int) (range >>> 32);
            int last = (int) range;
            if (size > 0 && first <= joined[size - 1] + 1) {
                joined[size - 1] = Math.max(joined[size - 1], last);
            } else {
                joined[size++] = first;
                joined[size++] = last;
            }
        }
        return new CharRanges(Arrays.copyOf(joined, size));
    }

    CharRanges union(CharRanges other) {
        int[] both = Arrays.copyOf(bounds, bounds.length + other.bounds.length);
        System.arraycopy(other.bounds, 0, both, bounds.length, other.bounds.length);
        return of(both);
    }

    CharRanges negated() {
        int[] gaps = new int[bounds.length + 2];
        int size = 0;
        int at = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] > at) {
                gaps[size++] = at;
                gaps[size++] = bounds[i] - 1;
            }
            at = bounds[i + 1] + 1;
        }
        if (at <= MAX) {
            gaps[size++] = at;
            gaps[size++] = MAX;
        }
        return new CharRanges(Arrays.copyOf(gaps, size));
    }

    int count() {
        return bounds.length / 2;
    }

    /** First character of a range. */
    int first(int range) {
        return bounds[2 * range];
    }

    /** Last character of a range. */
    int last(int range) {
        return bounds[2 * range + 1];
    }

    boolean contains(int character) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (character <= bounds[i + 1]) {
                return character >= bounds[i];
            }
        }
        return false;
    }

    /** Number of characters. */
    int size() {
        int size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    /** The characters in order; for small sets. */
    int[] characters() {
        int[] characters = new int[size()];
        int at = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            for (int c = bounds[i]; c <= bounds[i + 1]; c++) {
                characters[at++] = c;
            }
        }
        return characters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharRanges that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** As RE2 reads it. */
    @Override
    public String toString() {
        if (bounds.length == 0) {
            return "[^\\x00-\\x{10FFFF}]";
        }
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(String.format("\\x{%x}-\\x{%x}", bounds[i], bounds[i + 1]));
        }
        return text.append(']').toString();
    }
}
