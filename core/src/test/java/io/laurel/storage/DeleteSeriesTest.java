package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.data.PartInfo;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Series that were deleted, at once, after opening again, after a power cut, and when their names come again. */
class DeleteSeriesTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_714_521_600_000L;
    private static final long YEAR_MS = 365L * 86_400_000;
    private static final List<TagFilters> A = List.of(TagFilters.all().equal("job", "a"));

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW);
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();

    private static void add(Storage storage, String job, int host, long timestampMs, double value) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("up", "job", job, "host", "h" + host, "only_" + job, "x").add(timestampMs, value);
        assertThat(storage.addRows(rows)).isEqualTo(1);
    }

    private static void addSome(Storage storage, double value) throws IOException {
        for (int host = 0; host < 3; host++) {
            add(storage, "a", host, NOW + (long) value, value);
            add(storage, "a", host, NOW - YEAR_MS / 2 + (long) value, value);
            add(storage, "b", host, NOW + (long) value, value);
        }
    }

    private static void assertOnlyB(Storage storage) throws IOException {
        assertThat(Contents.of(storage, TagFilters.all()).keySet()).hasSize(3).allMatch(name -> name.contains("job=\"b\""));
        for (TimeRange range : List.of(TimeRange.all(), TimeRange.ofMillis(NOW, NOW + 10))) {
            SearchRequest all = SearchRequest.of(TagFilters.all(), range);
            assertThat(storage.searchSeries(all).size()).isEqualTo(3);
            assertThat(storage.seriesIds(all)).hasSize(3);
            assertThat(storage.labelNames(range)).containsExactly("__name__", "host", "job", "only_b");
            assertThat(storage.labelValues("job", range)).containsExactly("b");
            assertThat(storage.labelValues("only_a", range)).isEmpty();
        }
        assertThat(storage.countSeriesToDelete(A)).isZero();
    }

    @Test
    void areGoneFromEveryAnswerAtOnceAndAfterOpeningAgain() throws IOException {
        for (boolean flushed : new boolean[] {false, true}) {
            MemoryDisk fresh = new MemoryDisk();
            StorageOptions here = options.withDisk(fresh);
            try (Storage storage = Storage.open(DB, here)) {
                addSome(storage, 1);
                if (flushed) {
                    storage.flush();
                }
                Map<String, List<String>> before = Contents.of(storage, TagFilters.all());
                assertThat(storage.countSeriesToDelete(A)).isEqualTo(3);
                assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before);
                assertThat(storage.deleteSeries(A)).isEqualTo(3);
                assertOnlyB(storage);
                assertThat(storage.deleteSeries(A)).isZero();
                storage.flush();
                assertOnlyB(storage);
            }
            try (Storage storage = Storage.openReadOnly(DB, here)) {
                assertOnlyB(storage);
            }
            try (Storage storage = Storage.open(DB, here)) {
                assertOnlyB(storage);
                storage.forceMerge();
                assertOnlyB(storage);
            }
            fresh.assertNothingOpen();
        }
    }

    @Test
    void nameThatComesAgainShowsOnlyNewSamples() throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        for (int host = 0; host < 3; host++) {
            expected.put("up{job=\"a\",host=\"h" + host + "\",only_a=\"x\"}",
                    List.of(NOW - YEAR_MS / 2 + 2 + " 2.0", NOW + 2 + " 2.0"));
        }
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage, 1);
            long[] before = storage.seriesIds(SearchRequest.of(A.get(0), TimeRange.all()));
            storage.deleteSeries(A);
            addSome(storage, 2);
            assertThat(Contents.of(storage, A.get(0))).isEqualTo(expected);
            assertThat(storage.seriesIds(SearchRequest.of(A.get(0), TimeRange.all()))).doesNotContain(before);
            // The same labels in another order, a name the storage has not met yet.
            RowBatch rows = new RowBatch();
            rows.series("up", "host", "h0", "only_a", "x", "job", "a").add(NOW + 3, 3);
            storage.addRows(rows);
            expected.replace("up{job=\"a\",host=\"h0\",only_a=\"x\"}",
                    List.of(NOW - YEAR_MS / 2 + 2 + " 2.0", NOW + 2 + " 2.0", NOW + 3 + " 3.0"));
            assertThat(Contents.of(storage, A.get(0))).isEqualTo(expected);
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(Contents.of(storage, A.get(0))).isEqualTo(expected);
            assertThat(storage.deleteSeries(A)).isEqualTo(3);
            assertOnlyB(storage);
        }
    }

    @Test
    void areFoundInThePreviousGenerationToo() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage, 1);
        }
        rotate();
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, "a", 0, NOW + 5, 5);
            add(storage, "a", 7, NOW + 5, 5);
            assertThat(storage.deleteSeries(A)).isEqualTo(4);
            assertOnlyB(storage);
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertOnlyB(storage);
            add(storage, "a", 1, NOW + 6, 6);
            assertThat(Contents.of(storage, A.get(0))).isEqualTo(
                    Map.of("up{job=\"a\",host=\"h1\",only_a=\"x\"}", List.of(NOW + 6 + " 6.0")));
        }
    }

    /** A newer, empty table: what was current becomes previous. */
    private void rotate() throws IOException {
        Path indexdb = DB.resolve("indexdb");
        List<String> tables = disk.list(indexdb).stream().filter(name -> name.matches("[0-9A-F]{16}")).sorted().toList();
        long newest = Long.parseUnsignedLong(tables.get(1), 16);
        disk.createDirectory(indexdb.resolve(String.format("%016X", newest + 1000)));
    }

    @Test
    void mergesGiveTheSpaceBack() throws IOException {
        List<TagFilters> b = List.of(TagFilters.metric("up").equal("job", "b"));
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage, 1);
            storage.forceMerge();
            assertThat(rows(storage)).containsExactly(3L, 6L);
            storage.deleteSeries(A);
            // Of one month nothing is left, of the other a single part is written anew.
            storage.forceMerge();
            assertThat(rows(storage)).containsExactly(3L);
            assertOnlyB(storage);
            Path part = storage.stats().dataParts().get(0).path();
            storage.forceMerge();
            assertThat(storage.stats().dataParts().get(0).path()).as("nothing to do").isEqualTo(part);

            addSome(storage, 2);
            storage.deleteSeries(b);
            storage.flush();
            assertThat(rows(storage)).as("deleted before they came to disk").containsExactly(3L, 3L, 3L);
            storage.deleteSeries(A);
            storage.forceMerge();
            assertThat(rows(storage)).isEmpty();
            assertThat(indexRows(storage)).as("marks of three series, deleted once, and of six, deleted twice")
                    .isEqualTo(3 + 3 + 3);
        }
        for (String side : List.of("small", "big")) {
            for (String month : List.of("2023_10", "2024_05")) {
                Path folder = DB.resolve("data").resolve(side).resolve(month);
                assertThat(disk.list(folder)).containsOnly("tmp", "txn");
                assertThat(disk.list(folder.resolve("tmp"))).isEmpty();
            }
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(rows(storage)).isEmpty();
            addSome(storage, 3);
            assertThat(Contents.of(storage, TagFilters.all())).hasSize(6);
        }
    }

    @Test
    void mergesGiveTheSpaceOfTheIndexBackInBothGenerations() throws IOException {
        long rowsOfB;
        try (Storage storage = Storage.open(Path.of("/other"), options)) {
            for (int host = 0; host < 3; host++) {
                add(storage, "b", host, NOW + 1, 1);
            }
            storage.forceMerge();
            rowsOfB = indexRows(storage);
        }
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage, 1);
            storage.forceMerge();
            assertThat(indexRows(storage)).isGreaterThan(rowsOfB + 20);
        }
        rotate();
        try (Storage storage = Storage.open(DB, options)) {
            add(storage, "a", 0, NOW + 5, 5);
            add(storage, "a", 7, NOW + 5, 5);
            storage.deleteSeries(A);
            add(storage, "a", 1, NOW + 6, 6);
            storage.forceMerge();
            assertThat(Contents.of(storage, A.get(0))).hasSize(1);
            storage.deleteSeries(A);
            storage.forceMerge();
            assertOnlyB(storage);
            assertThat(indexRows(storage)).as("marks of five series, and of two in previous too")
                    .isLessThanOrEqualTo(rowsOfB + 5 + 2);
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertOnlyB(storage);
            addSome(storage, 8);
            assertThat(Contents.of(storage, A.get(0)).values()).hasSize(3)
                    .allMatch(lines -> lines.equals(List.of(NOW - YEAR_MS / 2 + 8 + " 8.0", NOW + 8 + " 8.0")));
        }
    }

    private static long indexRows(Storage storage) throws IOException {
        return storage.stats().indexTables().stream().flatMap(table -> table.parts().stream())
                .mapToLong(part -> part.itemsCount()).sum();
    }

    private static List<Long> rows(Storage storage) throws IOException {
        return storage.stats().dataParts().stream().map(PartInfo::rows).toList();
    }

    @Test
    void noFiltersMeanNothingAndSeveralMeanAny() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage, 1);
            assertThat(storage.deleteSeries(List.of())).isZero();
            TagFilters first = TagFilters.all().equal("host", "h1");
            TagFilters second = TagFilters.metric("up").notMatches("host", "h[12]");
            assertThat(storage.countSeriesToDelete(List.of(first, second))).isEqualTo(4);
            assertThat(storage.countSeriesToDelete(first)).isEqualTo(2);
            TagFilters nothing = TagFilters.metric("down");
            assertThat(storage.deleteSeries(nothing)).isZero();
            assertThat(storage.deleteSeries(List.of(first, second))).isEqualTo(4);
            assertThat(storage.labelValues("host", TimeRange.all())).containsExactly("h2");
        }
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            assertThat(storage.countSeriesToDelete(A)).isEqualTo(1);
            assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(() -> storage.deleteSeries(A));
        }
    }

    @Test
    void rowsThatAreAddedMeanwhileAreNeverLostAfterwards() throws Exception {
        try (Storage storage = Storage.open(DB, options)) {
            AtomicInteger next = new AtomicInteger();
            AtomicInteger end = new AtomicInteger(Integer.MAX_VALUE);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                writers.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < end.get(); n = next.getAndIncrement()) {
                        add(storage, "a", n % 5, NOW + n, n);
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 20 || next.get() < 200; i++) {
                storage.deleteSeries(A);
            }
            int begun = next.get();
            end.set(begun + 100);
            for (Future<?> writer : writers) {
                writer.get();
            }
            threads.shutdown();
            List<String> found = new ArrayList<>();
            Contents.of(storage, A.get(0)).values().forEach(found::addAll);
            // A row that began after the last deletion is there; the two that were under way may be.
            for (int n = begun; n < begun + 100; n++) {
                assertThat(found).contains(NOW + n + " " + (double) n);
            }
            storage.deleteSeries(A);
            assertThat(Contents.of(storage, TagFilters.all())).isEmpty();
        }
    }

    @Test
    void powerCutLeavesEachDeletedOrWhole() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage, 1);
        }
        Map<String, List<String>> before;
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            before = Contents.of(storage, TagFilters.all());
        }
        AtomicInteger returned = new AtomicInteger();
        EveryOperation.powerCut(disk, 2, faulty -> {
            returned.set(0);
            try (Storage storage = Storage.open(DB, options.withDisk(faulty))) {
                addSome(storage, 2);
                assertThat(storage.deleteSeries(A)).isEqualTo(3);
                returned.set(1);
                add(storage, "b", 9, NOW, 9);
                storage.forceMerge();
            }
        }, (crashed, completed) -> {
            StorageOptions after = options.withDisk(crashed);
            Map<String, List<String>> found;
            try (Storage storage = Storage.openReadOnly(DB, after)) {
                found = Contents.of(storage, TagFilters.all());
            }
            long a = found.keySet().stream().filter(name -> name.contains("job=\"a\"")).count();
            if (returned.get() == 1) {
                assertThat(a).as("series after the call returned").isZero();
            }
            found.forEach((name, lines) -> assertThat(lines).as(name)
                    .containsAll(before.getOrDefault(name, List.of())));
            try (Storage storage = Storage.open(DB, after)) {
                assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(found);
                assertThat(storage.deleteSeries(A)).isEqualTo((int) a);
                assertThat(Contents.of(storage, A.get(0))).isEmpty();
            }
        });
    }
}
