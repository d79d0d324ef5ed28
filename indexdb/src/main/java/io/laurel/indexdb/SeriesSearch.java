package io.laurel.indexdb;

import io.laurel.env.Closing;
import io.laurel.series.Days;
import io.laurel.series.MetricIds;
import io.laurel.series.Tsid;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One search over all generations: sets of conditions and days to metric ids, metric ids to TSIDs. A series is found if
 * it meets all conditions of at least one set on at least one of the days; whether it has a sample at the exact time is
 * not the index's to say. For one thread.
 */
final class SeriesSearch implements Closeable {
    private final List<GenerationSearch> generations = new ArrayList<>();
    private final List<MetricIdSearch> searches = new ArrayList<>();
    private final SeriesNames names;
    private final MetricIds deleted;
    private final Deadline deadline;
    private int missing;

    /** @param view stays the caller's */
    SeriesSearch(GenerationView view, Deadline deadline) throws IOException {
        this.deleted = view.deleted();
        this.deadline = deadline;
        this.names = new SeriesNames(view.retain());
        try {
            deadline.checkNow();
            for (IndexGeneration generation : view.generations()) {
                GenerationSearch search = generation.search();
                this.generations.add(search);
                searches.add(new MetricIdSearch(search, names, deadline, MetricIdSearch.FIRST_EFFORT));
            }
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, this);
            throw e;
        }
    }

    /**
     * The TSIDs of the series found, ascending.
     *
     * @throws SeriesLimitException if there are more than that
     */
    Tsid[] tsids(List<List<TagMatcher>> anyOf, Days days, int maxSeries) throws IOException {
        MetricIds found = new MetricIds();
        for (int i = 0; i < generations.size(); i++) {
            if (generations.get(i).hasDayFrom(days.first())) {
                for (long day : daysOf(days)) {
                    found.or(ids(i, day, anyOf));
                    if (found.size() > maxSeries) {
                        throw new SeriesLimitException(maxSeries);
                    }
                }
            }
        }
        Tsid[] tsids = new Tsid[(int) found.size()];
        int count = 0;
        for (long id : found.toArray()) {
            deadline.check();
            Tsid tsid = names.tsid(id);
            if (tsid != null) {
                tsids[count++] = tsid;
            } else {
                missing++;
            }
        }
        tsids = Arrays.copyOf(tsids, count);
        Arrays.sort(tsids);
        return tsids;
    }

    /** How many ids were found that have no TSID. */
    int missing() {
        return missing;
    }

    /** The ids in one generation that meet one of the sets on that day and are not deleted. */
    MetricIds ids(int generation, long day, List<List<TagMatcher>> anyOf) throws IOException {
        MetricIds ids = new MetricIds();
        for (List<TagMatcher> conditions : anyOf) {
            ids.or(searches.get(generation).find(day, conditions));
        }
        ids.andNot(deleted);
        return ids;
    }

    /** The days to look at, {@link IndexItems#ALL_DAYS} for a range that is not looked up by day. */
    static long[] daysOf(Days days) {
        if (days.isGlobal()) {
            return new long[] {IndexItems.ALL_DAYS};
        }
        long[] numbers = new long[(int) (days.last() - days.first()) + 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = days.first() + i;
        }
        return numbers;
    }

    List<GenerationSearch> generations() {
        return generations;
    }

    SeriesNames names() {
        return names;
    }

    @Override
    public void close() throws IOException {
        try {
            Closing.all(generations);
        } finally {
            names.close();
        }
    }
}
