package io.laurel.storage;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.List;

/**
 * What one writer writes, and what everybody else can say about it at any moment. It goes lap by lap: a lap gives each
 * of its series the rows 0, 1, 2 ... in order, over four weeks and two months; when the next lap is complete, its
 * series are deleted. The clock plays no part: rows are known by their numbers.
 */
final class StressLaps {
    static final int SERIES = 20;
    static final int ROWS = 2000;
    private static final long START_MS = 1_713_700_000_000L;
    private static final long STEP_MS = 1_200_000;
    private static final TimeRange WHOLE = TimeRange.ofMillis(START_MS, START_MS + ROWS * STEP_MS);

    private final String writer;
    /** Only ever changed by the writer, in this order at each row: begun, acknowledged. */
    private volatile Progress progress = new Progress(0, 0, 0);
    /** The laps before that are deleted. */
    private volatile int deletedBefore;

    /** Of one lap: rows that were begun to be added to each series, and rows that are. */
    record Progress(int lap, int begun, int acknowledged) {}

    StressLaps(String writer) {
        this.writer = writer;
    }

    Progress progress() {
        return progress;
    }

    /** One lap, and the end of the one before. */
    void run(Storage storage, Runnable onProgress) throws IOException {
        int lap = progress.lap();
        RowBatch rows = new RowBatch();
        for (int n = 0; n < ROWS; n++) {
            rows.clear();
            for (int s = 0; s < SERIES; s++) {
                // Labels in both orders
                if (n % 2 == 0) {
                    rows.series("stress", "writer", writer, "series", "" + s, "lap", "" + lap);
                } else {
                    rows.series("stress", "lap", "" + lap, "series", "" + s, "writer", writer);
                }
                rows.add(START_MS + n * STEP_MS, n);
            }
            progress = new Progress(lap, n + 1, n);
            if (storage.addRows(rows) != SERIES) {
                throw new AssertionError("rows were not taken");
            }
            progress = new Progress(lap, n + 1, n + 1);
            onProgress.run();
        }
        for (int s = 0; s < SERIES; s++) {
            check(storage, s, progress);
        }
        if (lap > 0) {
            deleteLap(storage, lap - 1);
        }
        progress = new Progress(lap + 1, 0, 0);
    }

    private void deleteLap(Storage storage, int lap) throws IOException {
        int deleted = storage.deleteSeries(List.of(filters(lap)));
        if (deleted != SERIES) {
            throw new AssertionError("writer " + writer + ", lap " + lap + ": deleted " + deleted + " series");
        }
        deletedBefore = lap + 1;
    }

    private TagFilters filters(int lap) {
        return TagFilters.metric("stress").equal("writer", writer).equal("lap", "" + lap);
    }

    /** Nothing that was deleted before is found. */
    void checkDeleted(Storage storage) throws IOException {
        int lap = deletedBefore - 1;
        if (lap < 0) {
            return;
        }
        try (SearchResult found = storage.search(filters(lap), TimeRange.all())) {
            if (found.next()) {
                throw new AssertionError("writer " + writer + ": lap " + lap + " is deleted, and found");
            }
        }
        if (storage.searchSeries(SearchRequest.of(filters(lap), WHOLE)).size() > 0) {
            throw new AssertionError("writer " + writer + ": names of lap " + lap + ", which is deleted");
        }
    }

    /** Looks at a series of the lap that is being written. */
    void check(Storage storage, int series) throws IOException {
        check(storage, series, progress);
    }

    /** @param before what was acknowledged before the storage, or the snapshot, was asked or made */
    void check(Storage storage, int series, Progress before) throws IOException {
        try (Held held = hold(storage, series, before)) {
            held.check();
        }
    }

    /** A search that has begun: it sees one fixed set of rows. */
    Held hold(Storage storage, int series) throws IOException {
        return hold(storage, series, progress);
    }

    private Held hold(Storage storage, int series, Progress before) throws IOException {
        SearchResult result = storage.search(filters(before.lap()).equal("series", "" + series), WHOLE);
        return new Held(result, series, before, progress);
    }

    final class Held implements AutoCloseable {
        private final SearchResult result;
        private final int series;
        private final Progress before;
        private final Progress after;

        private Held(SearchResult result, int series, Progress before, Progress after) {
            this.result = result;
            this.series = series;
            this.before = before;
            this.after = after;
        }

        /** All rows acknowledged before the search began are there, once; none that was begun after it had. */
        void check() throws IOException {
            if (after.lap() > before.lap() + 1) {
                // The lap may have been deleted before the search began
                return;
            }
            int count = 0;
            long last = -1;
            while (result.next()) {
                if (count > 0) {
                    throw wrong("comes twice");
                }
                Samples samples = result.samples();
                count = samples.size();
                for (int i = 0; i < count; i++) {
                    long n = (samples.timestamp(i) - START_MS) / STEP_MS;
                    if (samples.value(i) != n || samples.timestamp(i) != START_MS + n * STEP_MS) {
                        throw wrong("has " + samples.value(i) + " at " + samples.timestamp(i));
                    } else if (n <= last) {
                        throw wrong("has row " + n + " after row " + last);
                    } else if (n != i && i < before.acknowledged()) {
                        throw wrong("lacks row " + i);
                    }
                    last = n;
                }
            }
            if (count < before.acknowledged()) {
                throw wrong("has only " + count + " rows");
            }
            if (after.lap() == before.lap() && last >= after.begun()) {
                throw wrong("has row " + last + ", which was added later");
            }
        }

        private AssertionError wrong(String what) {
            return new AssertionError("writer " + writer + ", series " + series + ", before " + before + ", after "
                    + after + ": " + what);
        }

        @Override
        public void close() throws IOException {
            result.close();
        }
    }
}
