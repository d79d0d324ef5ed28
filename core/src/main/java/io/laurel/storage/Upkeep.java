package io.laurel.storage;

import io.laurel.data.DataTable;
import io.laurel.data.MergeRules;
import io.laurel.env.DiskFullException;
import io.laurel.env.TimeSource;
import io.laurel.indexdb.IndexDb;
import io.laurel.part.MergeControl;
import io.laurel.series.TimeRange;
import io.laurel.storage.Housekeeper.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a storage in order, in the background or when its owner asks: memory becomes files, parts are merged,
 * what has expired goes away.
 */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** Memory becomes files at least that often. */
    static final long PERSIST_PERIOD_MS = 5_000;

    /** What the retention leaves no more is looked for that often. */
    static final long RETENTION_PERIOD_MS = 60_000;

    /** Merges look that often whether a month or the index has become idle, or there is space again. */
    static final long IDLE_PERIOD_MS = 30_000;

    private static final String PERSIST = "persist";

    /** Rows further ahead of the clock than that are refused. */
    static final Duration MAX_FUTURE = Duration.ofDays(2);

    private final StorageOptions options;
    private final TimeSource time;
    private final RetentionClock retentionClock;
    private final IndexDb index;
    private final DataTable data;
    private final Condition condition;
    private final Persister persister;
    private final MergeControl merges;
    private final ForcedMerges forced;
    private final IndexRotator rotator;
    private final Housekeeper housekeeper;

    Upkeep(StorageTables tables, StorageOptions options, Condition condition, MergeControl merges)
            throws IOException {
        this.options = options;
        this.time = options.time();
        this.retentionClock = new RetentionClock(time);
        this.index = tables.index();
        this.data = tables.data();
        this.condition = condition;
        this.persister = new Persister(data, index, this::mergeRules, tables.swaps(), condition, this::tellNews);
        this.merges = merges;
        this.forced = new ForcedMerges(tables, persister, merges, this::mergeRules);
        boolean readOnly = condition.isReadOnly();
        this.rotator = readOnly ? null : new IndexRotator(tables, retentionClock, options.retention());
        this.housekeeper = new Housekeeper(readOnly ? List.of() : duties(), time,
                readOnly || options.manualHousekeeping(), condition::diskIsFull, condition::fail);
    }

    /** The complete list of what happens in the background. */
    private List<Housekeeper.Duty> duties() {
        return List.of(
                new Housekeeper.Duty(PERSIST, PERSIST_PERIOD_MS, persister::persist),
                new Housekeeper.Duty("retention", RETENTION_PERIOD_MS, () -> data.dropBefore(deadlineMs())),
                new Housekeeper.Duty("rotate index", IndexRotator.PERIOD_MS, rotator::run),
                new Housekeeper.Duty("look at what is idle", IDLE_PERIOD_MS, this::tellNews),
                new Housekeeper.Duty("merge small parts", Lane.SMALL_MERGES, () -> data.merges().small(mergeRules())),
                new Housekeeper.Duty("merge big parts", Lane.BIG_MERGES, () -> data.merges().big(mergeRules())),
                new Housekeeper.Duty("tidy idle months", Lane.BIG_MERGES, () -> data.merges().idle(mergeRules())),
                new Housekeeper.Duty("merge index", Lane.INDEX_MERGES, index::mergeOnce),
                new Housekeeper.Duty("tidy idle index", Lane.INDEX_MERGES, index::mergeIdle));
    }

    /** Begins with the background work, if there is to be any. */
    void start() {
        LOG.debug("background duties:\n{}", housekeeper);
        housekeeper.start();
    }

    /** Lets merges end at their next block, whoever asked for them, and begins no more. */
    void endMerges() {
        merges.stop();
    }

    /** Lets the background work that is running end, and does no more. */
    void stop() {
        merges.stop();
        housekeeper.close();
        forced.close();
    }

    /** Writes what is in memory, or says why that is lost. */
    void persistLast() throws IOException {
        Throwable cause = condition.failure();
        if (cause == null && !condition.isReadOnly()) {
            try {
                persister.persist();
            } catch (DiskFullException e) {
                cause = e;
            }
        }
        if (cause != null) {
            throw new IOException("closed, but what was in memory is lost: " + cause.getMessage(), cause);
        }
    }

    Persister persister() {
        return persister;
    }

    /** Does what is due, on the caller's thread; returns how often there was something to do. */
    int runDuties() {
        return housekeeper.runDue();
    }

    ForcedMerges forced() {
        return forced;
    }

    void pauseMerges() {
        merges.pause();
    }

    void resumeMerges() {
        merges.resume();
        tellNews();
    }

    /** Begins a new generation of the index although it is not time for it: for tests. */
    void rotateIndex() throws IOException {
        rotator.rotate();
    }

    /** Keeps the memory for rows within its limit, after rows were added. */
    void relieveMemory() {
        try {
            persister.relieveMemory(options.memoryBytes(), () -> housekeeper.hurry(PERSIST));
        } catch (DiskFullException e) {
            condition.diskIsFull(e);
        } catch (IOException e) {
            condition.fail(e);
        }
    }

    /** The times of rows that are admitted now; both ends included. */
    TimeRange admittedTimes() {
        long now = time.wallMs();
        return TimeRange.ofMillis(Math.max(0, now - options.retention().toMillis()), now + MAX_FUTURE.toMillis());
    }

    /** What is older may be deleted for good. */
    private long deadlineMs() {
        return Math.max(0, retentionClock.nowMs() - options.retention().toMillis());
    }

    private MergeRules mergeRules() {
        return new MergeRules(deadlineMs(), options.dedupInterval().toMillis(), index.deletedIds());
    }

    /** Makes merges look for work; none itself. */
    private boolean tellNews() {
        housekeeper.tellNews();
        return false;
    }
}
