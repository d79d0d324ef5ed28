package io.laurel.storage;

import io.laurel.data.DataTable;
import io.laurel.data.RowBuffer;
import io.laurel.env.DiskFullException;
import io.laurel.env.TimeSource;
import io.laurel.indexdb.IndexDb;
import io.laurel.series.Days;
import io.laurel.series.KnownSeries;
import io.laurel.series.TagFilters;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The way of rows into a storage, and what must not happen while one is on its way: its series must not be deleted, nor
 * lose the ordinal that the row carries, nor may the tables close. So there is a gate, shared by all who add rows, and
 * taken alone by the others. Safe for many threads.
 */
final class Writing {
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final TimeSource time;
    private final IndexDb index;
    private final DataTable data;
    private final KnownSeries series;
    private final SeriesResolvers resolvers;
    private final Condition condition;
    private final Upkeep upkeep;
    private final Answers answers;
    private final RowCounters counters;

    Writing(StorageTables tables, SeriesResolvers resolvers, Condition condition, Upkeep upkeep, Answers answers,
            RowCounters counters, TimeSource time) {
        this.time = time;
        this.index = tables.index();
        this.data = tables.data();
        this.series = tables.series();
        this.resolvers = resolvers;
        this.condition = condition;
        this.upkeep = upkeep;
        this.answers = answers;
        this.counters = counters;
    }

    /** Adds the rows that are admitted; returns how many. See {@link Storage#addRows}. */
    int addRows(RowBatch rows) throws IOException {
        long startNs = counters.begin(rows);
        int added = addToTables(rows);
        if (series.isTooLarge()) {
            shrinkSeries();
        }
        counters.ended(rows, startNs);
        return added;
    }

    private int addToTables(RowBatch rows) throws IOException {
        gate.readLock().lock();
        try {
            condition.ensureTakesRows();
            SeriesResolver resolver = resolvers.take();
            RowBuffer resolved = resolver.resolve(rows, upkeep.admittedTimes(), time.wallMs());
            data.addRows(resolved);
            int added = resolved.size();
            upkeep.relieveMemory();
            counters.add(resolver.counts());
            resolvers.give(resolver);
            return added;
        } catch (DiskFullException e) {
            throw condition.refuse(e);
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Waits until no row is on its way or pending: those carry ordinals, which series lose. */
    private void shrinkSeries() {
        try {
            data.whileNoMonthGoes(() -> {
                gate.writeLock().lock();
                try {
                    if (series.isTooLarge() && condition.isWritable()) {
                        data.flushPending();
                        resolvers.shrink(Days.of(time.wallMs()));
                    }
                } finally {
                    gate.writeLock().unlock();
                }
            });
        } catch (IOException e) {
            condition.fail(e);
        }
    }

    /** Deletes series; see {@link Storage#deleteSeries(List)}. */
    int delete(List<TagFilters> anyOf) throws IOException {
        // So that little is left to write while the writers wait.
        index.persist();
        gate.writeLock().lock();
        try {
            condition.ensureWritable();
            SeriesDeletion deletion = answers.deletion(anyOf);
            try {
                deletion.carryOut(index, series.table());
            } catch (DiskFullException e) {
                condition.diskIsFull(e);
                throw e;
            } catch (IOException | RuntimeException | Error e) {
                condition.fail(e);
                throw e;
            }
            return deletion.size();
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Lets nobody add rows any more, and merges end; false if that was done before. */
    boolean close() {
        gate.writeLock().lock();
        try {
            if (condition.isClosed()) {
                return false;
            }
            upkeep.endMerges();
            condition.close();
            return true;
        } finally {
            gate.writeLock().unlock();
        }
    }
}
