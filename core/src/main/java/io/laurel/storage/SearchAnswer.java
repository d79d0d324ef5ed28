package io.laurel.storage;

import io.laurel.bytes.ZstdPool;
import io.laurel.data.DataTable;
import io.laurel.data.Deduplicator;
import io.laurel.env.TimeSource;
import io.laurel.indexdb.Cancellation;
import io.laurel.indexdb.Deadline;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the cursors of one answer share: the series, handed out run by run so that each comes to one cursor, the files,
 * which the last cursor lets go of, and how far the answer may go. Safe for threads.
 */
final class SearchAnswer {
    /** Runs are long, for neighbours share index blocks, but not so long that cursors end far apart. */
    private static final int MAX_RUN = 256;
    private static final int RUNS = 64;

    private final SeriesGroups groups;
    private final TimeRange range;
    private final TimeRange rangeToRead;
    private final long dedupIntervalMs;
    private final DataTable.View view;
    private final ZstdPool zstds;
    private final SearchCounters.Watch watch;
    private final Runnable onClose;
    private final SearchRequest.SampleLimits limits;

    private final TimeSource time;
    private final long deadlineNs;
    private final Cancellation requestCancellation;
    private final Cancellation cancellation = new Cancellation();

    private final int run;
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicLong samples = new AtomicLong();
    private final AtomicLong seriesReturned = new AtomicLong();
    private final AtomicLong samplesReturned = new AtomicLong();
    private final AtomicInteger cursors = new AtomicInteger();

    /**
     * Takes over the view and closes it.
     *
     * @param range the part of the request's range in which there may be samples
     * @param view of {@link Deduplicator#rangeToRead} for it
     * @param dedupIntervalMs see there
     */
    SearchAnswer(SeriesGroups groups, TimeRange range, DataTable.View view, long dedupIntervalMs, ZstdPool zstds,
            SearchCounters.Watch watch, Runnable onClose, SearchRequest request, TimeSource time, long deadlineNs) {
        this.groups = groups;
        this.range = range;
        this.rangeToRead = Deduplicator.rangeToRead(range, dedupIntervalMs);
        this.dedupIntervalMs = dedupIntervalMs;
        this.view = view;
        this.zstds = zstds;
        this.watch = watch;
        this.onClose = onClose;
        this.limits = request.sampleLimits();
        this.requestCancellation = request.patience().cancellation();
        this.time = time;
        this.deadlineNs = deadlineNs;
        this.run = Math.max(1, Math.min(MAX_RUN, groups.size() / RUNS));
    }

    SeriesGroups groups() {
        return groups;
    }

    TimeRange range() {
        return range;
    }

    /** The same and as much behind it as decides which of its samples remain. */
    TimeRange rangeToRead() {
        return rangeToRead;
    }

    long dedupIntervalMs() {
        return dedupIntervalMs;
    }

    DataTable.View view() {
        return view;
    }

    ZstdPool zstds() {
        return zstds;
    }

    /** The end of the search, for one more thread. */
    Deadline deadline() {
        return new Deadline(time, deadlineNs, requestCancellation, cancellation);
    }

    void cancel() {
        cancellation.cancel();
    }

    /** The first series of a run that nobody else gets; at or behind the last series if there is none left. */
    int nextRun() {
        int size = groups.size();
        return handedOut.get() >= size ? size : handedOut.getAndAdd(run);
    }

    /** Where a run ends, its end not included. */
    int endOfRun(int start) {
        return Math.min(start + run, groups.size());
    }

    /** Told how many samples were read so far of one series, and whether {@link #countSeries} knows of them. */
    void checkSeries(long ofSeries, boolean counted) throws SampleLimitException {
        if (ofSeries > limits.perSeries()) {
            throw SampleLimitException.ofSeries(limits.perSeries());
        }
        if (!counted && ofSeries > limits.perSearch() - samples.get()) {
            throw SampleLimitException.ofSearch(limits.perSearch());
        }
    }

    void countSeries(long ofSeries) throws SampleLimitException {
        if (samples.addAndGet(ofSeries) > limits.perSearch()) {
            throw SampleLimitException.ofSearch(limits.perSearch());
        }
    }

    void cursorOpened() {
        cursors.incrementAndGet();
    }

    /** Told how much the cursor returned. */
    void cursorClosed(long ofSeries, long ofSamples) throws IOException {
        seriesReturned.addAndGet(ofSeries);
        samplesReturned.addAndGet(ofSamples);
        if (cursors.decrementAndGet() == 0) {
            watch.closed(seriesReturned.get(), samplesReturned.get());
            onClose.run();
            view.close();
        }
    }
}
