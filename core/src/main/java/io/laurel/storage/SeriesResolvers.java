package io.laurel.storage;

import io.laurel.indexdb.IndexDb;
import io.laurel.series.DaySeries;
import io.laurel.series.SeriesTable;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolvers that nobody uses at the moment, with their buffers: as many as there were writers at once. */
final class SeriesResolvers {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesResolvers.class);

    private final SeriesTable series;
    private final IndexDb index;
    private final SeriesLimits limits;
    private final DaySeries registered = new DaySeries();
    private final ArrayDeque<SeriesResolver> idle = new ArrayDeque<>();

    SeriesResolvers(SeriesTable series, IndexDb index, StorageOptions options) {
        this.series = series;
        this.index = index;
        this.limits = new SeriesLimits(options, LOG::warn);
    }

    SeriesLimits limits() {
        return limits;
    }

    /** Which series are known to be registered for which day. */
    DaySeries registered() {
        return registered;
    }

    synchronized SeriesResolver take() {
        SeriesResolver last = idle.pollLast();
        return last == null ? new SeriesResolver(series, registered, index, limits) : last;
    }

    synchronized void give(SeriesResolver resolver) {
        idle.addLast(resolver);
    }
}
