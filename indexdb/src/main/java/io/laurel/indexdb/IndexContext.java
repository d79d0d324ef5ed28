package io.laurel.indexdb;

import io.laurel.bytes.ZstdPool;
import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import io.laurel.mergeset.Table;
import io.laurel.mergeset.TableCaches;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import java.nio.file.Path;

/**
 * What an index needs from outside. Nothing in it is closed by the index.
 *
 * @param rememberedBytes heap for each of three things: what it knows of the registrations by day of the current
 *     generation, of those of the previous one, and of names
 */
public record IndexContext(Disk disk, TimeSource time, ZstdPool zstd, TableCaches caches, SwapGate swaps,
        MergeControl merges, long rememberedBytes) {
    /** For the index under a root that is only read; the caller closes the pool. */
    public static IndexContext forReading(Path root, Disk disk, TimeSource time, ZstdPool zstd,
            long cacheBytes) {
        return new IndexContext(disk, time, zstd, new TableCaches(cacheBytes), new SwapGate(),
                MergeControl.unlimited(disk, root, time, done -> { }), cacheBytes / 4);
    }

    Table.Context ofTables() {
        return new Table.Context(disk, time, zstd, caches, TagRowJoiner::new, swaps, merges);
    }
}
