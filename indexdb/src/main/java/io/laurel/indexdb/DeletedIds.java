package io.laurel.indexdb;

import io.laurel.series.MetricIds;

/**
 * The metric ids that were deleted. A value that never changes is replaced by the next one: who takes it once for a
 * search has one answer to the end of it. Safe for threads.
 */
final class DeletedIds {
    private volatile MetricIds ids = new MetricIds();

    /** The ids at this moment; not to be changed. */
    MetricIds get() {
        return ids;
    }

    synchronized void set(MetricIds all) {
        ids = all;
    }

    synchronized void add(MetricIds more) {
        MetricIds all = ids.copy();
        all.or(more);
        ids = all;
    }
}
