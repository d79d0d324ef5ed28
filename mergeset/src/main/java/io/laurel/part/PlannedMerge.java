package io.laurel.part;

/**
 * What a merge of everything in one table would do.
 *
 * @param kind what the parts hold
 * @param table the month of samples, {@code YYYY_MM}, or the table of the index
 * @param verdict whether anything would be merged, and why, or why not
 * @param parts all there are; those in memory would go to disk first
 */
public record PlannedMerge(MergeDone.Kind kind, String table, MergeVerdict verdict, PartsSize parts) {}
