package io.laurel.part;

/**
 * How much there is in some parts.
 *
 * @param parts how many they are
 * @param entries rows of samples, or items of the index
 */
public record PartsSize(int parts, long entries, long bytes) {
    public static final PartsSize NOTHING = new PartsSize(0, 0, 0);

    public PartsSize plus(PartsSize other) {
        return new PartsSize(parts + other.parts, entries + other.entries, bytes + other.bytes);
    }
}
