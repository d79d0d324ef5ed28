package io.laurel.storage;

import io.laurel.indexdb.IndexDb;
import io.laurel.series.DaySeries;
import io.laurel.series.SeriesTable;
import java.util.ArrayDeque;

/** Resolvers that nobody uses at the moment, with their buffers: as many as there were writers at once. */
final class SeriesResolvers {
    private final SeriesTable series;
    private final IndexDb index;
    private final DaySeries registered = new DaySeries();
    private final ArrayDeque<SeriesResolver> idle = new ArrayDeque<>();

    SeriesResolvers(SeriesTable series, IndexDb index) {
        this.series = series;
        this.index = index;
    }

    synchronized SeriesResolver take() {
        SeriesResolver last = idle.pollLast();
        return last == null ? new SeriesResolver(series, registered, index) : last;
    }

    synchronized void give(SeriesResolver resolver) {
        idle.addLast(resolver);
    }
}
