package io.laurel.storage;

import io.laurel.data.PartInfo;
import io.laurel.indexdb.IndexDb;
import java.util.List;

/**
 * How a storage is doing, at one moment and since it was opened. Numbers that are counted ("since it was opened") never
 * fall. It is put together while rows come, searches run and parts are merged: what is on its way from one place to the
 * next at that moment may be counted in neither or in both.
 *
 * @param uptimeNs nanoseconds since the storage was opened
 * @param rows what came in
 * @param series which series there are
 * @param parts what is stored, by kind and by month
 * @param merges what became of parts
 * @param caches what is remembered, one entry for each cache
 * @param index what the index holds beside its parts
 * @param searches what was asked
 * @param latency how long calls take
 * @param memory where the heap goes
 * @param disk how full the disk is, and whether anything is written to it
 * @param snapshots number of snapshots there are
 * @param dataParts the parts of samples, month by month
 * @param indexTables the parts of the index, table by table, the current one first
 */
public record StorageStats(
        long uptimeNs,
        Rows rows,
        Series series,
        Parts parts,
        Merges merges,
        List<Cache> caches,
        Index index,
        Searches searches,
        Latency.Calls latency,
        Memory memory,
        Disk disk,
        int snapshots,
        List<PartInfo> dataParts,
        List<IndexDb.TableInfo> indexTables) {

    /**
     * Rows on their way in, since the storage was opened. A row is one sample with its series.
     *
     * @param added rows stored
     * @param tooOld rows refused because they were older than the retention
     * @param tooNew rows refused because they were more than two days ahead of the clock
     * @param notANumber rows refused because their value was a NaN other than the stale marker
     * @param badName rows refused because their name was empty or too long for the index
     * @param overHourly rows refused because other series had filled the hourly limit
     * @param overDaily rows refused because other series had filled the daily limit
     * @param pending rows stored that lie in no part yet, at this moment
     * @param perSecond rows stored each second, on the average since the storage was opened
     * @param perSecondLately the same of the last minute; of a longer time if neither rows nor questions came meanwhile
     */
    public record Rows(long added, long tooOld, long tooNew, long notANumber, long badName, long overHourly,
            long overDaily, long pending, double perSecond, double perSecondLately) {
        /** Rows that came, stored or not. */
        public long received() {
            return added + refused();
        }

        /** Rows that were left out, for whatever reason. */
        public long refused() {
            return tooOld + tooNew + notANumber + badName + overHourly + overDaily;
        }
    }

    /**
     * Series, which are names with labels.
     *
     * @param known series in memory, at this moment: those that got rows lately
     * @param activeToday series known to have rows of the current day of UTC, of those in memory
     * @param deleted ids of series that were deleted and are kept as such
     * @param created series that got an id since the storage was opened: they are new, or were deleted before
     * @param slowInserts how often rows of a series that was not in memory came, since the storage was opened: it was
     *     looked up in the index, or made, which takes a hundred times as long as a row otherwise
     * @param daysAsked how often rows of a series came for a day of which it was not in memory that the series is
     *     registered for it, since the storage was opened: it was looked up in the index, or registered
     * @param inHour series that got rows in this hour of the clock, and how many may; both 0 without an hourly limit
     * @param onDay series that got rows on this day of the clock, and how many may; both 0 without a daily limit
     * @param forgettings how often there were more in memory than there is room for, since the storage was opened, and
     *     those that were not in use were forgotten: often, if there is no room for those in use
     * @param loaded series that were in memory when the storage was opened, because they were saved at its close
     * @param notLoaded why those were not used; null if they were, or if there were none
     */
    public record Series(int known, long activeToday, long deleted, long created, long slowInserts, long daysAsked,
            Limited inHour, Limited onDay, int forgettings, int loaded, String notLoaded) {}

    /** How many there are, of so many that are allowed; both 0 if all are. */
    public record Limited(long current, long max) {}

    /**
     * Parts of samples and of the index.
     *
     * @param memory parts of samples that are in no file yet
     * @param small parts of samples in {@code data/small}
     * @param big parts of samples in {@code data/big}
     * @param index parts of the index, on disk and in memory; their rows are the items of the index
     * @param months the parts of samples by month, in the order of time
     */
    public record Parts(Totals memory, Totals small, Totals big, Totals index, List<Month> months) {
        /** Bytes of samples on disk for each of them, without the index; 0 if there are none. */
        public double bytesPerSample() {
            return ratio(small.bytes + big.bytes, small.rows + big.rows);
        }

        /** Bytes of samples and index on disk and in memory parts for each sample; 0 if there are none. */
        public double bytesPerSampleWithIndex() {
            Totals all = memory.plus(small).plus(big);
            return ratio(all.bytes + index.bytes, all.rows);
        }
    }

    /**
     * A month of samples.
     *
     * @param name {@code YYYY_MM}
     */
    public record Month(String name, Totals memory, Totals small, Totals big) {
        static final Month NONE = new Month("", Totals.NONE, Totals.NONE, Totals.NONE);

        Month plus(Month other) {
            return new Month(name, memory.plus(other.memory), small.plus(other.small), big.plus(other.big));
        }

        /** Its parts in memory and on disk. */
        public Totals all() {
            return memory.plus(small).plus(big);
        }
    }

    /**
     * Some parts together.
     *
     * @param count number of parts
     * @param blocks blocks in them
     * @param rows samples in them, or items of the index
     * @param bytes of their data files, or of their arrays in memory
     */
    public record Totals(int count, long blocks, long rows, long bytes) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals plus(Totals other) {
            return new Totals(count + other.count, blocks + other.blocks, rows + other.rows, bytes + other.bytes);
        }
    }

    /**
     * What became of parts, since the storage was opened, and what will.
     *
     * @param samples merges of the parts of samples
     * @param index merges of the parts of the index
     * @param rowsDeleted rows that merges left out because their series were deleted
     * @param rowsExpired rows that merges left out because they were older than the retention; months and parts that
     *     went as a whole are not counted
     * @param rowsDuplicate rows that merges left out because of the interval of deduplication
     * @param running merges of parts on disk under way at this moment
     * @param paused whether no merges begin in the background
     * @param backlogParts by how many parts on disk there would be fewer if merges went on until none is worth while;
     *     what grows for hours is more than merges can cope with
     * @param backlogBytes bytes that these merges would read, about
     * @param shortOfSpace the merges that do not begin because the disk has no room for their results, by the month or
     *     table of the index and the sort of parts
     */
    public record Merges(Work samples, Work index, long rowsDeleted, long rowsExpired, long rowsDuplicate,
            int running, boolean paused, int backlogParts, long backlogBytes, List<String> shortOfSpace) {}

    /**
     * Merges of one kind of parts.
     *
     * @param persists how often what was in memory became a part on disk
     * @param merges how often parts on disk became one
     * @param rows rows, or items of the index, read by both
     * @param bytesRead size of the parts read by both, on disk or in memory
     * @param bytesWritten size of the parts written by both
     */
    public record Work(long persists, long merges, long rows, long bytesRead, long bytesWritten) {
        static final Work NONE = new Work(0, 0, 0, 0, 0);

        Work plus(Work other) {
            return new Work(persists + other.persists, merges + other.merges, rows + other.rows,
                    bytesRead + other.bytesRead, bytesWritten + other.bytesWritten);
        }
    }

    /**
     * A cache. Requests and misses are counted since the storage was opened, the others are of this moment.
     *
     * @param type what it holds: {@code storage/indexBlocks}, {@code indexdb/indexBlocks}, {@code indexdb/dataBlocks}
     *     are decoded blocks of parts, {@code storage/tsid} the known series, which exceed their bound for moments
     * @param entries how many
     * @param bytes what they take, about
     * @param maxBytes what they may take; 0 if that is not bounded by bytes
     * @param requests look-ups
     * @param misses look-ups that found nothing
     */
    public record Cache(String type, long entries, long bytes, long maxBytes, long requests, long misses) {
        /** Look-ups that found something, of all; 0 to 1, and 1 if there were none. */
        public double hitRatio() {
            return requests == 0 ? 1 : (double) (requests - misses) / requests;
        }
    }

    /**
     * The index beside its parts.
     *
     * @param pendingItems items that lie in no part yet, at this moment
     * @param settledAgain series that were written once more since the storage was opened, because the generation of
     *     the index that they were created in is to go
     * @param nextRotationMs when the next generation of the index begins, in unix milliseconds; 0 if the storage is
     *     open for reading only
     * @param missingTsids ids met by searches that have no TSID, since the storage was opened: such series are not
     *     found. More than 0 means that rows of the index were lost
     * @param missingNames ids met by searches for which the index has no name, since the storage was opened: their
     *     samples cannot be served. More than 0 means that rows of the index were lost
     */
    public record Index(long pendingItems, long settledAgain, long nextRotationMs, long missingTsids,
            long missingNames) {}

    /**
     * Searches, since the storage was opened.
     *
     * @param done searches for samples, names or ids of series that found what they looked for, if only nothing
     * @param failed those that ended with an exception: deadline, limit, cancelled, or a broken disk
     * @param series series that results returned
     * @param samples samples that results returned, counted when they are closed
     * @param openResults results that are in use, at this moment
     */
    public record Searches(long done, long failed, long series, long samples, int openResults) {}

    /**
     * How long calls of one kind take. Distributions are those of the last five to ten minutes, off by a hundredth at
     * most; all are 0 if there were no calls. Calls that failed are not among them.
     *
     * @param count calls since the storage was opened; of those with fewer than 16 rows, one in eight is timed and
     *     stands for the others, so the last seven may be missing
     * @param totalNs nanoseconds that all of these took together, off by a hundredth at most
     * @param countLately calls of the last minutes
     * @param p50Ns half of the calls took at most so many nanoseconds; and so on
     * @param p99Ns 99 % of them
     * @param p999Ns 99.9 % of them
     * @param maxNs the longest
     */
    public record Latency(long count, long totalNs, long countLately, long p50Ns, long p90Ns, long p99Ns, long p999Ns,
            long maxNs) {
        /**
         * @param addRows {@link Storage#addRows}, whatever the size of the batch
         * @param search finding the series and opening the parts: until {@link Storage#search} returns. Reading the
         *     samples is up to the caller
         */
        public record Calls(Latency addRows, Latency search) {}
    }

    /**
     * Bytes on the heap, by what they are needed for; estimates that leave out headers of objects. Working memory of
     * merges and searches under way is not among it.
     *
     * @param pendingRows rows that lie in no part yet
     * @param buffers room for more of them, and to sort them, that is kept
     * @param memoryParts parts of samples that are in no file yet
     * @param indexMemory items of the index that are in no file yet
     * @param knownSeries names and ids of the series in memory, and their order
     * @param names hashes of all names and the latest ones, so that new ones need not be looked for
     * @param dayRegistrations which series, in memory and by id, are registered for which day
     * @param caches decoded blocks
     * @param deletedSeries ids of deleted series
     */
    public record Memory(long pendingRows, long buffers, long memoryParts, long indexMemory, long knownSeries,
            long names, long dayRegistrations, long caches, long deletedSeries) {
        /** All of them. */
        public long total() {
            return pendingRows + buffers + memoryParts + indexMemory + knownSeries + names + dayRegistrations + caches
                    + deletedSeries;
        }
    }

    /**
     * The file system that the storage lies on.
     *
     * @param usedBytes bytes of all parts on disk; parts that only snapshots still have are not among them
     * @param freeBytes bytes that are free there
     * @param reserveBytes bytes that are kept free: with less than that no rows are taken and nothing is merged
     * @param readOnlyReason why no rows are taken at the moment; null if they are
     */
    public record Disk(long usedBytes, long freeBytes, long reserveBytes, String readOnlyReason) {
        public boolean isReadOnly() {
            return readOnlyReason != null;
        }
    }

    /**
     * The cache of that type.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Cache cache(String type) {
        return caches.stream().filter(cache -> cache.type.equals(type)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no cache '" + type + "'"));
    }

    /** Bytes of all parts of samples in memory and pending rows: what a crash would lose of them. */
    public long unsavedBytes() {
        return memory.pendingRows + memory.memoryParts;
    }

    private static double ratio(long bytes, long rows) {
        return rows == 0 ? 0 : (double) bytes / rows;
    }
}
