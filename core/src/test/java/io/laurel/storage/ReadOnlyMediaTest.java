package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.TracingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A storage that is opened for reading only changes nothing on its disk and locks nothing, whatever it is asked. */
class ReadOnlyMediaTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_714_521_600_000L;
    private static final TagFilters ALL = TagFilters.all();

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW);
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();

    @Test
    void nothingIsWrittenInPlaceNorInASnapshotNorBesideAWriter() throws IOException {
        RowBatch rows = new RowBatch();
        Map<String, List<String>> content;
        Path snapshot;
        try (Storage storage = Storage.open(DB, options)) {
            for (int i = 0; i < 100; i++) {
                rows.series("up", "host", "h" + i % 7).add(NOW - 40L * i * 86_400_000, i);
            }
            storage.addRows(rows);
            storage.flush();
            storage.addRows(rows);
            storage.deleteSeries(TagFilters.metric("up").equal("host", "h3"));
            snapshot = DB.resolve("snapshots").resolve(storage.createSnapshot().name());
            content = Contents.of(storage, ALL);
        }
        readEverything(DB, content);
        readEverything(snapshot, content);
        try (Storage writer = Storage.open(DB, options)) {
            rows.clear();
            rows.series("pending").add(NOW, 1);
            writer.addRows(rows);
            readEverything(DB, content);
        }
        readEverything(snapshot, content);
        disk.assertNothingOpen();
    }

    private void readEverything(Path directory, Map<String, List<String>> content) throws IOException {
        TracingDisk traced = new TracingDisk(disk, directory);
        StorageOptions strict = options.withDisk(traced).withRetention(Duration.ofDays(30));
        try (Storage storage = Storage.openReadOnly(directory, strict)) {
            assertThat(Contents.of(storage, ALL)).as("of all times: no retention is applied").isEqualTo(content);
            assertThat(storage.searchSeries(SearchRequest.of(ALL, TimeRange.all())).size()).isEqualTo(content.size());
            assertThat(storage.labelNames(TimeRange.all())).containsExactly("__name__", "host");
            assertThat(storage.labelValues("host", TimeRange.all())).hasSize(content.size());
            assertThat(storage.seriesCount()).isEqualTo(content.size());
            assertThat(storage.cardinality(CardinalityRequest.allTime()).series()).isEqualTo(content.size());
            assertThat(storage.countSeriesToDelete(ALL)).isEqualTo(content.size());
            assertThat(storage.stats().dataParts()).isNotEmpty();
            assertThat(storage.mergePlan(MergeRequest.all()).tables()).isNotEmpty();
            assertThat(storage.snapshots()).hasSizeLessThan(2);
            time.advance(Duration.ofDays(40));
        }
        assertThat(traced.lines().stream().filter(line -> !line.startsWith("close "))).isEmpty();
    }
}
