package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two storages of one process, with the same names and times in them, do not know of each other. */
class TwoStoragesTest {
    private static final long NOW = 1_714_521_600_000L;
    private static final TagFilters ALL = TagFilters.all();
    private static final Map<String, List<String>> ONE = Map.of("m{host=\"a\"}", List.of(NOW + 100 + " 1.0"));
    private static final Map<String, List<String>> BOTH = Map.of("m{host=\"a\"}", List.of(NOW + 100 + " 1.0", NOW + 900 + " 2.0"));

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime oneTime = new ManualTime(NOW);
    private final ManualTime otherTime = new ManualTime(NOW);
    private final StorageOptions ofOne = StorageOptions.defaults().withDisk(disk).withTime(oneTime)
            .withManualHousekeeping().withRetention(Duration.ofDays(2));
    private final StorageOptions ofOther = StorageOptions.defaults().withDisk(disk).withTime(otherTime)
            .withManualHousekeeping().withDedupInterval(Duration.ofSeconds(1)).withCacheBytes(1 << 20);

    @Test
    void haveTheirOwnRowsOptionsAndClocks() throws IOException {
        try (Storage one = Storage.open(Path.of("/one"), ofOne); Storage other = Storage.open(Path.of("/other"), ofOther)) {
            add(one);
            assertThat(Contents.of(other, ALL)).isEmpty();
            assertThat(other.seriesCount()).isZero();
            add(other);
            assertThat(Contents.of(one, ALL)).isEqualTo(BOTH);
            assertThat(Contents.of(other, ALL)).as("deduplicated").isEqualTo(Map.of("m{host=\"a\"}", List.of(NOW + 900 + " 2.0")));
            other.forceMerge();
            one.flush();
            assertThat(Contents.of(one, ALL)).isEqualTo(BOTH);

            oneTime.advance(Duration.ofDays(3));
            one.runDuties();
            assertThat(Contents.of(one, ALL)).as("expired").isEmpty();
            assertThat(Contents.of(other, ALL)).hasSize(1);
            assertThat(one.stats().rows().added()).isEqualTo(2);
            assertThat(other.stats().rows().added()).isEqualTo(2);
        }
        disk.assertNothingOpen();
    }

    @Test
    void deletingClosingAndFailingAreForOne() throws IOException {
        Storage other = Storage.open(Path.of("/other"), ofOther);
        try (Storage one = Storage.open(Path.of("/one"), ofOne)) {
            one.addRows(new RowBatch().series("m", "host", "a").add(NOW + 100, 1));
            add(other);
            assertThat(other.deleteSeries(List.of(ALL))).isEqualTo(1);
            assertThat(Contents.of(other, ALL)).isEmpty();
            assertThat(Contents.of(one, ALL)).isEqualTo(ONE);
            assertThat(one.labelValues("host", TimeRange.all())).containsExactly("a");

            Snapshot snapshot = one.createSnapshot();
            assertThat(other.snapshots()).isEmpty();
            try (SearchResult found = one.search(ALL, TimeRange.all())) {
                other.close();
                assertThat(found.next()).isTrue();
                assertThat(found.samples().size()).isEqualTo(1);
            }
            assertThat(Contents.of(one, ALL)).isEqualTo(ONE);
            try (Storage reader = Storage.openReadOnly(snapshot.path(), ofOther)) {
                assertThat(Contents.of(reader, ALL)).isEqualTo(ONE);
            }
        }
        try (Storage again = Storage.open(Path.of("/other"), ofOther)) {
            assertThat(Contents.of(again, ALL)).isEmpty();
        }
        disk.assertNothingOpen();
    }

    private static void add(Storage storage) throws IOException {
        RowBatch rows = new RowBatch().series("m", "host", "a").add(NOW + 100, 1).add(NOW + 900, 2);
        assertThat(storage.addRows(rows)).isEqualTo(2);
    }
}
