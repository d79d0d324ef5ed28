package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.data.PartInfo;
import io.laurel.indexdb.SeriesLimitException;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the flight recorder has of a storage. */
class StorageEventsTest {
    private final ManualTime time = new ManualTime();
    private final StorageOptions options = StorageOptions.defaults().withDisk(new MemoryDisk()).withTime(time)
            .withManualHousekeeping();

    @TempDir
    private Path folder;

    @Test
    void flushesAreRecorded() throws IOException {
        try (Storage storage = open(); Recording recording = record("io.laurel.Flush")) {
            add(storage, 10);
            storage.flush();
            List<RecordedEvent> events = events(recording, "io.laurel.Flush");
            assertThat(events).extracting(event -> event.getString("content")).containsExactly("index", "samples");
            RecordedEvent samples = events.get(1);
            PartInfo part = storage.stats().dataParts().get(0);
            assertThat(samples.getString("table")).isEqualTo(part.month());
            assertThat(samples.getString("result")).isEqualTo(part.path().getFileName().toString());
            assertThat(samples.getInt("parts")).isEqualTo(1);
            assertThat(samples.getLong("rows")).isEqualTo(10);
            assertThat(samples.getLong("bytesIn")).isPositive();
            assertThat(samples.getLong("bytesOut")).isEqualTo(part.sizeBytes());
            assertThat(samples.getDuration()).isPositive();
            assertThat(samples.getEventType().getCategoryNames()).containsExactly("Laurel");
        }
    }

    @Test
    void mergesAreRecorded() throws IOException {
        try (Storage storage = open(); Recording recording = record("io.laurel.Merge")) {
            add(storage, 10);
            storage.flush();
            time.advance(Duration.ofSeconds(1));
            add(storage, 10);
            storage.flush();
            long bytes = storage.stats().parts().small().bytes();
            storage.deleteSeries(List.of(TagFilters.metric("m").equal("i", "3")));
            storage.forceMerge();
            RecordedEvent merge = events(recording, "io.laurel.Merge").stream()
                    .filter(event -> event.getString("content").equals("samples")).findFirst().orElseThrow();
            PartInfo part = storage.stats().dataParts().get(0);
            assertThat(merge.getString("table")).isEqualTo(part.month());
            assertThat(merge.getBoolean("forced")).isTrue();
            assertThat(merge.getString("result")).isEqualTo(part.path().getFileName().toString());
            assertThat(merge.getInt("parts")).isEqualTo(2);
            assertThat(merge.getLong("rowsIn")).isEqualTo(20);
            assertThat(merge.getLong("rowsOut")).isEqualTo(18);
            assertThat(merge.getLong("rowsDeleted")).isEqualTo(2);
            assertThat(merge.getLong("rowsExpired")).isZero();
            assertThat(merge.getLong("bytesIn")).isEqualTo(bytes);
            assertThat(merge.getLong("bytesOut")).isEqualTo(part.sizeBytes());
        }
    }

    @Test
    void searchesAreRecordedWhenTheirResultIsClosed() throws IOException {
        try (Storage storage = open(); Recording recording = record("io.laurel.Search")) {
            add(storage, 10);
            SearchRequest request = SearchRequest.of(TagFilters.metric("m"), TimeRange.all());
            try (SearchResult found = storage.search(request)) {
                time.advance(Duration.ofSeconds(3));
                for (int i = 0; i < 4; i++) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.samples().size()).isEqualTo(1);
                }
            }
            storage.searchSeries(request);
            storage.seriesIds(request);
            assertThatExceptionOfType(SeriesLimitException.class)
                    .isThrownBy(() -> storage.search(request.withMaxSeries(3)));

            List<RecordedEvent> events = events(recording, "io.laurel.Search");
            assertThat(events).extracting(event -> event.getString("wanted"))
                    .containsExactly("samples", "names", "ids", "samples");
            assertThat(events).extracting(event -> event.getBoolean("found"))
                    .containsExactly(true, true, true, false);
            assertThat(events).extracting(event -> event.getLong("series")).containsExactly(10L, 10L, 10L, 0L);
            RecordedEvent read = events.get(0);
            assertThat(read.getString("filters")).contains("\"m\"");
            assertThat(read.getLong("seriesReturned")).isEqualTo(4);
            assertThat(read.getLong("samplesReturned")).isEqualTo(4);
            assertThat(read.getDuration("findNs")).isZero();
        }
    }

    @Test
    void rotationsAreRecorded() throws IOException {
        try (Storage storage = open(); Recording recording = record("io.laurel.Rotation")) {
            add(storage, 10);
            String before = storage.stats().indexTables().get(0).name();
            storage.rotateIndex();
            List<RecordedEvent> events = events(recording, "io.laurel.Rotation");
            assertThat(events).hasSize(1);
            assertThat(events.get(0).getString("previous")).isEqualTo(before);
            assertThat(events.get(0).getString("current")).isEqualTo(storage.stats().indexTables().get(0).name());
            assertThat(events.get(0).getLong("series")).isEqualTo(storage.stats().index().settledAgain());
            assertThat(events.get(0).getDuration()).isPositive();
        }
    }

    @Test
    void nothingIsRecordedThatNobodyWants() throws IOException {
        try (Storage storage = open(); Recording recording = new Recording()) {
            recording.disable("io.laurel.Flush");
            recording.start();
            add(storage, 10);
            storage.flush();
            storage.search(TagFilters.all(), TimeRange.all()).close();
            long start = System.nanoTime();
            try (SearchResult found = storage.search(TagFilters.all(), TimeRange.all())) {
                assertThat(found.next()).isTrue();
                // Until it has taken a millisecond
                while (System.nanoTime() - start < 2_000_000) {
                    Thread.onSpinWait();
                }
            }
            assertThat(events(recording, "io.laurel.Flush")).isEmpty();
            assertThat(events(recording, "io.laurel.Search")).as("short ones are left out")
                    .allMatch(event -> event.getDuration().toNanos() >= 1_000_000)
                    .anyMatch(event -> event.getLong("seriesReturned") == 1);
        }
    }

    private Storage open() throws IOException {
        return Storage.open(Path.of("/db"), options);
    }

    private static Recording record(String event) {
        Recording recording = new Recording();
        recording.enable(event).withoutThreshold();
        recording.start();
        return recording;
    }

    private List<RecordedEvent> events(Recording recording, String name) throws IOException {
        if (recording.getState() == RecordingState.RUNNING) {
            recording.stop();
        }
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name)).toList();
    }

    private void add(Storage storage, int series) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = 0; i < series; i++) {
            rows.series("m", "i", Integer.toString(i)).add(time.wallMs(), i);
        }
        storage.addRows(rows);
    }
}
