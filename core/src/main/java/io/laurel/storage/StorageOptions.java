package io.laurel.storage;

import io.laurel.env.Disk;
import io.laurel.env.RealDisk;
import io.laurel.env.TimeSource;
import java.time.Duration;
import java.util.Objects;

/** What the owner of a storage may choose. Immutable: every {@code with} method returns changed options. */
public final class StorageOptions {
    /** The longest retention the format's other engine knows: 100 years of twelve months of 31 days. */
    public static final Duration MAX_RETENTION = Duration.ofDays(37_200);

    private static final Duration MIN_RETENTION = Duration.ofDays(1);
    private static final long MIN_CACHE_BYTES = 1 << 20;

    private Duration retention = MAX_RETENTION;
    private Duration dedupInterval = Duration.ZERO;
    private long cacheBytes;
    private long memoryBytes;
    private Disk disk = new RealDisk();
    private TimeSource time = TimeSource.system();
    private long maxHourlySeries;
    private long maxDailySeries;
    private long freeSpaceReserve = 100_000_000;
    private long mergeBytesPerSecond;
    private boolean manualHousekeeping;

    private StorageOptions() {
        long heap = Runtime.getRuntime().maxMemory();
        cacheBytes = Math.max(MIN_CACHE_BYTES, heap / 4);
        memoryBytes = Math.max(MIN_CACHE_BYTES, heap / 8);
    }

    /** The same again, for a {@code with} method to change before anybody sees it. */
    private StorageOptions(StorageOptions other) {
        retention = other.retention;
        dedupInterval = other.dedupInterval;
        cacheBytes = other.cacheBytes;
        memoryBytes = other.memoryBytes;
        disk = other.disk;
        time = other.time;
        maxHourlySeries = other.maxHourlySeries;
        maxDailySeries = other.maxDailySeries;
        freeSpaceReserve = other.freeSpaceReserve;
        mergeBytesPerSecond = other.mergeBytesPerSecond;
        manualHousekeeping = other.manualHousekeeping;
    }

    /** Keeps everything for {@link #MAX_RETENTION}; a quarter of the heap for caches, an eighth for rows in memory. */
    public static StorageOptions defaults() {
        return new StorageOptions();
    }

    /**
     * Rows older than that are neither accepted nor returned, and deleted in time: a month as a whole when its last
     * row is that old, others when they are merged. Nothing is deleted for a day after the clock has jumped ahead by
     * more than a day. A storage opened for reading only returns everything. At least one day; more than {@link
     * #MAX_RETENTION} counts as that.
     */
    public StorageOptions withRetention(Duration retention) {
        if (retention.compareTo(MIN_RETENTION) < 0) {
            throw new IllegalArgumentException("retention is " + retention + "; it must be at least a day");
        }
        StorageOptions changed = new StorageOptions(this);
        changed.retention = retention.compareTo(MAX_RETENTION) > 0 ? MAX_RETENTION : retention;
        return changed;
    }

    /**
     * Of the samples of a series in each interval only the last is returned, and kept when parts are merged. Intervals
     * end at the multiples of that time since 1970, their end included. Of samples with the same time a number goes
     * before a stale marker and a larger number before a smaller one. The limits of a search count samples as they are
     * stored. In whole milliseconds; zero, which is the default, returns and keeps everything, also samples that
     * were added twice; one millisecond keeps one sample of each time.
     */
    public StorageOptions withDedupInterval(Duration dedupInterval) {
        if (dedupInterval.isNegative() || !Duration.ofMillis(dedupInterval.toMillis()).equals(dedupInterval)
                || dedupInterval.compareTo(MAX_RETENTION) > 0) {
            throw new IllegalArgumentException("the deduplication interval is " + dedupInterval
                    + "; it must be from 0 to " + MAX_RETENTION.toDays() + " days, in whole milliseconds");
        }
        StorageOptions changed = new StorageOptions(this);
        changed.dedupInterval = dedupInterval;
        return changed;
    }

    /**
     * Heap for what could be read from disk again. Half of it is for the series that get rows, with some 300 bytes
     * each: more for programs that write more series, as rows of a series that is not remembered take some
     * microseconds longer. The other half is for decoded index blocks: more for programs that ask many different
     * questions.
     */
    public StorageOptions withCacheBytes(long cacheBytes) {
        StorageOptions changed = new StorageOptions(this);
        changed.cacheBytes = atLeast("cacheBytes", cacheBytes);
        return changed;
    }

    /** Heap for samples that are not in a file yet: more makes fewer and larger files. */
    public StorageOptions withMemoryBytes(long memoryBytes) {
        StorageOptions changed = new StorageOptions(this);
        changed.memoryBytes = atLeast("memoryBytes", memoryBytes);
        return changed;
    }

    /**
     * At most so many distinct series get rows in each hour of the clock; rows of others are left out and counted. An
     * hour begins without any series, and so does a storage that was opened. What counts is when rows come, not the
     * times they carry. 0, which is the default, is no limit.
     */
    public StorageOptions withMaxHourlySeries(long maxHourlySeries) {
        StorageOptions changed = new StorageOptions(this);
        changed.maxHourlySeries = notNegative("maxHourlySeries", maxHourlySeries);
        return changed;
    }

    /**
     * At most so many distinct series get rows on each day of UTC; otherwise as {@link #withMaxHourlySeries}. With both
     * limits the hourly one is asked first, and a series that one of them refuses is counted by none.
     */
    public StorageOptions withMaxDailySeries(long maxDailySeries) {
        StorageOptions changed = new StorageOptions(this);
        changed.maxDailySeries = notNegative("maxDailySeries", maxDailySeries);
        return changed;
    }

    /** The disk; tests put one in memory here. */
    public StorageOptions withDisk(Disk disk) {
        StorageOptions changed = new StorageOptions(this);
        changed.disk = Objects.requireNonNull(disk);
        return changed;
    }

    /** The clock; tests and simulations move one by hand. */
    public StorageOptions withTime(TimeSource time) {
        StorageOptions changed = new StorageOptions(this);
        changed.time = Objects.requireNonNull(time);
        return changed;
    }

    /**
     * Free bytes of the disk that are kept for what cannot wait; 100 MB unless this says otherwise. When there are
     * fewer, rows are refused with a {@link ReadOnlyException} that is {@link ReadOnlyException#isRetryable()
     * retryable} and no merge begins, until there are an eighth more than that. What is in memory is still written,
     * and what has expired is dropped. Zero: only a disk that is really full stops anything.
     */
    public StorageOptions withFreeSpaceReserve(long bytes) {
        StorageOptions changed = new StorageOptions(this);
        changed.freeSpaceReserve = notNegative("freeSpaceReserve", bytes);
        return changed;
    }

    /**
     * How many bytes a second merges in the background write, all together, so that they leave the disk to others; more
     * parts will be there for longer. Writing what is in memory is not limited, nor are merges that somebody asked for.
     * Zero, which is the default, is no limit.
     */
    public StorageOptions withMergeBytesPerSecond(long bytes) {
        StorageOptions changed = new StorageOptions(this);
        changed.mergeBytesPerSecond = notNegative("mergeBytesPerSecond", bytes);
        return changed;
    }

    /** No threads: what is due runs in {@link Storage#runDuties()}, on the caller's thread. */
    public StorageOptions withManualHousekeeping() {
        StorageOptions changed = new StorageOptions(this);
        changed.manualHousekeeping = true;
        return changed;
    }

    Duration retention() {
        return retention;
    }

    Duration dedupInterval() {
        return dedupInterval;
    }

    /** Of the bytes for caches, those for series. */
    long seriesBytes() {
        return cacheBytes / 2 - 3 * rememberedBytes();
    }

    /** Of the bytes for series, those for each of three things that the index remembers of them. */
    long rememberedBytes() {
        return cacheBytes / 16;
    }

    /** Of the bytes for caches, those for decoded blocks, of the index and of samples each. */
    long blockBytes() {
        return cacheBytes / 4;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    long maxHourlySeries() {
        return maxHourlySeries;
    }

    long maxDailySeries() {
        return maxDailySeries;
    }

    Disk disk() {
        return disk;
    }

    TimeSource time() {
        return time;
    }

    long freeSpaceReserve() {
        return freeSpaceReserve;
    }

    long mergeBytesPerSecond() {
        return mergeBytesPerSecond;
    }

    boolean manualHousekeeping() {
        return manualHousekeeping;
    }

    private static long notNegative(String what, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " is " + number + "; it must be 0 or more");
        }
        return number;
    }

    private static long atLeast(String what, long bytes) {
        if (bytes < MIN_CACHE_BYTES) {
            throw new IllegalArgumentException(what + " is " + bytes + "; it must be at least " + MIN_CACHE_BYTES);
        }
        return bytes;
    }
}
