package io.laurel.data;

import io.laurel.series.TimeRange;
import java.io.IOException;

/**
 * A cursor over the block headers of one part, for one thread. It stands at the first header of the series asked for
 * last and moves forward from there, so a list of ascending TSIDs is a merge join with the part; a smaller TSID starts
 * anew.
 */
final class PartSearch {
    private final Part part;
    private final int number;
    private final byte[] metaindex;
    private final int rows;

    private int row;
    private int header;
    /** The index block under {@link #row}; null as long as nothing was needed from it. */
    private IndexBlock block;
    private long group;
    private long jobAndInstance;
    private long metricId;

    /** @param number what the references found here carry as their part */
    PartSearch(Part part, int number) {
        this.part = part;
        this.number = number;
        this.metaindex = part.metaindex();
        this.rows = part.metaindexRows();
    }

    /** Adds the blocks of a series that have samples in the range; returns how many. */
    int collect(long wantedGroup, long wantedJobAndInstance, long wantedMetricId, TimeRange range, BlockRefs target)
            throws IOException {
        if (!range.overlaps(part.header().minTimestampMs(), part.header().maxTimestampMs())) {
            return 0;
        }
        moveTo(wantedGroup, wantedJobAndInstance, wantedMetricId);
        int found = 0;
        for (int r = row; r < rows && (r == row || rowOrder(r) <= 0); r++) {
            int at = r * MetaindexRow.SIZE;
            if (range.overlaps(MetaindexRow.minTimestampMs(metaindex, at),
                    MetaindexRow.maxTimestampMs(metaindex, at))) {
                found += collectFrom(r, range, target);
            }
        }
        return found;
    }

    /** Puts {@link #row} on the last row that starts before the wanted series, if there is one. */
    private void moveTo(long wantedGroup, long wantedJobAndInstance, long wantedMetricId) {
        int order = SeriesKey.compare(wantedGroup, wantedJobAndInstance, wantedMetricId, group, jobAndInstance,
                metricId);
        group = wantedGroup;
        jobAndInstance = wantedJobAndInstance;
        metricId = wantedMetricId;
        if (order < 0) {
            row = 0;
            header = 0;
            block = null;
        }
        if (row + 1 < rows && rowOrder(row + 1) < 0) {
            row = SeriesKey.countBelow(metaindex, 0, MetaindexRow.SIZE, row + 1, rows, group, jobAndInstance, metricId)
                    - 1;
            header = 0;
            block = null;
        }
    }

    /** How the first series under a row compares to the wanted one. */
    private int rowOrder(int r) {
        return SeriesKey.compare(metaindex, r * MetaindexRow.SIZE, group, jobAndInstance, metricId);
    }

    private int collectFrom(int r, TimeRange range, BlockRefs target) throws IOException {
        IndexBlock headers;
        int from;
        if (r == row) {
            if (block == null) {
                block = part.indexBlock(row);
            }
            headers = block;
            header = firstNotBelow(headers, header);
            from = header;
        } else {
            // The series began under an earlier row, so here its headers are the first ones, if there are any.
            headers = part.indexBlock(r);
            from = 0;
        }
        byte[] array = headers.headers();
        int found = 0;
        for (int i = from; i < headers.count(); i++) {
            int at = headers.at(i);
            if (SeriesKey.compare(array, at, group, jobAndInstance, metricId) != 0
                    || BlockHeader.minTimestampMs(array, at) > range.toMs()) {
                break;
            }
            if (BlockHeader.maxTimestampMs(array, at) >= range.fromMs()) {
                target.add(number, array, at);
                found++;
            }
        }
        return found;
    }

    /** The first header from {@code from} on that is not before the wanted series; the next few are the most likely. */
    private int firstNotBelow(IndexBlock headers, int from) {
        int step = 1;
        int low = from;
        while (low < headers.count()) {
            int probe = Math.min(low + step - 1, headers.count() - 1);
            if (SeriesKey.compare(headers.headers(), headers.at(probe), group, jobAndInstance, metricId) >= 0) {
                return SeriesKey.countBelow(headers.headers(), headers.offset(), BlockHeader.SIZE, low, probe,
                        group, jobAndInstance, metricId);
            }
            low = probe + 1;
            step *= 2;
        }
        return low;
    }
}
