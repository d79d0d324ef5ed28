package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.ZstdPool;
import io.laurel.data.PartInfo;
import io.laurel.indexdb.SeriesLimitException;
import io.laurel.mergeset.ItemBatch;
import io.laurel.mergeset.ItemsPreparer;
import io.laurel.mergeset.Table;
import io.laurel.mergeset.TableCaches;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a storage says of itself, after things were done whose numbers are known. */
class StorageStatsTest {
    private static final Path DB = Path.of("/db");
    private static final String NOW_TEXT = "2024-05-15T12:00:00Z";
    private static final long DAY = 86_400_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW_TEXT);
    private final long now = time.wallMs();
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();
    private final RowBatch rows = new RowBatch();

    @Test
    void aNewStorageHasDoneNothing() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            StorageStats stats = storage.stats();
            assertThat(stats.uptimeNs()).isZero();
            assertThat(stats.rows()).isEqualTo(new StorageStats.Rows(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
            assertThat(stats.series()).isEqualTo(new StorageStats.Series(0, 0, 0, 0, 0, 0,
                    new StorageStats.Limited(0, 0), new StorageStats.Limited(0, 0), 0, 0, null));
            assertThat(stats.parts().months()).isEmpty();
            assertThat(stats.parts().bytesPerSample()).isZero();
            assertThat(stats.searches()).isEqualTo(new StorageStats.Searches(0, 0, 0, 0, 0));
            assertThat(stats.caches()).extracting(StorageStats.Cache::type).containsExactly(
                    "storage/indexBlocks", "indexdb/indexBlocks", "indexdb/dataBlocks", "storage/tsid");
            assertThat(stats.disk().usedBytes()).isZero();
            assertThat(stats.disk().isReadOnly()).isFalse();
            assertThat(stats.snapshots()).isZero();
        }
    }

    @Test
    void rowsAreCountedOnTheirWayToTheDisk() throws IOException {
        try (Storage storage = Storage.open(DB, options.withRetention(Duration.ofDays(100)))) {
            add(storage, now, 10);
            add(storage, now - 30 * DAY, 10);
            StorageStats pending = storage.stats();
            assertThat(pending.rows().added()).isEqualTo(20);
            assertThat(pending.rows().pending()).isEqualTo(20);
            assertThat(pending.memory().pendingRows()).isEqualTo(400);
            assertThat(pending.unsavedBytes()).isEqualTo(400);
            assertThat(pending.memory().buffers()).as("room for 64 rows of each month").isEqualTo(2 * 64 * 20 - 400);
            assertThat(pending.disk().usedBytes()).isZero();
            assertThat(pending.series().slowInserts()).isEqualTo(10);
            assertThat(pending.series().daysAsked()).as("the second day").isEqualTo(10);
            assertThat(pending.series().activeToday()).isEqualTo(10);
            assertThat(pending.series().known()).isEqualTo(10);
            assertThat(pending.series().created()).isEqualTo(10);
            assertThat(pending.index().pendingItems()).isPositive();

            Contents.of(storage, TagFilters.metric("m"));
            StorageStats frozen = storage.stats();
            assertThat(frozen.rows().pending()).isZero();
            assertThat(frozen.parts().memory().rows()).isEqualTo(20);
            assertThat(frozen.parts().memory().count()).isEqualTo(2);
            assertThat(frozen.memory().memoryParts()).isEqualTo(frozen.parts().memory().bytes()).isPositive();

            storage.flush();
            StorageStats stored = storage.stats();
            assertThat(stored.parts().memory()).isEqualTo(StorageStats.Totals.NONE);
            assertThat(stored.parts().small().rows()).isEqualTo(20);
            assertThat(stored.parts().small().blocks()).isEqualTo(20);
            assertThat(stored.parts().big()).isEqualTo(StorageStats.Totals.NONE);
            assertThat(stored.parts().months()).extracting(StorageStats.Month::name)
                    .containsExactly("2024_04", "2024_05");
            assertThat(stored.parts().months()).extracting(month -> month.all().rows()).containsExactly(10L, 10L);
            assertThat(stored.parts().index().rows()).isPositive();
            assertThat(stored.disk().usedBytes()).isEqualTo(
                    stored.parts().small().bytes() + stored.parts().index().bytes());
            assertThat(stored.parts().bytesPerSample()).isEqualTo(stored.parts().small().bytes() / 20.0);
            assertThat(stored.parts().bytesPerSampleWithIndex()).isEqualTo(stored.disk().usedBytes() / 20.0);
            assertThat(stored.merges().samples().persists()).isEqualTo(2);
            assertThat(stored.merges().samples().rows()).isEqualTo(20);
            assertThat(stored.merges().index().persists()).isEqualTo(1);
        }
    }

    @Test
    void refusedRowsAreCountedByTheirReason() throws IOException {
        try (Storage storage = Storage.open(DB, options.withRetention(Duration.ofDays(100)))) {
            rows.series("m").add(now - 101 * DAY, 1).add(now + 3 * DAY, 1).add(now, Double.NaN).add(now, 1);
            String[] labels = new String[10];
            for (int i = 0; i < labels.length; i += 2) {
                labels[i] = "label" + i;
                labels[i + 1] = "v".repeat(16_000);
            }
            rows.series("too_long_for_the_index", labels).add(now, 1);
            storage.addRows(rows);
            StorageStats.Rows counted = storage.stats().rows();
            assertThat(counted.added()).isEqualTo(1);
            assertThat(counted.tooOld()).isEqualTo(1);
            assertThat(counted.tooNew()).isEqualTo(1);
            assertThat(counted.notANumber()).isEqualTo(1);
            assertThat(counted.badName()).isEqualTo(1);
            assertThat(counted.refused()).isEqualTo(4);
            assertThat(counted.received()).isEqualTo(5);
        }
    }

    @Test
    void limitsTellHowFarTheyAreUsed() throws IOException {
        try (Storage storage = Storage.open(DB, options.withMaxHourlySeries(3).withMaxDailySeries(20))) {
            add(storage, now, 10);
            StorageStats stats = storage.stats();
            assertThat(stats.rows().overHourly()).isEqualTo(7);
            assertThat(stats.rows().received()).isEqualTo(10);
            assertThat(stats.series().inHour()).isEqualTo(new StorageStats.Limited(3, 3));
            assertThat(stats.series().onDay()).isEqualTo(new StorageStats.Limited(3, 20));
        }
    }

    @Test
    void rowsPerSecondAreThoseOfTheWholeTimeAndOfTheLastMinute() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            for (int i = 0; i < 20; i++) {
                time.advance(Duration.ofSeconds(6));
                add(storage, now + i, i < 10 ? 60 : 6);
            }
            StorageStats stats = storage.stats();
            assertThat(stats.uptimeNs()).isEqualTo(Duration.ofSeconds(120).toNanos());
            assertThat(stats.rows().perSecond()).isEqualTo(660 / 120.0);
            assertThat(stats.rows().perSecondLately()).isEqualTo(1);
        }
    }

    @Test
    void searchesAndWhatTheyReturnAreCounted() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, now, 10);
            add(storage, now + 1, 10);
            SearchRequest request = SearchRequest.of(TagFilters.metric("m"), TimeRange.ofMillis(now, now + 10));
            try (SearchResult found = storage.search(request); SearchResult fork = found.fork()) {
                assertThat(storage.stats().searches().openResults()).isEqualTo(1);
                for (int i = 0; i < 5; i++) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.samples().size()).isEqualTo(2);
                }
                while (fork.next()) {
                    fork.samples();
                    fork.samples();
                }
            }
            assertThat(storage.searchSeries(request).size()).isEqualTo(10);
            assertThat(storage.seriesIds(request)).hasSize(10);
            assertThatExceptionOfType(SeriesLimitException.class)
                    .isThrownBy(() -> storage.search(request.withMaxSeries(3)));

            StorageStats stats = storage.stats();
            assertThat(stats.searches()).isEqualTo(new StorageStats.Searches(3, 1, 10, 20, 0));
            assertThat(stats.latency().search().count()).isEqualTo(3);
            assertThat(stats.index().missingNames()).isZero();
        }
    }

    @Test
    void callsThatAddRowsAreTimedSmallOnesOneInEight() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, now, 100);
            add(storage, now + 1, 100);
            assertThat(storage.stats().latency().addRows().count()).isEqualTo(2);
            for (int i = 0; i < 16; i++) {
                add(storage, now + i, 1);
            }
            assertThat(storage.stats().latency().addRows().count()).isEqualTo(18);
        }
    }

    @Test
    void idsWithoutANameAreCounted() throws IOException {
        String table;
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, now, 1);
            table = storage.stats().indexTables().get(0).name();
        }
        ItemBatch rows = new ItemBatch();
        for (String row : List.of("016b01760100000000000000aa", "0200000000000000aa" + "00".repeat(23) + "aa")) {
            // Tag k="v" has id aa, which has a TSID, and no row with its name
            byte[] bytes = HexFormat.of().parseHex(row);
            rows.add(bytes, 0, bytes.length);
        }
        MergeControl merges = MergeControl.unlimited(disk, DB, time, done -> { });
        try (Table index = Table.open(DB.resolve("indexdb").resolve(table), new Table.Context(disk, time,
                new ZstdPool(), new TableCaches(1 << 20), ItemsPreparer.none(), new SwapGate(), merges))) {
            index.addItems(rows);
        }
        try (Storage storage = Storage.open(DB, options)) {
            try (SearchResult found = storage.search(TagFilters.all().equal("k", "v"), TimeRange.all())) {
                assertThat(found.partial()).isTrue();
                assertThat(found.next()).isFalse();
            }
            assertThat(storage.stats().index().missingNames()).isEqualTo(1);
            assertThat(storage.stats().index().missingTsids()).isZero();
        }
    }

    @Test
    void mergesSayWhatTheyLeftOut() throws IOException {
        StorageOptions thinned = options.withRetention(Duration.ofDays(100)).withDedupInterval(Duration.ofSeconds(10));
        try (Storage storage = Storage.open(DB, thinned)) {
            add(storage, now, 10);
            storage.flush();
            add(storage, now - 5000, 10);
            storage.flush();
            assertThat(storage.deleteSeries(List.of(TagFilters.metric("m").equal("i", "0")))).isEqualTo(1);
            storage.forceMerge();

            StorageStats stats = storage.stats();
            assertThat(stats.merges().samples().merges()).isEqualTo(1);
            assertThat(stats.merges().rowsDeleted()).isEqualTo(2);
            assertThat(stats.merges().rowsExpired()).isZero();
            assertThat(stats.merges().rowsDuplicate()).isEqualTo(9);
            assertThat(stats.merges().samples().bytesWritten()).isPositive();
            assertThat(stats.merges().index().merges()).isPositive();
            assertThat(stats.series().deleted()).isEqualTo(1);
            assertThat(stats.memory().deletedSeries()).isPositive();
            assertThat(stats.parts().small().rows()).isEqualTo(9);
        }
    }

    @Test
    void mergesThatAreDueAreToldUntilTheyAreDone() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            for (int i = 0; i < 15; i++) {
                add(storage, now + i, 10);
                storage.flush();
            }
            StorageStats before = storage.stats();
            assertThat(before.parts().small().count()).isEqualTo(15);
            assertThat(before.merges().backlogParts()).isGreaterThanOrEqualTo(14);
            assertThat(before.merges().backlogBytes()).isGreaterThanOrEqualTo(before.parts().small().bytes());
            assertThat(before.merges().running()).isZero();

            storage.pauseMerges();
            storage.runDuties();
            assertThat(storage.stats().merges().paused()).isTrue();
            assertThat(storage.stats().parts().small().count()).isEqualTo(15);

            storage.resumeMerges();
            storage.runDuties();
            StorageStats after = storage.stats();
            assertThat(after.merges().paused()).isFalse();
            assertThat(after.merges().backlogParts()).isZero();
            assertThat(after.merges().backlogBytes()).isZero();
            assertThat(after.merges().samples().merges()).isEqualTo(1);
            assertThat(after.merges().samples().bytesWritten()).isPositive();
            assertThat(after.merges().running()).isZero();
        }
    }

    @Test
    void theNextRotationOfTheIndexIsTold() throws IOException {
        StorageOptions fortnight = options.withRetention(Duration.ofDays(14));
        long next;
        try (Storage storage = Storage.open(DB, fortnight)) {
            next = storage.stats().index().nextRotationMs();
            assertThat(next).isBetween(now + 1, now + 14 * DAY);
            assertThat(next % DAY).as("at 4:00").isEqualTo(4 * DAY / 24);
            assertThat(storage.stats().index().settledAgain()).isZero();
            String table = storage.stats().indexTables().get(0).name();

            time.advance(Duration.ofMillis(next - now + 1000));
            assertThat(storage.stats().index().nextRotationMs()).as("it is due").isEqualTo(time.wallMs());
            storage.runDuties();
            assertThat(storage.stats().indexTables().get(0).name()).isNotEqualTo(table);
            assertThat(storage.stats().index().nextRotationMs()).isEqualTo(next + 14 * DAY);
        }
        try (Storage reader = Storage.openReadOnly(DB, fortnight)) {
            assertThat(reader.stats().index().nextRotationMs()).isZero();
        }
    }

    @Test
    void theReserveAndWhatLacksSpaceIsTold() throws IOException {
        try (Storage storage = Storage.open(DB, options.withFreeSpaceReserve(1000))) {
            assertThat(storage.stats().disk().reserveBytes()).isEqualTo(1000);
            assertThat(storage.stats().disk().freeBytes()).isGreaterThan(1000);
            assertThat(storage.stats().merges().shortOfSpace()).isEmpty();
        }
    }

    @Test
    void cachesTellHowOftenTheyHelped() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, now, 10);
            add(storage, now + 1, 10);
            StorageStats.Cache known = cache(storage, "storage/tsid");
            assertThat(known.entries()).isEqualTo(10);
            assertThat(known.requests()).isEqualTo(20);
            assertThat(known.misses()).isEqualTo(10);
            assertThat(known.hitRatio()).isEqualTo(0.5);
            assertThat(known.bytes()).isPositive();

            storage.flush();
            Contents.of(storage, TagFilters.metric("m"));
            Contents.of(storage, TagFilters.metric("m"));
            StorageStats.Cache blocks = cache(storage, "storage/indexBlocks");
            assertThat(blocks.entries()).isEqualTo(1);
            assertThat(blocks.misses()).isPositive();
            assertThat(blocks.requests()).isGreaterThan(blocks.misses());
            assertThat(blocks.bytes()).isBetween(1L, blocks.maxBytes());
            StorageStats.Memory memory = storage.stats().memory();
            assertThat(memory.caches()).isPositive();
            assertThat(memory.total()).isGreaterThan(memory.caches() + memory.knownSeries());
        }
    }

    @Test
    void itSaysWhyNothingIsWritten() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, now, 10);
            storage.createSnapshot();
            assertThat(storage.stats().snapshots()).isEqualTo(1);
        }
        try (Storage reader = Storage.openReadOnly(DB, options)) {
            StorageStats stats = reader.stats();
            assertThat(stats.disk().isReadOnly()).isTrue();
            assertThat(stats.disk().readOnlyReason()).isEqualTo("opened read-only");
            assertThat(stats.dataParts()).extracting(PartInfo::rows).containsExactly(10L);
        }
    }

    private static StorageStats.Cache cache(Storage storage, String type) throws IOException {
        return storage.stats().cache(type);
    }

    private void add(Storage storage, long timestampMs, int series) throws IOException {
        rows.clear();
        for (int i = 0; i < series; i++) {
            rows.series("m", "i", Integer.toString(i)).add(timestampMs, i);
        }
        storage.addRows(rows);
    }
}
