package io.laurel.part;

/**
 * What a merge of everything in one table did.
 *
 * @param kind what the parts hold
 * @param table the month of samples, {@code YYYY_MM}, or the table of the index
 * @param verdict why it was merged, or why it was not
 * @param before the parts on disk when it began
 * @param after what became of them: at most one part, if they were merged
 * @param partsAdded parts that came meanwhile; they are beside the result
 * @param dropped rows of samples that were left out
 * @param durationNs how long the merge took; 0 without one
 */
public record TableMerge(MergeDone.Kind kind, String table, MergeVerdict verdict, PartsSize before, PartsSize after,
        int partsAdded, MergeDone.Dropped dropped, long durationNs) {
    /** Nothing was done. */
    public static TableMerge none(MergeDone.Kind kind, String table, MergeVerdict verdict, PartsSize parts) {
        return new TableMerge(kind, table, verdict, parts, parts, 0, MergeDone.Dropped.NOTHING, 0);
    }

    /** @param partsNow number of parts on disk after the merge */
    public static TableMerge of(MergeDone done, MergeVerdict verdict, int partsNow) {
        int results = done.result() == null ? 0 : 1;
        return new TableMerge(done.kind(), done.table(), verdict,
                new PartsSize(done.sources().size(), done.entriesIn(), done.bytesIn()),
                new PartsSize(results, done.entriesOut(), done.bytesOut()), Math.max(0, partsNow - results),
                done.dropped(), done.durationNs());
    }
}
