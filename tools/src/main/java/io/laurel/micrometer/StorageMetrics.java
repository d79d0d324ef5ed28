package io.laurel.micrometer;

import io.laurel.env.TimeSource;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageStats;
import io.laurel.storage.StorageStats.Latency;
import io.laurel.storage.StorageStats.Totals;
import io.laurel.storage.StorageStats.Work;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The numbers of {@link StorageStats} as meters of Micrometer, all named {@code laurel.}: counters for what is counted
 * since the storage was opened, gauges for what is so at the moment, timers for calls.
 *
 * <pre>{@code
 * new StorageMetrics(storage, Tags.of("store", "main")).bindTo(registry);
 * }</pre>
 *
 * <p>The storage is asked at most once a second, however many meters there are. Meters do not keep it alive; when it is
 * closed, gauges have no value any more (NaN), and counters keep their last one. A storage that is opened anew needs
 * meters of its own: remove the old ones from the registry, or give it another tag.
 */
public final class StorageMetrics implements MeterBinder {
    private static final String BYTES = "bytes";
    private static final String ROWS = "rows";
    private static final String SERIES = "series";

    private final WeakReference<Storage> storage;
    private final LatestStats latest;
    private final Tags tags;

    public StorageMetrics(Storage storage) {
        this(storage, List.of());
    }

    /** @param tags of all meters: they tell the storages of one program apart */
    public StorageMetrics(Storage storage, Iterable<Tag> tags) {
        this(storage, tags, TimeSource.system());
    }

    StorageMetrics(Storage storage, Iterable<Tag> tags, TimeSource time) {
        this.storage = new WeakReference<>(storage);
        this.latest = new LatestStats(time);
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Storage watched = storage.get();
        if (watched == null) {
            return;
        }
        Meters meters = new Meters(registry, watched);
        rows(meters);
        series(meters);
        parts(meters);
        merges(meters);
        caches(meters);
        searches(meters);
        latencies(meters);
        state(meters);
    }

    private static void rows(Meters meters) {
        meters.counter("rows.added", ROWS, "Rows stored", stats -> stats.rows().added());
        meters.counters("rows.refused", ROWS, "Rows that were left out", "reason", Map.of(
                "too_old", stats -> stats.rows().tooOld(),
                "too_new", stats -> stats.rows().tooNew(),
                "not_a_number", stats -> stats.rows().notANumber(),
                "bad_name", stats -> stats.rows().badName(),
                "hourly_limit", stats -> stats.rows().overHourly(),
                "daily_limit", stats -> stats.rows().overDaily()));
        meters.gauge("rows.pending", ROWS, "Rows that lie in no part yet", stats -> stats.rows().pending());
        meters.gauge("rows.rate", "rows per second", "Rows stored each second, over the last minute",
                stats -> stats.rows().perSecondLately());
    }

    private static void series(Meters meters) {
        meters.gauge("series.known", SERIES, "Series in memory", stats -> stats.series().known());
        meters.gauge("series.active.today", SERIES, "Series known to have rows of the current day of UTC",
                stats -> stats.series().activeToday());
        meters.gauge("series.deleted", SERIES, "Deleted series that are kept as such",
                stats -> stats.series().deleted());
        meters.counter("series.created", SERIES, "Series that got an id", stats -> stats.series().created());
        meters.counter("series.forgettings", null, "How often series had to be forgotten for lack of memory",
                stats -> stats.series().forgettings());
        meters.counter("series.slow.inserts", SERIES, "Series that had to be looked up in the index, or made",
                stats -> stats.series().slowInserts());
        meters.counter("series.days.asked", "pairs", "Pairs of series and day that the index was asked for",
                stats -> stats.series().daysAsked());
        meters.gauges("series.limited", SERIES, "Series that count for a limit", "limit", Map.of(
                "hourly", stats -> stats.series().inHour().current(),
                "daily", stats -> stats.series().onDay().current()));
        meters.gauges("series.limit", SERIES, "Series that the limit allows, 0 without one", "limit", Map.of(
                "hourly", stats -> stats.series().inHour().max(),
                "daily", stats -> stats.series().onDay().max()));
        meters.counter("series.settled.again", SERIES, "Series written once more for the next generation of the index",
                stats -> stats.index().settledAgain());
        meters.counter("index.missing.tsids", SERIES, "Ids without a TSID: rows of the index were lost",
                stats -> stats.index().missingTsids());
        meters.counter("index.missing.names", SERIES, "Ids without a name: rows of the index were lost",
                stats -> stats.index().missingNames());
        meters.gauge("index.next.rotation", "seconds", "Unix time at which the next generation of the index begins",
                stats -> stats.index().nextRotationMs() / 1e3);
        meters.gauge("index.pending", "items", "Items of the index that lie in no part yet",
                stats -> stats.index().pendingItems());
    }

    private static void parts(Meters meters) {
        Map<String, Function<StorageStats, Totals>> kinds = Map.of(
                "memory", stats -> stats.parts().memory(),
                "small", stats -> stats.parts().small(),
                "big", stats -> stats.parts().big(),
                "index", stats -> stats.parts().index());
        kinds.forEach((kind, totals) -> {
            meters.gauge("parts", "parts", "Parts", stats -> totals.apply(stats).count(), "kind", kind);
            meters.gauge("parts.blocks", "blocks", "Blocks in parts", stats -> totals.apply(stats).blocks(),
                    "kind", kind);
            meters.gauge("parts.rows", ROWS, "Samples in parts, or items of the index",
                    stats -> totals.apply(stats).rows(), "kind", kind);
            meters.gauge("parts.size", BYTES, "Size of parts", stats -> totals.apply(stats).bytes(), "kind", kind);
        });
        meters.gauge("months", "months", "Months that have parts", stats -> stats.parts().months().size());
        meters.gauge("month.parts.max", "parts", "Parts of the month that has most of them",
                stats -> stats.parts().months().stream().mapToInt(month -> month.all().count()).max().orElse(0));
        meters.gauge("sample.size", BYTES, "Bytes on disk for each sample, without the index",
                stats -> stats.parts().bytesPerSample());
    }

    private static void merges(Meters meters) {
        Map<String, Function<StorageStats, Work>> kinds = Map.of(
                "samples", stats -> stats.merges().samples(),
                "index", stats -> stats.merges().index());
        kinds.forEach((kind, work) -> {
            meters.counter("persists", "persists", "How often memory became a part on disk",
                    stats -> work.apply(stats).persists(), "kind", kind);
            meters.counter("merges", "merges", "How often parts on disk became one",
                    stats -> work.apply(stats).merges(), "kind", kind);
            meters.counter("merges.rows", ROWS, "Rows, or items of the index, that merges and persists read",
                    stats -> work.apply(stats).rows(), "kind", kind);
            meters.counter("merges.read", BYTES, "Size of the parts that merges and persists read",
                    stats -> work.apply(stats).bytesRead(), "kind", kind);
            meters.counter("merges.written", BYTES, "Size of the parts that merges and persists wrote",
                    stats -> work.apply(stats).bytesWritten(), "kind", kind);
        });
        meters.gauge("merges.running", "merges", "Merges of parts on disk under way",
                stats -> stats.merges().running());
        meters.gauge("merges.paused", null, "1 if no merges begin in the background",
                stats -> stats.merges().paused() ? 1 : 0);
        meters.gauge("merges.backlog", "parts", "How many parts fewer there will be when merges are done",
                stats -> stats.merges().backlogParts());
        meters.gauge("merges.backlog.size", BYTES, "What merges have to read until they are done",
                stats -> stats.merges().backlogBytes());
        meters.gauge("merges.short.of.space", "merges", "Merges that do not begin because the disk has no room",
                stats -> stats.merges().shortOfSpace().size());
        meters.counters("merges.dropped", ROWS, "Rows that merges left out", "reason", Map.of(
                "deleted", stats -> stats.merges().rowsDeleted(),
                "expired", stats -> stats.merges().rowsExpired(),
                "duplicate", stats -> stats.merges().rowsDuplicate()));
    }

    private void caches(Meters meters) {
        for (String type : meters.cacheTypes()) {
            meters.gauge("cache.entries", "entries", "Entries of a cache", stats -> stats.cache(type).entries(),
                    "type", type);
            meters.gauge("cache.size", BYTES, "What a cache takes", stats -> stats.cache(type).bytes(), "type", type);
            meters.gauge("cache.size.max", BYTES, "What a cache may take, 0 if it is not bounded by bytes",
                    stats -> stats.cache(type).maxBytes(), "type", type);
            meters.counter("cache.requests", "requests", "Look-ups in a cache",
                    stats -> stats.cache(type).requests(), "type", type);
            meters.counter("cache.misses", "requests", "Look-ups in a cache that found nothing",
                    stats -> stats.cache(type).misses(), "type", type);
        }
    }

    private static void searches(Meters meters) {
        meters.counter("searches.failed", "searches", "Searches that ended with an exception",
                stats -> stats.searches().failed());
        meters.counter("searches.series", SERIES, "Series that searches returned",
                stats -> stats.searches().series());
        meters.counter("searches.samples", "samples", "Samples that searches returned",
                stats -> stats.searches().samples());
        meters.gauge("searches.open", "results", "Results that are in use",
                stats -> stats.searches().openResults());
    }

    private static void latencies(Meters meters) {
        meters.timer("add.rows", "Batches of rows that were stored", stats -> stats.latency().addRows());
        meters.timer("search", "Searches, until the series are found", stats -> stats.latency().search());
    }

    private static void state(Meters meters) {
        meters.gauges("memory", BYTES, "Bytes on the heap", "area", Map.of(
                "pending_rows", stats -> stats.memory().pendingRows(),
                "buffers", stats -> stats.memory().buffers(),
                "memory_parts", stats -> stats.memory().memoryParts(),
                "index", stats -> stats.memory().indexMemory(),
                "known_series", stats -> stats.memory().knownSeries(),
                "names", stats -> stats.memory().names(),
                "day_registrations", stats -> stats.memory().dayRegistrations(),
                "caches", stats -> stats.memory().caches(),
                "deleted_series", stats -> stats.memory().deletedSeries()));
        meters.gauge("disk.used", BYTES, "Bytes of all parts on disk", stats -> stats.disk().usedBytes());
        meters.gauge("disk.free", BYTES, "Free bytes of the disk", stats -> stats.disk().freeBytes());
        meters.gauge("disk.reserve", BYTES, "Bytes that are kept free: with less no rows are taken",
                stats -> stats.disk().reserveBytes());
        meters.gauge("read.only", null, "1 if no rows are taken", stats -> stats.disk().isReadOnly() ? 1 : 0);
        meters.gauge("snapshots", "snapshots", "Snapshots there are", stats -> stats.snapshots());
        meters.gauge("uptime", "seconds", "Time since the storage was opened", stats -> stats.uptimeNs() / 1e9);
    }

    /** Makes meters of one storage in one registry. No function it gives away may hold this: it holds the storage. */
    private final class Meters {
        private final MeterRegistry registry;
        private final Storage watched;

        Meters(MeterRegistry registry, Storage watched) {
            this.registry = registry;
            this.watched = watched;
        }

        List<String> cacheTypes() {
            StorageStats stats = latest.last(watched);
            return stats == null ? List.of() : stats.caches().stream().map(StorageStats.Cache::type).toList();
        }

        void counter(String name, String unit, String description, ToDoubleFunction<StorageStats> number,
                String... moreTags) {
            FunctionCounter.builder("laurel." + name, watched, counted(number))
                    .baseUnit(unit).description(description).tags(tags).tags(moreTags).register(registry);
        }

        void counters(String name, String unit, String description, String tag,
                Map<String, ToDoubleFunction<StorageStats>> numbers) {
            numbers.forEach((value, number) -> counter(name, unit, description, number, tag, value));
        }

        void gauge(String name, String unit, String description, ToDoubleFunction<StorageStats> number,
                String... moreTags) {
            Gauge.builder("laurel." + name, watched, present(number))
                    .baseUnit(unit).description(description).tags(tags).tags(moreTags).register(registry);
        }

        void gauges(String name, String unit, String description, String tag,
                Map<String, ToDoubleFunction<StorageStats>> numbers) {
            numbers.forEach((value, number) -> gauge(name, unit, description, number, tag, value));
        }

        /** A timer, and gauges for the percentiles of the last minutes. */
        void timer(String name, String description, Function<StorageStats, Latency> latency) {
            ToDoubleFunction<Storage> calls = counted(stats -> latency.apply(stats).count());
            FunctionTimer.builder("laurel." + name, watched, asked -> (long) calls.applyAsDouble(asked),
                            counted(stats -> latency.apply(stats).totalNs()), TimeUnit.NANOSECONDS)
                    .description(description).tags(tags).register(registry);
            Map<String, ToLongFunction<Latency>> quantiles = Map.of(
                    "0.5", Latency::p50Ns, "0.9", Latency::p90Ns, "0.99", Latency::p99Ns, "0.999", Latency::p999Ns,
                    "1", Latency::maxNs);
            quantiles.forEach((quantile, ns) -> gauge(name + ".latency", "seconds",
                    description + ": how long they took in the last minutes",
                    stats -> ns.applyAsLong(latency.apply(stats)) / 1e9, "quantile", quantile));
        }

        private ToDoubleFunction<Storage> present(ToDoubleFunction<StorageStats> number) {
            LatestStats source = latest;
            return asked -> {
                StorageStats stats = source.now(asked);
                return stats == null ? Double.NaN : number.applyAsDouble(stats);
            };
        }

        private ToDoubleFunction<Storage> counted(ToDoubleFunction<StorageStats> number) {
            LatestStats source = latest;
            return asked -> {
                StorageStats stats = source.last(asked);
                return stats == null ? 0 : number.applyAsDouble(stats);
            };
        }
    }
}
