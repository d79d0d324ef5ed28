package io.laurel.storage;

import io.laurel.bytes.Slice;
import io.laurel.indexdb.Cancellation;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which names or values of labels to list: those of the series that are there on the days of a time range, unless more
 * is asked. Immutable.
 *
 * <pre>{@code
 * LabelList jobs = storage.labelValues("job", LabelRequest.of(range)
 *         .matching(TagFilters.metric("up")).withPrefix("node").withLimit(100));
 * if (!jobs.complete()) ...                            // there are more than 100
 * }</pre>
 */
public final class LabelRequest {
    private final List<TagFilters> anyOf;
    private final TimeRange range;
    private final Slice prefix;
    private final int limit;
    private final Patience patience;

    private LabelRequest(List<TagFilters> anyOf, TimeRange range, Slice prefix, int limit, Patience patience) {
        this.anyOf = List.copyOf(anyOf);
        this.range = Objects.requireNonNull(range, "range");
        this.prefix = prefix;
        this.limit = limit;
        this.patience = patience;
    }

    /**
     * All series on the days of the range, both ends included. A series belongs to a day if it has a sample on it, even
     * outside of the range; ranges of more than 41 days count all series there ever were.
     */
    public static LabelRequest of(TimeRange range) {
        return new LabelRequest(List.of(), range, Slice.EMPTY, Integer.MAX_VALUE, Patience.endless());
    }

    /** Only series that match every filter. */
    public LabelRequest matching(TagFilters filters) {
        return new LabelRequest(List.of(filters), range, prefix, limit, patience);
    }

    /** Also the series that match these filters; comes after {@link #matching}. */
    public LabelRequest or(TagFilters filters) {
        if (anyOf.isEmpty()) {
            throw new IllegalStateException("or() without matching() before it: all series are wanted already");
        }
        List<TagFilters> more = new ArrayList<>(anyOf);
        more.add(filters);
        return new LabelRequest(more, range, prefix, limit, patience);
    }

    /** Only names, or values, that start with that text, case and all. */
    public LabelRequest withPrefix(String prefix) {
        return withPrefix(Slice.utf8(prefix));
    }

    public LabelRequest withPrefix(Slice prefix) {
        return new LabelRequest(anyOf, range, prefix, limit, patience);
    }

    /** Only the first so many, by bytes; the answer says whether there are more. All if not given. */
    public LabelRequest withLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + "; it must be at least 1");
        }
        return new LabelRequest(anyOf, range, prefix, limit, patience);
    }

    /** Gives up with a {@link io.laurel.indexdb.SearchDeadlineException} after that long. */
    public LabelRequest withDeadline(Duration deadline) {
        return new LabelRequest(anyOf, range, prefix, limit, patience.withDeadline(deadline));
    }

    /** Ended by any thread, with a {@link io.laurel.indexdb.SearchCancelledException}. */
    public LabelRequest withCancellation(Cancellation cancellation) {
        return new LabelRequest(anyOf, range, prefix, limit, patience.withCancellation(cancellation));
    }

    List<TagFilters> anyOf() {
        return anyOf;
    }

    TimeRange range() {
        return range;
    }

    Slice prefix() {
        return prefix;
    }

    int limit() {
        return limit;
    }

    Patience patience() {
        return patience;
    }
}
