package io.laurel.storage;

import io.laurel.data.DataStats;
import io.laurel.data.PartInfo;
import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.IndexRotation;
import io.laurel.indexdb.IndexStats;
import io.laurel.mergeset.TableCaches;
import io.laurel.part.BlockCache;
import io.laurel.part.MergeControl;
import io.laurel.series.Days;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts together what was counted and what the tables say of themselves. */
final class StatsReader {
    private static final String BLOCKS = "Blocks";

    private final StorageOptions options;
    private final Path root;
    private final StorageTables tables;
    private final SeriesResolvers resolvers;
    private final Condition condition;
    private final MergeControl control;
    private final Counters counters;

    /**
     * @param root of the storage, for the space that is left on its disk
     */
    StatsReader(StorageOptions options, Path root, StorageTables tables, SeriesResolvers resolvers,
            Condition condition, MergeControl control, Counters counters) {
        this.options = options;
        this.root = root;
        this.tables = tables;
        this.resolvers = resolvers;
        this.condition = condition;
        this.control = control;
        this.counters = counters;
    }

    StorageStats read(int openResults, int snapshots) throws IOException {
        long nowNs = options.time().monotonicNs();
        RowCounters rows = counters.rows();
        SearchCounters searches = counters.searches();
        DataStats data = tables.data().stats();
        IndexStats index = tables.index().stats();
        List<PartInfo> dataParts = tables.data().parts();
        List<IndexDb.TableInfo> indexTables = tables.index().tables();
        StorageStats.Parts parts = parts(dataParts, indexTables);
        List<StorageStats.Cache> caches = caches(data);
        return new StorageStats(nowNs - rows.openedNs(), rows.read(nowNs, data.pendingRows()), series(index), parts,
                counters.merges().read(control, backlog(dataParts, indexTables)), caches,
                new StorageStats.Index(index.pendingItems(), index.settledAgain(), nextRotationMs(),
                        index.missingTsids(), searches.missingNames.sum()),
                searches.read(openResults),
                new StorageStats.Latency.Calls(rows.latencies.read(nowNs), searches.latencies.read(nowNs)),
                memory(data, index, caches),
                new StorageStats.Disk(bytesOnDisk(parts, indexTables), options.disk().freeBytes(root),
                        options.freeSpaceReserve(), condition.readOnlyReason()),
                snapshots, dataParts, indexTables);
    }

    private long nextRotationMs() throws IOException {
        if (condition.isReadOnly()) {
            return 0;
        }
        long nowMs = options.time().wallMs();
        long retentionMs = options.retention().toMillis();
        return IndexRotation.latestRotationMs(nowMs, retentionMs) > tables.index().currentSinceMs()
                ? nowMs : IndexRotation.followingRotationMs(nowMs, retentionMs);
    }

    private StorageStats.Series series(IndexStats index) {
        RowCounters rows = counters.rows();
        SeriesLimits limits = resolvers.limits();
        return new StorageStats.Series(tables.series().table().size(),
                tables.series().days().count(Days.of(options.time().wallMs())), index.deletedSeries(),
                index.created(), rows.slowInserts.sum(), rows.daysAsked.sum(),
                new StorageStats.Limited(limits.hourlySeries(), options.maxHourlySeries()),
                new StorageStats.Limited(limits.dailySeries(), options.maxDailySeries()), tables.series().shrinks(),
                tables.loaded().series(), tables.loaded().problem());
    }

    private StorageStats.Memory memory(DataStats data, IndexStats index, List<StorageStats.Cache> caches) {
        long blocks = caches.stream().filter(cache -> cache.type().endsWith(BLOCKS))
                .mapToLong(StorageStats.Cache::bytes).sum();
        return new StorageStats.Memory(data.pendingBytes(), data.bufferBytes(), data.memoryPartBytes(),
                index.memoryBytes(), tables.series().table().heapBytes(), index.namesBytes(),
                tables.series().days().heapBytes() + index.daysBytes(), blocks, index.deletedBytes());
    }

    private List<StorageStats.Cache> caches(DataStats data) {
        TableCaches ofIndex = tables.indexCaches();
        List<StorageStats.Cache> caches = new ArrayList<>();
        caches.add(cache("storage/index" + BLOCKS, data.indexCache()));
        caches.add(cache("indexdb/index" + BLOCKS, ofIndex.indexBlocksStats()));
        caches.add(cache("indexdb/data" + BLOCKS, ofIndex.itemsBlocksStats()));
        caches.add(new StorageStats.Cache("storage/tsid", tables.series().table().size(), tables.series().heapBytes(),
                options.seriesBytes(), counters.rows().seriesAsked.sum(), counters.rows().slowInserts.sum()));
        return List.copyOf(caches);
    }

    private static StorageStats.Cache cache(String type, BlockCache.Stats stats) {
        return new StorageStats.Cache(type, stats.entries(), stats.weightBytes(), stats.maxBytes(),
                stats.hits() + stats.misses(), stats.misses());
    }

    private static StorageStats.Parts parts(List<PartInfo> dataParts, List<IndexDb.TableInfo> indexTables) {
        Map<String, StorageStats.Month> months = new TreeMap<>();
        for (PartInfo part : dataParts) {
            StorageStats.Totals one = new StorageStats.Totals(1, part.blocks(), part.rows(), part.sizeBytes());
            StorageStats.Totals none = StorageStats.Totals.NONE;
            months.merge(part.month(), new StorageStats.Month(part.month(), part.inMemory() ? one : none,
                    part.inMemory() || part.isBig() ? none : one, part.isBig() ? one : none), StorageStats.Month::plus);
        }
        StorageStats.Month all = months.values().stream().reduce(StorageStats.Month.NONE, StorageStats.Month::plus);
        StorageStats.Totals index = indexTables.stream().flatMap(table -> table.parts().stream())
                .map(part -> new StorageStats.Totals(1, part.blocksCount(), part.itemsCount(), part.sizeBytes()))
                .reduce(StorageStats.Totals.NONE, StorageStats.Totals::plus);
        return new StorageStats.Parts(all.memory(), all.small(), all.big(), index, List.copyOf(months.values()));
    }

    private static MergeBacklog backlog(List<PartInfo> dataParts, List<IndexDb.TableInfo> indexTables) {
        MergeBacklog backlog = new MergeBacklog();
        dataParts.stream().filter(part -> !part.inMemory())
                .collect(Collectors.groupingBy(part -> part.month() + part.isBig(),
                        Collectors.mapping(PartInfo::sizeBytes, Collectors.toList())))
                .values().forEach(backlog::add);
        for (IndexDb.TableInfo table : indexTables) {
            backlog.add(table.parts().stream().filter(part -> !part.inMemory())
                    .map(io.laurel.mergeset.PartInfo::sizeBytes).toList());
        }
        return backlog;
    }

    private static long bytesOnDisk(StorageStats.Parts parts, List<IndexDb.TableInfo> indexTables) {
        return parts.small().bytes() + parts.big().bytes() + indexTables.stream()
                .flatMap(table -> table.parts().stream()).filter(part -> !part.inMemory())
                .mapToLong(io.laurel.mergeset.PartInfo::sizeBytes).sum();
    }
}
