package io.laurel.storage;

import io.laurel.bytes.ZstdPool;
import io.laurel.data.BlockRefs;
import io.laurel.data.DataSearch;
import io.laurel.data.DataTable;
import io.laurel.data.SampleReader;
import io.laurel.series.MetricName;
import io.laurel.series.TimeRange;
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
 */
public final class SearchResult implements AutoCloseable {
    private final SeriesGroups groups;
    private final TimeRange range;
    private final DataTable.View view;
    private final DataSearch search;
    private final SampleReader reader;
    private final Runnable onClose;
    private final BlockRefs blocks = new BlockRefs();
    private final Samples samples = new Samples();
    private int series = -1;
    private boolean read;
    private boolean closed;

    /** Takes over the view and closes it. */
    SearchResult(SeriesGroups groups, TimeRange range, DataTable.View view, ZstdPool zstds, Runnable onClose) {
        this.groups = groups;
        this.range = range;
        this.view = view;
        this.search = new DataSearch(view);
        this.reader = new SampleReader(view, zstds);
        this.onClose = onClose;
    }

    /**
     * Moves to the next series that may have samples in the range; false after the last one. Costs no decoding.
     *
     * @throws IOException if the index of a part cannot be read
     */
    public boolean next() throws IOException {
        ensureOpen();
        read = false;
        while (++series < groups.size()) {
            blocks.clear();
            for (int id = groups.first(series); id >= 0; id = groups.next(id)) {
                search.collect(groups.tsid(id), range, blocks);
            }
            if (blocks.size() > 0) {
                return true;
            }
        }
        return false;
    }

    /** The name of the current series. */
    public MetricName metricName() throws IOException {
        ensureOnSeries();
        return MetricName.parse(groups.name(series));
    }

    /**
     * Whether the current series has samples in the range; cheaper than reading them. Ends the loan of {@link #samples()}.
     *
     * @throws IOException if a block cannot be read or decoded
     */
    public boolean hasSamples() throws IOException {
        ensureOnSeries();
        read = false;
        return reader.hasSamples(blocks, range);
    }

    /**
     * The samples of the current series in the range, sorted by time; none if its blocks only touch the range. Borrowed
     * until the next call of {@link #next()}.
     *
     * @throws IOException if a block cannot be read or decoded; {@link #next()} may go on with the next series
     */
    public Samples samples() throws IOException {
        ensureOnSeries();
        if (!read) {
            reader.read(blocks, range);
            samples.set(reader.timestamps(), reader.values(), reader.size());
            read = true;
        }
        return samples;
    }

    /** True if matching samples are missing from this answer because the index has lost the names of their series. */
    public boolean partial() {
        return groups.nameless() > 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            reader.close();
            onClose.run();
            view.close();
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
