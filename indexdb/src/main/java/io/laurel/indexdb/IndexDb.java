package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.mergeset.ItemFilter;
import io.laurel.mergeset.PartInfo;
import io.laurel.part.PartLinks;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import io.laurel.series.Days;
import io.laurel.series.MetricIds;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * The inverted index of a storage: names to ids on the way in, conditions to ids and ids to names on the way back.
 *
 * <p>It consists of two generations. New rows go to the <i>current</i> one; searches look into both, and a series known
 * to the <i>previous</i> one keeps its id when it comes again. {@link #rotate} begins a new generation, and the oldest
 * one goes: that is how an index forgets. What was added before a search began is found by it; what was added before
 * {@link #persist} returned survives a power cut. Safe for many threads.
 *
 * <p>Deleted series, by {@link #delete} or earlier by whoever had the folder, are found by nothing here.
 */
public final class IndexDb implements Closeable {
    /** For a search that may take any time. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** In place of a day: all of them. */
    public static final long ALL_DAYS = IndexItems.ALL_DAYS;

    private final IndexContext context;
    private final Generations generations;
    private final long compositeSinceMs;
    private final LongAdder missingTsids = new LongAdder();

    /** These two are null if the index is open for reading only. */
    private final SeriesCreator creator;
    private final GenerationChange change;

    private IndexDb(IndexContext context, Path indexdb, List<IndexGeneration> opened, long compositeSinceMs,
            Path idMetadata) throws IOException {
        this.context = context;
        this.compositeSinceMs = compositeSinceMs;
        generations = new Generations(context, indexdb, opened);
        if (idMetadata == null) {
            creator = null;
            change = null;
            return;
        }
        long greatestId = 0;
        for (IndexGeneration generation : opened) {
            greatestId = Math.max(greatestId, generation.greatestId());
        }
        IdCounter ids = IdCounter.open(context.disk(), context.time(), idMetadata, greatestId);
        creator = new SeriesCreator(opened, ids, generations.deleted(), context.rememberedBytes());
        change = new GenerationChange(generations, creator);
    }

    /**
     * Opens the index of a storage for writing, and creates what is missing of it.
     *
     * @param root folder of the storage: {@code indexdb/} and {@code metadata/} in it are used
     * @throws io.laurel.env.LockedException if somebody else has it open
     */
    public static IndexDb open(Path root, IndexContext context) throws IOException {
        Disk disk = context.disk();
        long compositeSinceMs = IndexTables.compositeSinceMs(root, disk, context.time());
        Path metadata = IndexTables.metadata(root);
        return opened(root, IndexTables.open(root, context), context, compositeSinceMs, metadata);
    }

    /** Opens the index of a storage or of a snapshot as it is: takes no lock and writes nothing. */
    public static IndexDb openReadOnly(Path root, IndexContext context) throws IOException {
        long compositeSinceMs = IndexTables.compositeSinceMsReadOnly(root, context.disk());
        return opened(root, IndexTables.openReadOnly(root, context), context, compositeSinceMs, null);
    }

    private static IndexDb opened(Path root, List<IndexGeneration> opened, IndexContext context, long compositeSinceMs,
            Path idMetadata) throws IOException {
        try {
            return new IndexDb(context, IndexTables.indexdb(root), opened, compositeSinceMs, idMetadata);
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, opened);
            throw e;
        }
    }

    /**
     * The TSID of a name, found or new, registered for that day.
     *
     * @return null if the name is longer than {@link MetricName#MAX_MARSHALED_BYTES}
     */
    public Tsid resolve(MetricName name, long day) throws IOException {
        Tsid[] target = new Tsid[1];
        resolveAll(List.of(name), new long[] {day}, target);
        return target[0];
    }

    /**
     * Finds or creates a series for each name and registers it for its day. Names that occur more than once get one
     * TSID.
     *
     * @param dayOf the day for each name
     * @param target gets the TSIDs, null for a name longer than {@link MetricName#MAX_MARSHALED_BYTES}
     */
    public void resolveAll(List<MetricName> names, long[] dayOf, Tsid[] target) throws IOException {
        writable().resolve(names, dayOf, target);
    }

    /**
     * Looks for the series of names, creates and registers nothing. Somebody who creates series meanwhile may be seen
     * or not.
     *
     * @param target gets the TSIDs, null for a name that has none
     */
    public void findAll(List<MetricName> names, Tsid[] target) throws IOException {
        writable().find(names, target);
    }

    /** Makes a known series found on a further day. */
    public void registerDay(long day, Tsid tsid, MetricName name) throws IOException {
        registerDays(List.of(name), new long[] {day}, new Tsid[] {tsid});
    }

    /** Makes known series found on further days, one for each name; null TSIDs are passed over. */
    public void registerDays(List<MetricName> names, long[] dayOf, Tsid[] tsids) throws IOException {
        writable().registerDays(names, dayOf, tsids);
    }

    /** Whether a series is registered for a day in the current generation. */
    public boolean isRegistered(long day, long metricId) throws IOException {
        writable();
        try (GenerationView view = generations.view()) {
            return view.current().days().contains(day, metricId);
        }
    }

    private SeriesCreator writable() {
        if (creator == null) {
            throw new IllegalStateException("the index is open for reading only");
        }
        return creator;
    }

    /**
     * The series that meet all filters of at least one set and are registered for a day of the range, in the order of
     * their TSIDs. Ranges of more than 41 days find the series of all days.
     *
     * @param anyOf none: nothing is found
     * @param deadlineNs in the sense of {@link io.laurel.env.TimeSource#monotonicNs()}, or {@link #NO_DEADLINE}
     * @throws SeriesLimitException if more than {@code maxSeries} match
     * @throws SearchDeadlineException if it takes too long
     */
    public Tsid[] search(List<TagFilters> anyOf, TimeRange range, int maxSeries, long deadlineNs) throws IOException {
        return search(anyOf, range, maxSeries, deadline(deadlineNs));
    }

    /**
     * The same for a search that can also be cancelled.
     *
     * @throws SearchCancelledException if it was
     */
    public Tsid[] search(List<TagFilters> anyOf, TimeRange range, int maxSeries, Deadline deadline)
            throws IOException {
        try (GenerationView view = generations.view()) {
            return search(anyOf, range, maxSeries, deadline, view);
        }
    }

    /** The same, among the series that can be named by these: taken before the search, they name all that it finds. */
    public Tsid[] search(List<TagFilters> anyOf, TimeRange range, int maxSeries, Deadline deadline, SeriesNames names)
            throws IOException {
        return search(anyOf, range, maxSeries, deadline, names.view());
    }

    private Tsid[] search(List<TagFilters> anyOf, TimeRange range, int maxSeries, Deadline deadline,
            GenerationView view) throws IOException {
        boolean composite = range.fromMs() >= compositeSinceMs;
        List<List<TagMatcher>> sets = new ArrayList<>();
        for (TagFilters filters : anyOf) {
            List<TagMatcher> conditions = FilterCompiler.compile(filters);
            sets.addAll(composite ? FilterCompiler.composite(conditions) : List.of(conditions));
        }
        try (SeriesSearch search = new SeriesSearch(view, deadline)) {
            Tsid[] found = search.tsids(sets, Days.of(range), maxSeries);
            missingTsids.add(search.missing());
            return found;
        }
    }

    /** Look-ups of names by metric id; close it. */
    public SeriesNames names() {
        return new SeriesNames(generations.view());
    }

    /**
     * The names of the labels that the series of some days have, {@code __name__} among them.
     *
     * @param anyOf as for {@link #search}; none: all series count
     * @param prefix what they start with
     * @param limit the greatest number of them; the first by bytes are returned
     */
    public LabelList labelNames(List<TagFilters> anyOf, TimeRange range, Slice prefix, int limit, Deadline deadline)
            throws IOException {
        try (GenerationView view = generations.view(); SeriesSearch search = new SeriesSearch(view, deadline)) {
            return new LabelSearch(search, view.deleted(), deadline, new LabelSlice(prefix, limit))
                    .names(compileAll(anyOf), Days.of(range));
        }
    }

    /** All of them, ascending. */
    public List<Slice> labelNames(List<TagFilters> anyOf, TimeRange range, long deadlineNs) throws IOException {
        return labelNames(anyOf, range, Slice.EMPTY, Integer.MAX_VALUE, deadline(deadlineNs)).texts();
    }

    /** The values that a label has in the series of some days; otherwise as {@link #labelNames}. */
    public LabelList labelValues(Slice label, List<TagFilters> anyOf, TimeRange range, Slice prefix, int limit,
            Deadline deadline) throws IOException {
        try (GenerationView view = generations.view(); SeriesSearch search = new SeriesSearch(view, deadline)) {
            return new LabelSearch(search, view.deleted(), deadline, new LabelSlice(prefix, limit))
                    .values(label, compileAll(anyOf), Days.of(range));
        }
    }

    /** All of them, ascending. */
    public List<Slice> labelValues(Slice label, List<TagFilters> anyOf, TimeRange range, long deadlineNs)
            throws IOException {
        return labelValues(label, anyOf, range, Slice.EMPTY, Integer.MAX_VALUE, deadline(deadlineNs)).texts();
    }

    /**
     * Number of series that are registered for a day, or ever were; deleted ones do not count, one in both generations
     * counts once.
     *
     * @param day a day since 1970, or {@link #ALL_DAYS}
     */
    public long seriesCount(long day, Deadline deadline) throws IOException {
        try (GenerationView view = generations.view(); SeriesSearch search = new SeriesSearch(view, deadline)) {
            return idsOfAllGenerations(search, day, List.of(List.of())).size();
        }
    }

    /**
     * What makes the series of a day, or of all days, many.
     *
     * @param anyOf as for {@link #search}; none: all series count
     * @param day as for {@link #seriesCount}
     * @param focusLabel the label whose values are counted; null for none
     * @param top the greatest length of each list
     */
    public Cardinality cardinality(List<TagFilters> anyOf, long day, Slice focusLabel, int top, Deadline deadline)
            throws IOException {
        try (GenerationView view = generations.view(); SeriesSearch search = new SeriesSearch(view, deadline)) {
            MetricIds wanted = anyOf.isEmpty() ? null : idsOfAllGenerations(search, day, compileAll(anyOf));
            return new CardinalityScan(search.generations(), wanted, view.deleted(), focusLabel, top, deadline)
                    .count(day);
        }
    }

    private static MetricIds idsOfAllGenerations(SeriesSearch search, long day, List<List<TagMatcher>> anyOf)
            throws IOException {
        MetricIds ids = new MetricIds();
        for (int i = 0; i < search.generations().size(); i++) {
            ids.or(search.ids(i, day, anyOf));
        }
        return ids;
    }

    private static List<List<TagMatcher>> compileAll(List<TagFilters> anyOf) {
        List<List<TagMatcher>> sets = new ArrayList<>();
        for (TagFilters filters : anyOf) {
            sets.add(FilterCompiler.compile(filters));
        }
        return sets;
    }

    private Deadline deadline(long deadlineNs) {
        return new Deadline(context.time(), deadlineNs);
    }

    /**
     * Deletes series. When this returns, no search that begins finds them, nor does one after a power cut; their names
     * are unknown and get new ids. Nobody may be resolving names meanwhile.
     *
     * @throws io.laurel.env.DiskFullException the marks are in memory only: no search finds the series, but a power
     *     cut may bring them back
     * @throws IOException the disk failed: which of the series are deleted is known when the index is opened again
     */
    public void delete(Tsid[] series) throws IOException {
        MetricIds ids = new MetricIds();
        for (Tsid tsid : series) {
            ids.add(tsid.metricId());
        }
        writable();
        change.delete(ids);
    }

    // ---- generations

    /** When the current generation began, in unix milliseconds: what its number says. */
    public long currentSinceMs() throws IOException {
        try (GenerationView view = generations.view()) {
            return view.current().sinceMs();
        }
    }

    /**
     * Begins a new generation: from now on new rows go there, current becomes previous, and previous goes, as soon as
     * nobody searches in it any more. Series that are registered for the day of {@code oldestMs} or a later one stay
     * known, however soon rotations follow one another; the others live until the next rotation. Adding and searching
     * go on.
     *
     * @param nowMs of which the number of the generation is made
     * @param oldestMs the oldest time whose samples are still wanted
     * @return the series that are known no more: their names get new ids
     * @throws IOException the disk failed: the new generation may have begun for whoever opens the index next; nothing
     *         is lost
     */
    public MetricIds rotate(long nowMs, long oldestMs) throws IOException {
        writable();
        return change.rotate(nowMs, oldestMs);
    }

    /**
     * To be called every few seconds. Writes series that are in use to the current generation too, spread over the
     * first hour after a rotation, and removes the generation before the previous one.
     *
     * @return false if there was nothing to do
     */
    public boolean carryOver(long nowMs) throws IOException {
        writable();
        return change.carryOver(nowMs) | generations.removeDropped();
    }

    /** How many series were written once more, for a generation after the one that they were created in. */
    public long settledAgain() {
        return creator == null ? 0 : creator.settledAgain() + change.settledAgain();
    }

    /** Makes what was added cheap to search; searches see it anyway. */
    public void flushPending() throws IOException {
        writable().flush();
    }

    /** Makes everything added so far durable. */
    public void persist() throws IOException {
        writable().flush();
        try (GenerationView view = generations.view()) {
            // In previous there may be rows that were added just before this generation began
            for (IndexGeneration generation : view.generations()) {
                generation.table().persist();
            }
        }
    }

    /** Merges some parts, if that is worth while; false if there is nothing to do. */
    public boolean mergeOnce() throws IOException {
        writable();
        boolean merged = false;
        try (GenerationView view = generations.view()) {
            for (IndexGeneration generation : view.generations()) {
                merged |= generation.table().mergeOnce();
            }
        }
        return merged;
    }

    /** Merges what is left in a generation to which nothing was added for a while; false if there is nothing to do. */
    public boolean mergeIdle() throws IOException {
        writable();
        boolean merged = false;
        try (GenerationView view = generations.view()) {
            for (IndexGeneration generation : view.generations()) {
                merged |= generation.table().mergeIdle();
            }
        }
        return merged;
    }

    /** Merges each generation into one part, without the rows of deleted series; only the marks of those stay. */
    public void mergeAll() throws IOException {
        mergeAll(() -> false);
    }

    /**
     * The same.
     *
     * @param cancelled looked at between blocks
     * @return what was done, current first
     * @throws io.laurel.part.MergeStoppedException if it was cancelled, or the storage closes
     */
    public List<TableMerge> mergeAll(BooleanSupplier cancelled) throws IOException {
        flushPending();
        List<TableMerge> done = new ArrayList<>();
        try (GenerationView view = generations.view()) {
            for (IndexGeneration generation : view.generations()) {
                MetricIds gone = generations.deleted().get();
                ItemFilter filter = DeletedRows.areIn(generation, gone) ? new DeletedRows(gone) : null;
                done.add(generation.table().mergeAll(filter, cancelled));
            }
        }
        return done;
    }

    /** What {@link #mergeAll()} would do; works on an index that is open for reading only, too. */
    public List<PlannedMerge> planMergeAll() throws IOException {
        List<PlannedMerge> plans = new ArrayList<>();
        try (GenerationView view = generations.view()) {
            for (IndexGeneration generation : view.generations()) {
                plans.add(generation.table().planMergeAll(DeletedRows.areIn(generation, view.deleted())));
            }
        }
        return plans;
    }

    /**
     * Links what was persisted into a new folder, which then is the {@code indexdb/} of a snapshot.
     *
     * @param links while the {@link io.laurel.part.SwapGate} of the index is closed
     */
    public void linkTo(Path target, PartLinks links) throws IOException {
        links.folder(target);
        try (GenerationView view = generations.view()) {
            for (IndexGeneration generation : view.generations()) {
                generation.table().linkTo(target.resolve(generation.name()), links);
            }
        }
    }

    /** One table of the index, as {@link #tables} shows it. */
    public record TableInfo(String name, List<PartInfo> parts) {}

    /** The tables in use, current first. */
    public List<TableInfo> tables() throws IOException {
        List<TableInfo> infos = new ArrayList<>();
        try (GenerationView view = generations.view()) {
            for (IndexGeneration generation : view.generations()) {
                infos.add(new TableInfo(generation.name(), generation.table().parts()));
            }
        }
        return infos;
    }

    public IndexStats stats() throws IOException {
        try (GenerationView view = generations.view()) {
            return IndexStats.of(view, creator, settledAgain(), missingTsids.sum());
        }
    }

    GenerationView view() {
        return generations.view();
    }

    /** The ids of all deleted series, to whom no sample belongs any more; not to be changed. */
    public MetricIds deletedIds() {
        return generations.deleted().get();
    }

    /** Persists, if it is open for writing, and lets go of the folder. */
    @Override
    public void close() throws IOException {
        generations.close();
    }
}
