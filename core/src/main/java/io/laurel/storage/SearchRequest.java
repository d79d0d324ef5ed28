package io.laurel.storage;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What to search for, and how far to go. Immutable. */
public final class SearchRequest {
    /** The default of {@link #withMaxSeries}: what the reference server allows an export. */
    public static final int DEFAULT_MAX_SERIES = 10_000_000;

    private final List<TagFilters> anyOf;
    private final TimeRange range;
    private final int maxSeries;
    private final Duration deadline;

    private SearchRequest(List<TagFilters> anyOf, TimeRange range, int maxSeries, Duration deadline) {
        this.anyOf = List.copyOf(anyOf);
        this.range = Objects.requireNonNull(range, "range");
        this.maxSeries = maxSeries;
        this.deadline = deadline;
    }

    /** All series that match every filter, with their samples in the range (both ends included). */
    public static SearchRequest of(TagFilters filters, TimeRange range) {
        return new SearchRequest(List.of(filters), range, DEFAULT_MAX_SERIES, null);
    }

    /** Also the series that match these filters. */
    public SearchRequest or(TagFilters filters) {
        List<TagFilters> more = new ArrayList<>(anyOf);
        more.add(filters);
        return new SearchRequest(more, range, maxSeries, deadline);
    }

    /** More matching series than that are an error; they are never left out in silence. */
    public SearchRequest withMaxSeries(int maxSeries) {
        if (maxSeries < 1) {
            throw new IllegalArgumentException("maxSeries is " + maxSeries + "; it must be at least 1");
        }
        return new SearchRequest(anyOf, range, maxSeries, deadline);
    }

    /** The search gives up with an error when it has run that long. Without it, it takes the time it takes. */
    public SearchRequest withDeadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the deadline is " + deadline + "; it must be positive");
        }
        return new SearchRequest(anyOf, range, maxSeries, deadline);
    }

    List<TagFilters> anyOf() {
        return anyOf;
    }

    TimeRange range() {
        return range;
    }

    int maxSeries() {
        return maxSeries;
    }

    /** The moment on the monotonic clock after which the search has failed. */
    long deadlineNs(long nowNs) {
        return deadline == null ? nowNs + Long.MAX_VALUE / 2 : nowNs + deadline.toNanos();
    }
}
