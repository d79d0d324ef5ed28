package io.laurel.storage;

import io.laurel.indexdb.Cancellation;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What to search for, and how far to go. Immutable. No limit ever shortens an answer: passing one is an error. */
public final class SearchRequest {
    /** The default of {@link #withMaxSeries}: what the reference server allows an export. */
    public static final int DEFAULT_MAX_SERIES = 10_000_000;

    private final List<TagFilters> anyOf;
    private final TimeRange range;
    private final int maxSeries;
    private final SampleLimits sampleLimits;
    private final Patience patience;

    /** How many samples may be read; {@code Long.MAX_VALUE} for any number. */
    record SampleLimits(long perSearch, long perSeries) {
        static final SampleLimits NONE = new SampleLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private SearchRequest(List<TagFilters> anyOf, TimeRange range, int maxSeries, SampleLimits sampleLimits,
            Patience patience) {
        this.anyOf = List.copyOf(anyOf);
        this.range = Objects.requireNonNull(range, "range");
        this.maxSeries = maxSeries;
        this.sampleLimits = sampleLimits;
        this.patience = patience;
    }

    /** All series that match every filter, with their samples in the range (both ends included). */
    public static SearchRequest of(TagFilters filters, TimeRange range) {
        return new SearchRequest(List.of(filters), range, DEFAULT_MAX_SERIES, SampleLimits.NONE, Patience.endless());
    }

    /** Also the series that match these filters. */
    public SearchRequest or(TagFilters filters) {
        List<TagFilters> more = new ArrayList<>(anyOf);
        more.add(filters);
        return new SearchRequest(more, range, maxSeries, sampleLimits, patience);
    }

    /** More matching series than that are an error: {@link io.laurel.indexdb.SeriesLimitException}. */
    public SearchRequest withMaxSeries(int maxSeries) {
        if (maxSeries < 1) {
            throw new IllegalArgumentException("maxSeries is " + maxSeries + "; it must be at least 1");
        }
        return new SearchRequest(anyOf, range, maxSeries, sampleLimits, patience);
    }

    /**
     * More samples in the range than that, over all series whose samples are read, are an error: {@link
     * SampleLimitException}, thrown by {@link SearchResult#samples()}. Any number if not given.
     */
    public SearchRequest withMaxSamples(long maxSamples) {
        SampleLimits limits = new SampleLimits(atLeastOne("maxSamples", maxSamples), sampleLimits.perSeries);
        return new SearchRequest(anyOf, range, maxSeries, limits, patience);
    }

    /** As {@link #withMaxSamples}, for each series alone; the next series can be read nevertheless. */
    public SearchRequest withMaxSamplesPerSeries(long maxSamplesPerSeries) {
        SampleLimits limits = new SampleLimits(sampleLimits.perSearch,
                atLeastOne("maxSamplesPerSeries", maxSamplesPerSeries));
        return new SearchRequest(anyOf, range, maxSeries, limits, patience);
    }

    private static long atLeastOne(String what, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(what + " is " + limit + "; it must be at least 1");
        }
        return limit;
    }

    /**
     * The search gives up with a {@link io.laurel.indexdb.SearchDeadlineException} that long after it began; going
     * through its {@link SearchResult} belongs to it. Without it, it takes the time it takes.
     */
    public SearchRequest withDeadline(Duration deadline) {
        return new SearchRequest(anyOf, range, maxSeries, sampleLimits, patience.withDeadline(deadline));
    }

    /**
     * Any thread may end the search, and going through its result, by this switch; the searching thread gets a {@link
     * io.laurel.indexdb.SearchCancelledException}.
     */
    public SearchRequest withCancellation(Cancellation cancellation) {
        return new SearchRequest(anyOf, range, maxSeries, sampleLimits, patience.withCancellation(cancellation));
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

    SampleLimits sampleLimits() {
        return sampleLimits;
    }

    Patience patience() {
        return patience;
    }
}
