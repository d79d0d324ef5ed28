package io.laurel.storage;

import io.laurel.env.TimeSource;

/** Everything that is counted while a storage works, for {@link StatsReader} to read. Safe for threads. */
final class Counters {
    private final RowCounters rows;
    private final SearchCounters searches;
    private final MergeLog merges = new MergeLog();

    Counters(TimeSource time) {
        rows = new RowCounters(time);
        searches = new SearchCounters(time);
    }

    RowCounters rows() {
        return rows;
    }

    SearchCounters searches() {
        return searches;
    }

    MergeLog merges() {
        return merges;
    }
}
