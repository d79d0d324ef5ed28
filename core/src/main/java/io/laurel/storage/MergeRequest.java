package io.laurel.storage;

import io.laurel.indexdb.Cancellation;
import java.time.YearMonth;
import java.util.Objects;

/** What {@link Storage#forceMerge(MergeRequest)} is to merge. Unchanging; the {@code with} methods make new ones. */
public final class MergeRequest {
    /** Null: all months, and the index. */
    private final YearMonth month;
    private final Cancellation cancellation;

    private MergeRequest(YearMonth month, Cancellation cancellation) {
        this.month = month;
        this.cancellation = cancellation;
    }

    /** All months and all tables of the index. */
    public static MergeRequest all() {
        return new MergeRequest(null, new Cancellation());
    }

    /** The samples of one month of UTC; not the index. */
    public static MergeRequest of(YearMonth month) {
        return new MergeRequest(Objects.requireNonNull(month), new Cancellation());
    }

    /** Any thread may end the merge by it, between two blocks. */
    public MergeRequest withCancellation(Cancellation cancellation) {
        return new MergeRequest(month, Objects.requireNonNull(cancellation));
    }

    boolean hasIndex() {
        return month == null;
    }

    boolean hasMonth(String name) {
        return month == null || name.equals(name(month));
    }

    boolean isCancelled() {
        return cancellation.isCancelled();
    }

    private static String name(YearMonth month) {
        return String.format("%04d_%02d", month.getYear(), month.getMonthValue());
    }
}
