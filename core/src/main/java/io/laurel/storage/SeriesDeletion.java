package io.laurel.storage;

import io.laurel.indexdb.Deadline;
import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.SeriesNames;
import io.laurel.series.MetricIds;
import io.laurel.series.SeriesTable;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.List;

/**
 * What is to be deleted, and how it is: the series of all times that match, whichever generation of the index knows
 * them. The ids of a deleted series are marked in the index, and its names are forgotten, so rows that come later
 * belong to another id. Its samples stay where they are, in memory and on disk, and belong to nobody: merges drop them.
 */
final class SeriesDeletion {
    private final Tsid[] ids;
    private final int names;

    private SeriesDeletion(Tsid[] ids, int names) {
        this.ids = ids;
        this.names = names;
    }

    static SeriesDeletion of(List<TagFilters> anyOf, IndexDb index, Deadline deadline) throws IOException {
        try (SeriesNames names = index.names()) {
            Tsid[] ids = index.search(anyOf, TimeRange.all(), Integer.MAX_VALUE, deadline, names);
            SeriesGroups groups = SeriesGroups.of(ids, names, deadline);
            return new SeriesDeletion(ids, groups.size() + groups.nameless());
        }
    }

    /** Number of series: of names, and of ids that have lost theirs. */
    int size() {
        return names;
    }

    /** Deletes them. Nobody may be adding rows meanwhile. */
    void carryOut(IndexDb index, SeriesTable table) throws IOException {
        if (ids.length == 0) {
            return;
        }
        try {
            index.delete(ids);
        } finally {
            MetricIds metricIds = new MetricIds();
            for (Tsid id : ids) {
                metricIds.add(id.metricId());
            }
            table.forgetNames(metricIds);
        }
    }
}
