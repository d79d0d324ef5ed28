package io.laurel.indexdb;

import io.laurel.series.MetricIds;

/**
 * The metric ids that are known to have settled in a generation: their rows over all days are in it, so that it needs
 * no older generation to make something of their rows of single days. "No" means that the rows must be looked for. Safe
 * for threads.
 */
final class SettledIds {
    private final MetricIds ids = new MetricIds();

    synchronized boolean contains(long metricId) {
        return ids.contains(metricId);
    }

    /** To be called when the rows have been added, or seen, and not before. */
    synchronized void add(long metricId) {
        ids.add(metricId);
    }

    synchronized void add(MetricIds more) {
        ids.or(more);
    }
}
