/**
 * Samples by month.
 *
 * <p>The way in: {@link io.laurel.data.RowBuffer} to {@link io.laurel.data.DataTable#addRows}, which splits by month
 * and appends to the pending rows of a partition; pending rows are sorted and become a part in memory; parts in memory
 * become one part on disk; parts on disk are merged. The way out: a view of the parts, {@link
 * io.laurel.data.DataSearch} for the blocks of a series, {@link io.laurel.data.SampleReader} for its samples.
 *
 * <p>What lies on disk is described where it is written: {@code BlockHeader}, {@code MetaindexRow}, {@code PartHeader},
 * {@code PartWriter}, {@code DedupInterval}.
 */
package io.laurel.data;
