package io.laurel.storage;

import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.env.DiskFullException;
import io.laurel.env.DurableDirectory;
import io.laurel.env.TimeSource;
import io.laurel.indexdb.Cardinality;
import io.laurel.indexdb.IndexDb;
import io.laurel.indexdb.LabelList;
import io.laurel.part.DiskSpace;
import io.laurel.part.MergeControl;
import io.laurel.part.MergeSpeed;
import io.laurel.series.KnownSeries;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * A store of time series in one directory, in the format of the VictoriaMetrics v1.79 line. Safe for many threads.
 *
 * <p>What a caller may rely on: rows are found by every search that begins after {@link #addRows} returned. They are in
 * memory until they are persisted, at the latest five seconds later, or when {@link #flush} or
 * {@link #close} has returned: until then a crash loses them. A sample never reaches the disk before the index rows of
 * its series.
 */
public final class Storage implements Closeable {
    private final TimeSource time;
    private final Closeable lock;
    private final StorageTables tables;
    private final IndexDb index;
    private final KnownSeries series;
    private final Condition condition;
    private final Upkeep upkeep;
    private final Writing writing;
    private final Answers answers;
    private final Snapshots snapshots;
    private final StatsReader stats;

    private final OpenResults openResults = new OpenResults();

    /**
     * Opens or creates a storage and takes its lock.
     *
     * @throws io.laurel.env.LockedException if another process, or this one, has it open for writing
     * @throws NotAStorageException if the directory holds something else, or a later format
     */
    public static Storage open(Path directory, StorageOptions options) throws IOException {
        Disk disk = options.disk();
        StorageLayout layout = new StorageLayout(disk, directory);
        layout.checkForWriting();
        DurableDirectory.create(disk, layout.root());
        Closeable lock = disk.lock(layout.lock());
        try {
            layout.create();
            return new Storage(layout, options, lock, false);
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, lock);
            throw e;
        }
    }

    /**
     * Opens a storage or a snapshot for reading. Takes no lock and writes nothing, so it works on read-only media and
     * beside a running server; what such a server keeps in memory is not seen, nor what it writes later.
     *
     * @throws NotAStorageException if the directory does not exist or holds something else, or a later format
     */
    public static Storage openReadOnly(Path directory, StorageOptions options) throws IOException {
        StorageLayout layout = new StorageLayout(options.disk(), directory);
        layout.checkForReading();
        return new Storage(layout, options, () -> { }, true);
    }

    private Storage(StorageLayout layout, StorageOptions options, Closeable lock, boolean readOnly) throws IOException {
        this.time = options.time();
        this.lock = lock;
        Counters counters = new Counters(time);
        DiskSpace space = new DiskSpace(options.disk(), time, layout.root(), options.freeSpaceReserve());
        this.condition = new Condition(readOnly, space);
        this.snapshots = new Snapshots(options.disk(), time, layout);
        if (!readOnly) {
            snapshots.removeLeftovers();
        }
        MergeControl merges = new MergeControl(time, space,
                new MergeSpeed(time, options.mergeBytesPerSecond(), !options.manualHousekeeping()), counters.merges());
        tables = readOnly
                ? StorageTables.openReadOnly(layout, options, merges)
                : StorageTables.open(layout, options, merges);
        index = tables.index();
        series = tables.series();
        upkeep = new Upkeep(tables, options, condition, merges);
        SeriesResolvers resolvers = new SeriesResolvers(series, index, options);
        answers = new Answers(index, tables.data(), tables.zstds(), options,
                readOnly ? () -> Long.MIN_VALUE : () -> admittedTimes().fromMs(), counters.searches());
        writing = new Writing(tables, resolvers, condition, upkeep, answers, counters.rows(), time);
        stats = new StatsReader(options, layout.root(), tables, resolvers, condition, merges, counters);
        upkeep.start();
    }

    // ---- rows in

    /**
     * Adds rows. When this returns, they are found by every search. A row that is not admitted (older than the
     * retention, more than two days ahead of the clock, not a number, without a usable name) is left out and counted in
     * {@link #stats()}; it harms no other row.
     *
     * @return the number of rows added
     * @throws ReadOnlyException if the storage takes no rows; {@link ReadOnlyException#isRetryable()} if that is for
     *         lack of space on the disk, and passes by itself
     */
    public int addRows(RowBatch rows) throws IOException {
        return writing.addRows(rows);
    }

    /** The times of rows that are admitted now; both ends included. */
    public TimeRange admittedTimes() {
        return upkeep.admittedTimes();
    }

    // ---- answers out

    /** All series that match the filters, with their samples in the range. */
    public SearchResult search(TagFilters filters, TimeRange range) throws IOException {
        return search(SearchRequest.of(filters, range));
    }

    /**
     * The series that match, with their samples in the range.
     *
     * @throws io.laurel.indexdb.SeriesLimitException if more series match than the request allows
     * @throws io.laurel.indexdb.SearchDeadlineException if finding them took longer than the request allows
     * @throws io.laurel.indexdb.SearchCancelledException if the request was cancelled
     */
    public SearchResult search(SearchRequest request) throws IOException {
        openResults.opened();
        boolean opened = false;
        try {
            condition.ensureOpen();
            SearchResult result = answers.search(request, openResults::closed);
            opened = true;
            return result;
        } finally {
            if (!opened) {
                openResults.closed();
            }
        }
    }

    /**
     * The names of the series that match: no sample is read. Found by day, so there may be series among them whose
     * samples lie on a day of the range but outside of it. Limits of samples mean nothing here.
     *
     * @throws io.laurel.indexdb.SeriesLimitException if more series match than the request allows
     * @throws io.laurel.indexdb.SearchDeadlineException if finding them took longer than the request allows
     * @throws io.laurel.indexdb.SearchCancelledException if the request was cancelled
     */
    public SeriesList searchSeries(SearchRequest request) throws IOException {
        condition.ensureOpen();
        return answers.series(request);
    }

    /**
     * The metric ids of the series that match: no name and no sample is read. Found by day, so there may be series
     * among them whose samples lie on a day of the range but outside of it.
     *
     * @throws io.laurel.indexdb.SeriesLimitException if more series match than the request allows
     * @throws io.laurel.indexdb.SearchDeadlineException if finding them took longer than the request allows
     * @throws io.laurel.indexdb.SearchCancelledException if the request was cancelled
     */
    public long[] seriesIds(SearchRequest request) throws IOException {
        condition.ensureOpen();
        return answers.seriesIds(request);
    }

    /** The names of all labels that series have on the days of that time, {@code __name__} included; sorted. */
    public List<String> labelNames(TimeRange range) throws IOException {
        return labelNames(LabelRequest.of(range)).strings().stream().sorted().toList();
    }

    /**
     * The names of labels, {@code __name__} among them if a series has a metric name.
     *
     * @throws io.laurel.indexdb.SearchDeadlineException if it took longer than the request allows
     * @throws io.laurel.indexdb.SearchCancelledException if the request was cancelled
     */
    public LabelList labelNames(LabelRequest request) throws IOException {
        condition.ensureOpen();
        return answers.labelNames(request);
    }

    /** The values of a label that series have on the days of that time; sorted. */
    public List<String> labelValues(String label, TimeRange range) throws IOException {
        return labelValues(label, LabelRequest.of(range)).strings().stream().sorted().toList();
    }

    /** The values of a label, of the metric name if it is {@code __name__}; otherwise as {@link #labelNames}. */
    public LabelList labelValues(String label, LabelRequest request) throws IOException {
        condition.ensureOpen();
        return answers.labelValues(label, request);
    }

    /** Number of series that the index knows, without deleted ones. */
    public long seriesCount() throws IOException {
        condition.ensureOpen();
        return index.seriesCount(IndexDb.ALL_DAYS, Patience.endless().start(time));
    }

    /** Number of series that have samples on that day of UTC, without deleted ones. */
    public long seriesCount(LocalDate day) throws IOException {
        condition.ensureOpen();
        return index.seriesCount(CardinalityRequest.number(day), Patience.endless().start(time));
    }

    /**
     * How many series there are, and which names, labels and values most of them have. Reads all tag rows of the day:
     * about a second for a million series.
     *
     * @throws io.laurel.indexdb.SearchDeadlineException if it took longer than the request allows
     * @throws io.laurel.indexdb.SearchCancelledException if the request was cancelled
     */
    public Cardinality cardinality(CardinalityRequest request) throws IOException {
        condition.ensureOpen();
        return index.cardinality(request.anyOf(), request.day(), request.focusLabel(), request.top(),
                request.patience().start(time));
    }

    // ---- deleting

    /**
     * Deletes the series that match the filters of at least one set, with all their samples, of all times. When this
     * returns they are gone from every answer, for good: also after a power cut. Rows that are added later under such a
     * name make a new series; rows that other threads are adding belong to what is deleted or to a new one. Merges give
     * back the space of the samples, {@link #forceMerge} all of it and that of the names in the index.
     *
     * @param anyOf none: nothing is deleted
     * @return the number of series
     * @throws ReadOnlyException if nothing can be written
     * @throws DiskFullException if there was no space to write that down; call it again when there is. Until then the
     *         series may be gone from answers and come back in a power cut
     * @throws IOException if the disk failed: each of the series is deleted or not, the storage takes no more rows,
     *         and the next open shows which
     */
    public int deleteSeries(List<TagFilters> anyOf) throws IOException {
        condition.ensureWritable();
        return writing.delete(anyOf);
    }

    /** Deletes the series that match; see {@link #deleteSeries(List)}. */
    public int deleteSeries(TagFilters filters) throws IOException {
        return deleteSeries(List.of(filters));
    }

    /** The number of series that {@link #deleteSeries(List)} would delete now. */
    public int countSeriesToDelete(List<TagFilters> anyOf) throws IOException {
        condition.ensureOpen();
        return answers.deletion(anyOf).size();
    }

    /** The number of series that {@link #deleteSeries(TagFilters)} would delete now. */
    public int countSeriesToDelete(TagFilters filters) throws IOException {
        return countSeriesToDelete(List.of(filters));
    }

    // ---- care

    /**
     * Writes everything that is in memory to parts on disk.
     *
     * @throws DiskFullException if there is no space: what was not written is in memory as before
     */
    public void flush() throws IOException {
        condition.ensureWritable();
        upkeep.persister().persist();
    }

    /**
     * Merges the samples of every month to one part each, and each index table to one part. Of series that were deleted
     * nothing is left then but a mark of nine bytes.
     */
    public MergeReport forceMerge() throws IOException {
        return forceMerge(MergeRequest.all());
    }

    /** Merges the samples of one month of UTC to one part; the index is left alone. */
    public MergeReport forceMerge(YearMonth month) throws IOException {
        return forceMerge(MergeRequest.of(month));
    }

    /**
     * Merges what is asked for, on the caller's thread and as fast as it goes. Each month, and each table of the index,
     * ends with exactly one part of what it had when its turn came; rows that are added meanwhile may be in further
     * ones, which the report counts. What was deleted, has expired or is beyond one sample per interval is not written
     * again, so a single part is merged, too, if it has any such rows. A month for whose result there is no space is
     * left as it is, and reported. Adding and searching go on, and so do merges in the background.
     *
     * @throws io.laurel.part.MergeStoppedException if the request was cancelled or the storage is being closed: the
     *         month under way is as it was, those before it are merged
     */
    public MergeReport forceMerge(MergeRequest request) throws IOException {
        condition.ensureWritable();
        return upkeep.forced().run(request);
    }

    /** What {@link #forceMerge(MergeRequest)} would do now. Nothing is merged; works on read-only storages, too. */
    public MergePlan mergePlan(MergeRequest request) throws IOException {
        condition.ensureOpen();
        return upkeep.forced().plan(request);
    }

    /**
     * Begins no more merges in the background until {@link #resumeMerges}. Those under way end at their next block, and
     * what they did is lost: they begin anew some time. Memory is written to disk as always, so parts become more.
     * Merges that somebody asks for are not paused.
     */
    public void pauseMerges() throws IOException {
        condition.ensureNotReadOnly();
        upkeep.pauseMerges();
    }

    /** Lets merges in the background go on. */
    public void resumeMerges() throws IOException {
        condition.ensureNotReadOnly();
        upkeep.resumeMerges();
    }

    /** Runs the background work that is due, on the caller's thread; for storages with manual housekeeping. */
    public int runDuties() throws IOException {
        condition.ensureWritable();
        return upkeep.runDuties();
    }

    /** Begins a new generation of the index, which otherwise happens by itself once in a retention. */
    void rotateIndex() throws IOException {
        condition.ensureWritable();
        upkeep.rotateIndex();
    }

    // ---- snapshots

    /**
     * Keeps what the storage holds now, by hard links: it costs space only as far as the storage moves on. Every row
     * whose {@link #addRows} returned before this call is inside, with its name; rows that are added meanwhile may be.
     * Adding, searching and merging go on. When this returns the snapshot is on disk; when it throws there is none.
     *
     * @throws ReadOnlyException if nothing can be written
     */
    public Snapshot createSnapshot() throws IOException {
        condition.ensureWritable();
        return snapshots.create(upkeep.persister()::linkAll);
    }

    /** The snapshots there are, by name: in the order of their creation. */
    public List<Snapshot> snapshots() throws IOException {
        condition.ensureOpen();
        return snapshots.list();
    }

    /** Removes a snapshot; see {@link #deleteSnapshot(String)}. */
    public void deleteSnapshot(Snapshot snapshot) throws IOException {
        deleteSnapshot(snapshot.name());
    }

    /**
     * Removes a snapshot. Works on a disk that is full.
     *
     * @throws NoSuchSnapshotException if there is none of that name
     * @throws IllegalArgumentException if no snapshot can have that name
     */
    public void deleteSnapshot(String name) throws IOException {
        condition.ensureNotReadOnly();
        snapshots.delete(name);
    }

    /**
     * Removes the snapshots that were begun longer ago than that, by the seconds in their names.
     *
     * @return how many there were
     */
    public int deleteSnapshotsOlderThan(Duration age) throws IOException {
        condition.ensureNotReadOnly();
        return snapshots.deleteOlderThan(age);
    }

    /** How it is doing: cheap enough to be asked every second. */
    public StorageStats stats() throws IOException {
        condition.ensureOpen();
        return stats.read(openResults.count(), snapshots.list().size());
    }

    /**
     * Writes what is in memory and closes all files. Waits a little for searches that are still open.
     *
     * @throws IllegalStateException if search results are still open after ten seconds; the storage is closed
     *         nevertheless, only their files stay open
     */
    @Override
    public void close() throws IOException {
        if (!writing.close()) {
            return;
        }
        snapshots.close();
        upkeep.stop();
        int stillOpen = openResults.await();
        List<Closeable> all = List.of(tables, lock);
        try {
            upkeep.persistLast();
            if (!condition.isReadOnly()) {
                tables.saveSeries(time.wallMs());
            }
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, all);
            throw e;
        }
        Closing.all(all);
        if (stillOpen > 0) {
            throw new IllegalStateException(stillOpen + " search results are still open; close() each of them first");
        }
    }
}
