package io.laurel.vmctl;

import java.io.PrintStream;
import java.util.Locale;

/** What an import has done. */
final class ImportReport {
    private final Rejections rejections = new Rejections();
    private long rows;
    private long notTaken;
    private long withoutValue;
    private String ofSeries = "";
    private boolean begun;
    private boolean stored;

    /** The storage is open; before, there is nothing to tell. */
    void begin() {
        begun = true;
    }

    /** The storage was closed: all rows it took are on disk. */
    void stored() {
        stored = true;
    }

    Rejections rejections() {
        return rejections;
    }

    /** The storage took {@code added} of {@code given} rows. */
    void rows(int added, int given) {
        rows += added;
        notTaken += given - added;
    }

    long rows() {
        return rows;
    }

    void withoutValue() {
        withoutValue++;
    }

    /** Told if the storage knows the series of this import only: it may have others in memory, or have lost some. */
    void series(int count) {
        ofSeries = " of " + count + " series";
    }

    void print(PrintStream target, long elapsedNs) {
        if (!begun) {
            return;
        }
        double seconds = elapsedNs / 1e9;
        target.printf(Locale.ROOT, "%s %d rows%s in %.3f s, %.0f rows/s%s%n", stored ? "imported" : "read",
                rows, ofSeries, seconds, rows / seconds, stored ? "" : ", but not all of them were stored");
        if (withoutValue > 0) {
            target.println("passed over " + withoutValue + " samples without a value");
        }
        if (notTaken > 0) {
            target.println("the storage did not take " + notTaken + " rows");
        }
        rejections.print(target);
    }

    int exitCode() {
        return notTaken + rejections.count() == 0 ? ExitCode.FINE : ExitCode.FOUND_WRONG;
    }
}
