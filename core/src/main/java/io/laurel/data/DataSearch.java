package io.laurel.data;

import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.List;

/**
 * Finds the blocks of series in all parts of a view. For one thread. Cheapest when it is asked for series in the order
 * of their TSIDs; any order is right. The view is borrowed: who opened it closes it, afterwards.
 */
public final class DataSearch {
    private final PartSearch[] parts;

    public DataSearch(DataTable.View view) {
        List<Part> list = view.parts();
        parts = new PartSearch[list.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new PartSearch(list.get(i), i);
        }
    }

    /** Appends the references to all blocks of the series that have samples in the range; returns how many. */
    public int collect(Tsid tsid, TimeRange range, BlockRefs target) throws IOException {
        long group = tsid.metricGroupId();
        long jobAndInstance = (long) tsid.jobId() << 32 | tsid.instanceId() & 0xffffffffL;
        long metricId = tsid.metricId();
        int found = 0;
        for (PartSearch part : parts) {
            found += part.collect(group, jobAndInstance, metricId, range, target);
        }
        return found;
    }
}
