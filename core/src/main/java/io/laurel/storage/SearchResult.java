package io.laurel.storage;

import io.laurel.data.BlockRefs;
import io.laurel.data.DataSearch;
import io.laurel.data.SampleReader;
import io.laurel.indexdb.Deadline;
import io.laurel.series.MetricName;
import java.io.IOException;

/**
 * The answer to a search: a cursor over series, in the order of their ids. One name is one series. For one thread; must
 * be closed, since it keeps the files of the parts it reads from open. Whatever is added, merged or removed meanwhile,
 * it sees what was there when it was made.
 *
 * <pre>{@code
 * try (SearchResult found = storage.search(filters, range)) {
 *     while (found.next()) {
 *         Samples samples = found.samples();
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Several threads share an answer by {@link #fork}.
 */
public final class SearchResult implements AutoCloseable {
    private final SearchAnswer answer;
    private final SeriesGroups groups;
    private final Deadline deadline;
    private final DataSearch search;
    private final SampleReader reader;
    private final BlockRefs blocks = new BlockRefs();
    private final Samples samples = new Samples();

    /** The current series, and the end of the run of series it belongs to. */
    private int series = -1;
    private int endOfRun;
    private boolean read;
    private boolean counted;
    private boolean closed;

    private long seriesReturned;
    private long samplesReturned;

    SearchResult(SearchAnswer answer) {
        this.answer = answer;
        this.groups = answer.groups();
        this.deadline = answer.deadline();
        this.search = new DataSearch(answer.view());
        this.reader = new SampleReader(answer.view(), answer.zstds(), answer.dedupIntervalMs());
        answer.cursorOpened();
    }

    /**
     * A further cursor over the same answer, for another thread: every series comes at one of the cursors only,
     * wherever there is time for it, and nothing is looked up again. Limits, deadline and {@link #cancel} are for all
     * of them together. Each has to be closed, in any order; one that is closed before its end may leave out a few
     * series, which then come nowhere.
     */
    public SearchResult fork() {
        ensureOpen();
        return new SearchResult(answer);
    }

    /**
     * Moves to the next series that has samples in the range; false after the last one. No values are decoded, and of
     * times only those of blocks that begin before the range and end behind it. A series with a block that cannot be
     * read comes too: {@link #samples()} tells.
     *
     * @throws io.laurel.indexdb.SearchDeadlineException if the deadline of the request has passed
     * @throws io.laurel.indexdb.SearchCancelledException if the search was cancelled
     * @throws IOException if the index of a part cannot be read
     */
    public boolean next() throws IOException {
        ensureOpen();
        deadline.checkNow();
        read = false;
        counted = false;
        while (nextSeries()) {
            deadline.check();
            blocks.clear();
            for (int id = groups.first(series); id >= 0; id = groups.next(id)) {
                search.collect(groups.tsid(id), answer.rangeToRead(), blocks);
            }
            if (blocks.size() > 0 && hasSamplesOrDamage()) {
                seriesReturned++;
                return true;
            }
        }
        return false;
    }

    private boolean hasSamplesOrDamage() {
        try {
            return reader.hasSamples(blocks, answer.range());
        } catch (IOException damage) {
            // Comes again when the samples are asked for, and harms no other series
            return true;
        }
    }

    private boolean nextSeries() {
        if (++series >= endOfRun) {
            series = answer.nextRun();
            endOfRun = answer.endOfRun(series);
        }
        return series < groups.size();
    }

    /** The name of the current series. */
    public MetricName metricName() throws IOException {
        ensureOnSeries();
        return MetricName.parse(groups.name(series));
    }

    /**
     * Whether the current series has samples in the range, as all have whose blocks can be read; cheaper than reading
     * them. Ends the loan of {@link #samples()}.
     *
     * @throws IOException if a block cannot be read or decoded
     */
    public boolean hasSamples() throws IOException {
        ensureOnSeries();
        deadline.checkNow();
        read = false;
        return reader.hasSamples(blocks, answer.range());
    }

    /**
     * The samples of the current series in the range, sorted by time. Borrowed until the next call of {@link #next()}.
     *
     * @throws SampleLimitException if there are more than the request allows
     * @throws io.laurel.indexdb.SearchDeadlineException if the deadline of the request has passed
     * @throws io.laurel.indexdb.SearchCancelledException if the search was cancelled
     * @throws IOException if a block cannot be read or decoded; {@link #next()} may go on with the next series
     */
    public Samples samples() throws IOException {
        ensureOnSeries();
        if (!read) {
            reader.read(blocks, answer.range(), this::samplesRead);
            if (!counted) {
                answer.countSeries(reader.stored());
                counted = true;
            }
            samples.set(reader.timestamps(), reader.values(), reader.size());
            samplesReturned += reader.size();
            read = true;
        }
        return samples;
    }

    private void samplesRead(int ofSeries) throws IOException {
        answer.checkSeries(ofSeries, counted);
        deadline.checkNow();
    }

    /** True if matching samples are missing from this answer because the index has lost the names of their series. */
    public boolean partial() {
        return groups.nameless() > 0;
    }

    /**
     * Ends the search from any thread: {@link #next()} and {@link #samples()} of all cursors over this answer throw a
     * {@link io.laurel.indexdb.SearchCancelledException} from now on. They still have to be closed by their threads.
     */
    public void cancel() {
        answer.cancel();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            reader.close();
            answer.cursorClosed(seriesReturned, samplesReturned);
        }
    }

    private void ensureOnSeries() {
        ensureOpen();
        if (series < 0 || series >= groups.size()) {
            throw new IllegalStateException(series < 0 ? "call next() first" : "next() has returned false");
        }
    }

    private void ensureOpen() {
        if (closed) {
            throw new IllegalStateException("the search result is closed");
        }
    }
}
