package io.laurel.storage;

import io.laurel.bytes.Slice;
import io.laurel.bytes.ZstdPool;
import io.laurel.data.DataTable;
import io.laurel.data.Deduplicator;
import io.laurel.indexdb.Deadline;
import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.LabelList;
import io.laurel.indexdb.SeriesNames;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Asks the index and the samples, within what the retention leaves. {@link Storage} says what the answers mean. */
final class Answers {
    private final IndexDb index;
    private final DataTable data;
    private final ZstdPool zstds;
    private final StorageOptions options;
    private final LongSupplier oldestMs;
    private final SearchCounters counters;

    /**
     * @param oldestMs the oldest time of which anything is told
     * @param counters told of every search
     */
    Answers(IndexDb index, DataTable data, ZstdPool zstds, StorageOptions options, LongSupplier oldestMs,
            SearchCounters counters) {
        this.index = index;
        this.data = data;
        this.zstds = zstds;
        this.options = options;
        this.oldestMs = oldestMs;
        this.counters = counters;
    }

    SearchResult search(SearchRequest request, Runnable onClose) throws IOException {
        TimeRange served = served(request.range());
        TimeRange range = served == null ? request.range() : served;
        long deadlineNs = request.patience().deadlineNs(options.time());
        SearchCounters.Watch watch = counters.begin("samples", request);
        return watched(watch, () -> {
            SeriesGroups groups = groups(request, deadlineNs);
            long dedupMs = options.dedupInterval().toMillis();
            DataTable.View view = data.view(Deduplicator.rangeToRead(range, dedupMs));
            watch.count(groups.size(), groups.nameless());
            return new SearchResult(new SearchAnswer(groups, range, view, dedupMs, zstds, watch, onClose, request,
                    options.time(), deadlineNs));
        });
    }

    SeriesList series(SearchRequest request) throws IOException {
        SearchCounters.Watch watch = counters.begin("names", request);
        SeriesList list = watched(watch, () -> {
            SeriesGroups groups = groups(request, request.patience().deadlineNs(options.time()));
            watch.count(groups.size(), groups.nameless());
            return new SeriesList(groups);
        });
        watch.ended();
        return list;
    }

    long[] seriesIds(SearchRequest request) throws IOException {
        SearchCounters.Watch watch = counters.begin("ids", request);
        Tsid[] ids = watched(watch, () -> {
            try (SeriesNames names = index.names()) {
                return ids(request, start(request.patience()), names);
            }
        });
        watch.count(ids.length, 0);
        watch.ended();
        return Arrays.stream(ids).mapToLong(Tsid::metricId).toArray();
    }

    private interface Search<T> {
        T run() throws IOException;
    }

    private static <T> T watched(SearchCounters.Watch watch, Search<T> search) throws IOException {
        boolean found = false;
        try {
            T answer = search.run();
            found = true;
            watch.found();
            return answer;
        } finally {
            if (!found) {
                watch.failed();
            }
        }
    }

    LabelList labelNames(LabelRequest request) throws IOException {
        Deadline deadline = start(request.patience());
        TimeRange range = served(request.range());
        return range == null
                ? new LabelList(List.of(), true)
                : index.labelNames(request.anyOf(), range, request.prefix(), request.limit(), deadline);
    }

    LabelList labelValues(String label, LabelRequest request) throws IOException {
        Deadline deadline = start(request.patience());
        TimeRange range = served(request.range());
        return range == null
                ? new LabelList(List.of(), true)
                : index.labelValues(Slice.utf8(label), request.anyOf(), range, request.prefix(), request.limit(),
                        deadline);
    }

    /** What would be deleted, of all times. */
    SeriesDeletion deletion(List<TagFilters> anyOf) throws IOException {
        return SeriesDeletion.of(anyOf, index, start(Patience.endless()));
    }

    private Deadline start(Patience patience) {
        return patience.start(options.time());
    }

    /** The part of a range that the retention leaves, or null if it leaves nothing. */
    private TimeRange served(TimeRange range) {
        long oldest = oldestMs.getAsLong();
        return range.toMs() < oldest ? null : TimeRange.ofMillis(Math.max(range.fromMs(), oldest), range.toMs());
    }

    /** The series that match, by day; these can name all of them. */
    private Tsid[] ids(SearchRequest request, Deadline deadline, SeriesNames names) throws IOException {
        TimeRange range = served(request.range());
        return range == null
                ? new Tsid[0]
                : index.search(request.anyOf(), range, request.maxSeries(), deadline, names);
    }

    private SeriesGroups groups(SearchRequest request, long deadlineNs) throws IOException {
        Deadline deadline = new Deadline(options.time(), deadlineNs, request.patience().cancellation());
        try (SeriesNames names = index.names()) {
            return SeriesGroups.of(ids(request, deadline, names), names, deadline);
        }
    }
}
