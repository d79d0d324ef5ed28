package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class DedupTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_714_521_600_000L;
    private static final String SERIES = "m{}";

    private final MemoryDisk disk = new MemoryDisk();
    private final StorageOptions options = StorageOptions.defaults().withDisk(disk).withTime(new ManualTime(NOW))
            .withManualHousekeeping();
    private final StorageOptions perSecond = options.withDedupInterval(Duration.ofSeconds(1));

    @Test
    void oneSamplePerIntervalBeforeAndAfterMergesAndReopening() throws IOException {
        Map<String, List<String>> thinned = Map.of(SERIES,
                List.of(NOW + " 2.0", NOW + 1000 + " 5.0", NOW + 1900 + " 6.0"));
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, 0, 1);
            add(storage, 0, 2);
            add(storage, 900, 3);
            add(storage, 1000, 5);
            add(storage, 1000, 4);
            add(storage, 1900, 6);
            assertThat(Contents.of(storage, TagFilters.all()).get(SERIES)).as("off").hasSize(6);
        }
        try (Storage storage = Storage.open(DB, perSecond)) {
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(thinned);
            assertRangeEndsInAnInterval(storage);
            storage.forceMerge();
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(thinned);
            assertRangeEndsInAnInterval(storage);
        }
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            assertThat(Contents.of(storage, TagFilters.all())).as("merges dropped the rest").isEqualTo(thinned);
        }
        disk.assertNothingOpen();
    }

    /** The sample at 1000 hides the one at 900 even from those who do not see it. */
    private static void assertRangeEndsInAnInterval(Storage storage) throws IOException {
        try (SearchResult found = storage.search(TagFilters.all(), TimeRange.ofMillis(NOW, NOW + 950))) {
            assertThat(found.next()).isTrue();
            assertThat(Contents.lines(found.samples())).containsExactly(NOW + " 2.0");
        }
    }

    @Test
    void anIntervalIsAWholeNumberOfMilliseconds() {
        assertThatIllegalArgumentException().isThrownBy(() -> options.withDedupInterval(Duration.ofNanos(1_500_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withDedupInterval(Duration.ofMillis(-1)));
    }

    private static void add(Storage storage, long afterMs, double value) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m").add(NOW + afterMs, value);
        storage.addRows(rows);
        storage.flush();
    }
}
