package io.laurel.vmctl;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;

/**
 * One question of the benchmark.
 *
 * @param label the label whose values are wished; null for the other wishes
 */
record BenchQuery(Wish wish, TagFilters filters, TimeRange range, String label) {
    enum Wish {
        /** Samples of the matching series that have some in the range, as arrays. */
        DATA,
        /** The distinct values of one label. */
        VALUES,
        /** The ids of all matching series, without names and samples. */
        SEARCH
    }

    static BenchQuery data(TagFilters filters, TimeRange range) {
        return new BenchQuery(Wish.DATA, filters, range, null);
    }

    static BenchQuery values(String label, TimeRange range) {
        return new BenchQuery(Wish.VALUES, TagFilters.all(), range, label);
    }

    static BenchQuery search(TagFilters filters, TimeRange range) {
        return new BenchQuery(Wish.SEARCH, filters, range, null);
    }
}
