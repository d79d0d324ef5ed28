package io.laurel.storage;

import io.laurel.indexdb.IndexDb;
import io.laurel.series.KnownSeries;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolvers that nobody uses at the moment, with their buffers: as many as there were writers at once. */
final class SeriesResolvers {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesResolvers.class);

    private final KnownSeries series;
    private final IndexDb index;
    private final SeriesLimits limits;
    private final ArrayDeque<SeriesResolver> idle = new ArrayDeque<>();

    SeriesResolvers(KnownSeries series, IndexDb index, StorageOptions options) {
        this.series = series;
        this.index = index;
        this.limits = new SeriesLimits(options, LOG::warn);
    }

    SeriesLimits limits() {
        return limits;
    }

    /** Forgets series that are not in use. Nobody may be adding rows meanwhile, and none may be pending. */
    synchronized void shrink(long today) {
        // They know series by their ordinals
        idle.clear();
        limits.forgetOrdinals();
        series.shrink(today);
    }

    synchronized SeriesResolver take() {
        SeriesResolver last = idle.pollLast();
        return last == null ? new SeriesResolver(series.table(), series.days(), index, limits) : last;
    }

    synchronized void give(SeriesResolver resolver) {
        idle.addLast(resolver);
    }
}
