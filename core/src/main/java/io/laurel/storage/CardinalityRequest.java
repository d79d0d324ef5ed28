package io.laurel.storage;

import io.laurel.bytes.Slice;
import io.laurel.indexdb.Cancellation;
import io.laurel.indexdb.IndexDb;
import io.laurel.series.TagFilters;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Which series to count, and how many of the most frequent names to list. Immutable. */
public final class CardinalityRequest {
    /** The default of {@link #withTop}. */
    public static final int DEFAULT_TOP = 10;

    private final List<TagFilters> anyOf;
    private final long day;
    private final Slice focusLabel;
    private final int top;
    private final Patience patience;

    private CardinalityRequest(List<TagFilters> anyOf, long day, Slice focusLabel, int top, Patience patience) {
        this.anyOf = List.copyOf(anyOf);
        this.day = day;
        this.focusLabel = focusLabel;
        this.top = top;
        this.patience = patience;
    }

    /** All series that the index knows. */
    public static CardinalityRequest allTime() {
        return new CardinalityRequest(List.of(), IndexDb.ALL_DAYS, null, DEFAULT_TOP, Patience.endless());
    }

    /** The series that have samples on that day of UTC, from 1970 on. */
    public static CardinalityRequest ofDay(LocalDate day) {
        return new CardinalityRequest(List.of(), number(day), null, DEFAULT_TOP, Patience.endless());
    }

    static long number(LocalDate day) {
        if (day.toEpochDay() < 0) {
            throw new IllegalArgumentException("the day is " + day + "; it must not be before 1970");
        }
        return day.toEpochDay();
    }

    /** Only series that match every filter. */
    public CardinalityRequest matching(TagFilters filters) {
        return new CardinalityRequest(List.of(filters), day, focusLabel, top, patience);
    }

    /** Also the series that match these filters; comes after {@link #matching}. */
    public CardinalityRequest or(TagFilters filters) {
        if (anyOf.isEmpty()) {
            throw new IllegalStateException("or() without matching() before it: all series are wanted already");
        }
        List<TagFilters> more = new ArrayList<>(anyOf);
        more.add(filters);
        return new CardinalityRequest(more, day, focusLabel, top, patience);
    }

    /** Counts the series of each value of that label too; {@code __name__} is the metric name. */
    public CardinalityRequest withFocusLabel(String label) {
        return new CardinalityRequest(anyOf, day, Slice.utf8(label), top, patience);
    }

    /** The greatest length of each list. */
    public CardinalityRequest withTop(int top) {
        if (top < 1) {
            throw new IllegalArgumentException("top is " + top + "; it must be at least 1");
        }
        return new CardinalityRequest(anyOf, day, focusLabel, top, patience);
    }

    /** Gives up with a {@link io.laurel.indexdb.SearchDeadlineException} after that long. */
    public CardinalityRequest withDeadline(Duration deadline) {
        return new CardinalityRequest(anyOf, day, focusLabel, top, patience.withDeadline(deadline));
    }

    /** Ended by any thread, with a {@link io.laurel.indexdb.SearchCancelledException}. */
    public CardinalityRequest withCancellation(Cancellation cancellation) {
        return new CardinalityRequest(anyOf, day, focusLabel, top, patience.withCancellation(cancellation));
    }

    List<TagFilters> anyOf() {
        return anyOf;
    }

    long day() {
        return day;
    }

    /** Null if there is none. */
    Slice focusLabel() {
        return focusLabel;
    }

    int top() {
        return top;
    }

    Patience patience() {
        return patience;
    }
}
