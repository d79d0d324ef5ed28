package io.laurel.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.RowBatch;
import io.laurel.storage.SearchResult;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StorageMetricsTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void metersShowWhatTheStatisticsSay() throws IOException {
        try (Storage storage = open("/db")) {
            bind(storage, Tags.of("store", "main"));
            add(storage, 30);
            try (SearchResult found = storage.search(TagFilters.all(), TimeRange.all())) {
                while (found.next()) {
                    found.samples();
                }
            }
            storage.flush();
            time.advance(Duration.ofSeconds(10));

            assertThat(counter("laurel.rows.added")).isEqualTo(30);
            assertThat(counter("laurel.rows.refused", "reason", "not_a_number")).isEqualTo(1);
            assertThat(counter("laurel.rows.refused", "reason", "too_old")).isZero();
            assertThat(counter("laurel.searches.samples")).isEqualTo(30);
            assertThat(counter("laurel.persists", "kind", "samples")).isEqualTo(1);
            assertThat(counter("laurel.cache.misses", "type", "storage/tsid")).isEqualTo(30);
            assertThat(gauge("laurel.rows.rate")).isCloseTo(3, within(0.01));
            assertThat(gauge("laurel.series.known")).isEqualTo(30);
            assertThat(gauge("laurel.parts", "kind", "small")).isEqualTo(1);
            assertThat(gauge("laurel.parts.rows", "kind", "small")).isEqualTo(30);
            assertThat(gauge("laurel.month.parts.max")).isEqualTo(1);
            assertThat(gauge("laurel.sample.size")).isPositive();
            assertThat(gauge("laurel.memory", "area", "known_series")).isPositive();
            assertThat(gauge("laurel.disk.used")).isPositive();
            assertThat(gauge("laurel.read.only")).isZero();
            assertThat(gauge("laurel.uptime")).isEqualTo(10);
            assertThat(registry.get("laurel.add.rows").functionTimer().count()).isEqualTo(1);
            assertThat(registry.get("laurel.search").functionTimer().count()).isEqualTo(1);
            assertThat(gauge("laurel.search.latency", "quantile", "0.99")).isNotNegative();
        }
    }

    @Test
    void everyMeterSaysWhatItIsAndWhose() throws IOException {
        try (Storage storage = open("/db"); Storage other = open("/other")) {
            bind(storage, Tags.of("store", "main"));
            int count = registry.getMeters().size();
            assertThat(count).isGreaterThan(80);
            assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> {
                assertThat(id.getName()).matches("laurel(\\.[a-z]+)+");
                assertThat(id.getDescription()).isNotBlank();
                assertThat(id.getTag("store")).isEqualTo("main");
            });
            add(storage, 5);
            add(other, 7);
            bind(other, Tags.of("store", "other"));
            assertThat(registry.getMeters()).hasSize(2 * count);
            time.advance(Duration.ofSeconds(1));
            assertThat(counter("laurel.rows.added", "store", "main")).isEqualTo(5);
            assertThat(counter("laurel.rows.added", "store", "other")).isEqualTo(7);
        }
    }

    @Test
    void theStorageIsAskedOnceASecond() throws IOException {
        try (Storage storage = open("/db")) {
            bind(storage, Tags.empty());
            add(storage, 5);
            assertThat(counter("laurel.rows.added")).as("as it was a moment ago").isZero();
            time.advance(Duration.ofMillis(999));
            assertThat(gauge("laurel.series.known")).isZero();
            time.advance(Duration.ofMillis(1));
            assertThat(gauge("laurel.series.known")).isEqualTo(5);
            assertThat(counter("laurel.rows.added")).isEqualTo(5);
        }
    }

    @Test
    void aClosedStorageHarmsNoScrape() throws IOException {
        Storage storage = open("/db");
        bind(storage, Tags.empty());
        add(storage, 5);
        time.advance(Duration.ofSeconds(2));
        assertThat(counter("laurel.rows.added")).isEqualTo(5);
        storage.close();
        time.advance(Duration.ofSeconds(2));
        assertThat(registry.getMeters()).allSatisfy(meter -> assertThat(meter.measure()).isNotEmpty());
        assertThat(counter("laurel.rows.added")).isEqualTo(5);
        assertThat(gauge("laurel.series.known")).isNaN();
        bind(storage, Tags.of("when", "too late"));
        assertThat(counter("laurel.rows.added", "when", "too late")).isZero();
    }

    @Test
    void metersKeepNoStorageAlive() throws IOException, InterruptedException {
        WeakReference<Storage> gone = new WeakReference<>(boundAndClosed());
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(gone.get()).isNull();
        assertThat(counter("laurel.rows.added")).isEqualTo(5);
        assertThat(gauge("laurel.series.known")).isNaN();
    }

    private Storage boundAndClosed() throws IOException {
        try (Storage storage = open("/db")) {
            bind(storage, Tags.empty());
            add(storage, 5);
            time.advance(Duration.ofSeconds(2));
            assertThat(counter("laurel.rows.added")).isEqualTo(5);
            return storage;
        }
    }

    private Storage open(String path) throws IOException {
        return Storage.open(Path.of(path),
                StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping());
    }

    private void bind(Storage storage, Tags tags) {
        new StorageMetrics(storage, tags, time).bindTo(registry);
    }

    private void add(Storage storage, int series) throws IOException {
        RowBatch rows = new RowBatch();
        for (int i = 0; i < series; i++) {
            rows.series("m", "i", Integer.toString(i)).add(time.wallMs(), i);
        }
        rows.add(time.wallMs(), Double.NaN);
        storage.addRows(rows);
    }

    private double counter(String name, String... tags) {
        FunctionCounter counter = registry.get(name).tags(tags).functionCounter();
        return counter.count();
    }

    private double gauge(String name, String... tags) {
        Gauge gauge = registry.get(name).tags(tags).gauge();
        return gauge.value();
    }
}
