package io.laurel.data;

import io.laurel.bytes.ZstdPool;
import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import io.laurel.series.SeriesTable;

/**
 * What the samples of a storage are given to work with; all of it outlives the {@link DataTable}.
 *
 * @param series the series whose ordinals rows carry; null for a table that is only read
 * @param indexCacheBytes how much of the decoded indexes of parts on disk may stay in memory
 * @param swaps passed by whatever changes the parts on disk; one for all tables of a storage
 * @param merges what every merge obeys and reports to; one for all tables of a storage
 */
public record DataContext(Disk disk, TimeSource time, ZstdPool zstds, SeriesTable series, long indexCacheBytes,
        SwapGate swaps, MergeControl merges) {}
