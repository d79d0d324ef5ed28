package io.laurel.storage;

import io.laurel.data.PartInfo;
import io.laurel.indexdb.IndexDb;
import java.util.List;

/**
 * How a storage is doing.
 *
 * @param rowsAdded rows stored since it was opened
 * @param rowsTooOld rows refused because they were older than the retention
 * @param rowsTooNew rows refused because they were more than two days ahead of the clock
 * @param rowsNotANumber rows refused because their value was a NaN other than the stale marker
 * @param rowsBadName rows refused because their name was empty or too long for the index
 * @param rowsOverHourlyLimit rows refused because other series had filled the hourly limit
 * @param rowsOverDailyLimit rows refused because other series had filled the daily limit
 * @param seriesSeen series that got rows since it was opened
 * @param memoryBytes samples that are in no file yet, as they lie in memory
 * @param dataParts the parts of samples, month by month
 * @param indexTables the parts of the index, table by table
 */
public record StorageStats(
        long rowsAdded,
        long rowsTooOld,
        long rowsTooNew,
        long rowsNotANumber,
        long rowsBadName,
        long rowsOverHourlyLimit,
        long rowsOverDailyLimit,
        int seriesSeen,
        long memoryBytes,
        List<PartInfo> dataParts,
        List<IndexDb.TableInfo> indexTables) {}
