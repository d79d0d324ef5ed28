package io.laurel.part;

import java.util.List;

/**
 * What a merge did: some parts became one. Writing parts that are in memory to disk is one too.
 *
 * @param kind what the parts hold
 * @param table the month of samples, {@code YYYY_MM}, or the table of the index, 16 hexadecimal digits
 * @param sources names of the parts on disk that are gone
 * @param memorySources number of parts in memory that are gone
 * @param result name of the part that took their place; null if nothing was left of them
 * @param entriesIn rows of samples or items of the index in all sources
 * @param entriesOut the same in the result; rows of the index are also joined, which drops nothing
 * @param bytesIn size of all sources; those in memory are not packed as tightly as those on disk
 * @param bytesOut size of the result, 0 without one
 * @param dropped rows that were left out
 * @param durationNs from the first byte read to the result in its place
 */
public record MergeDone(Kind kind, String table, List<String> sources, int memorySources, String result,
        long entriesIn, long entriesOut, long bytesIn, long bytesOut, Dropped dropped, long durationNs) {
    /** What parts hold. */
    public enum Kind { SAMPLES, INDEX }

    /**
     * Rows of samples that a merge left out. Of the index nothing is counted here.
     *
     * @param deleted of series that were deleted
     * @param expired older than the retention
     * @param duplicate thinned out by the interval of deduplication
     */
    public record Dropped(long deleted, long expired, long duplicate) {
        public static final Dropped NOTHING = new Dropped(0, 0, 0);

        public long rows() {
            return deleted + expired + duplicate;
        }

        public Dropped plus(Dropped other) {
            return new Dropped(deleted + other.deleted, expired + other.expired, duplicate + other.duplicate);
        }
    }

    /** True if it wrote what was in memory; false if it merged parts on disk. */
    public boolean isPersist() {
        return memorySources > 0;
    }
}
