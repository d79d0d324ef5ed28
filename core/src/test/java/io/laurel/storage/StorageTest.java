package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.laurel.bytes.Slice;
import io.laurel.env.LockedException;
import io.laurel.indexdb.Cancellation;
import io.laurel.indexdb.LabelList;
import io.laurel.indexdb.SearchCancelledException;
import io.laurel.indexdb.SeriesLimitException;
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

class StorageTest {
    private static final Path DB = Path.of("/db");
    private static final long NOW = 1_714_521_600_000L;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime(NOW);
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();
    private final RowBatch rows = new RowBatch();

    @Test
    void rowsAreFoundAsSoonAsTheyAreAdded() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            rows.series("up", "job", "a").add(NOW, 1).add(NOW + 1, 0.5);
            rows.series("up", "job", "b").add(NOW, 2);
            assertThat(storage.addRows(rows)).isEqualTo(3);

            assertThat(Contents.of(storage, TagFilters.metric("up"))).isEqualTo(Map.of(
                    "up{job=\"a\"}", List.of(NOW + " 1.0", NOW + 1 + " 0.5"),
                    "up{job=\"b\"}", List.of(NOW + " 2.0")));

            rows.clear();
            rows.series("up", "job", "a").add(NOW + 2, 7);
            storage.addRows(rows);
            assertThat(Contents.of(storage, TagFilters.metric("up").equal("job", "a")))
                    .isEqualTo(Map.of("up{job=\"a\"}", List.of(NOW + " 1.0", NOW + 1 + " 0.5", NOW + 2 + " 7.0")));
        }
        disk.assertNothingOpen();
    }

    @Test
    void closingAndOpeningChangesNoAnswer() throws IOException {
        Map<String, List<String>> before;
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage);
            before = Contents.of(storage, TagFilters.all());
            assertThat(before).hasSize(50);
        }
        try (Storage storage = Storage.open(DB, options)) {
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before);
            storage.forceMerge();
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before);
            assertThat(storage.stats().dataParts()).hasSize(1);
        }
        try (Storage storage = Storage.openReadOnly(DB, options)) {
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(before);
        }
        disk.assertNothingOpen();
    }

    @Test
    void labelsInAnotherOrderAreTheSameSeries() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            rows.series("up", "b", "2", "a", "1").add(NOW, 1);
            rows.series("up", "a", "1", "b", "2").add(NOW + 1, 2);
            rows.series("up", "a", "1", "b", "2", "c", "").add(NOW + 2, 3);
            rows.series("up", "a", "x", "b", "2", "a", "1").add(NOW + 3, 4);
            storage.addRows(rows);
            assertThat(Contents.of(storage, TagFilters.all())).isEqualTo(Map.of("up{a=\"1\",b=\"2\"}",
                    List.of(NOW + " 1.0", NOW + 1 + " 2.0", NOW + 2 + " 3.0", NOW + 3 + " 4.0")));
        }
    }

    @Test
    void admissionLimitsAreInclusiveAndRefusedRowsHarmNoNeighbour() throws IOException {
        Duration retention = Duration.ofDays(400);
        try (Storage storage = Storage.open(DB, options.withRetention(retention))) {
            long oldest = NOW - retention.toMillis();
            long newest = NOW + Duration.ofDays(2).toMillis();
            rows.series("m").add(oldest - 1, 1).add(oldest, 2).add(newest, 3).add(newest + 1, 4)
                    .add(NOW, Double.NaN).add(NOW, 5);
            assertThat(storage.addRows(rows)).isEqualTo(3);
            assertThat(Contents.of(storage, TagFilters.metric("m")).get("m{}"))
                    .containsExactly(oldest + " 2.0", NOW + " 5.0", newest + " 3.0");
            StorageStats stats = storage.stats();
            assertThat(stats.rows().added()).isEqualTo(3);
            assertThat(stats.rows().tooOld()).isEqualTo(1);
            assertThat(stats.rows().tooNew()).isEqualTo(1);
            assertThat(stats.rows().notANumber()).isEqualTo(1);
            assertThat(storage.admittedTimes()).isEqualTo(TimeRange.ofMillis(oldest, newest));
        }
    }

    @Test
    void aSeriesWithoutAnAdmittedRowIsNotCreated() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            rows.series("never").add(NOW, Double.NaN).add(NOW + Duration.ofDays(3).toMillis(), 1);
            rows.series("late").add(NOW, Double.NaN).add(NOW, 1);
            storage.addRows(rows);
            assertThat(storage.labelValues("__name__", TimeRange.all())).containsExactly("late");
        }
    }

    @Test
    void specialValuesKeepTheirBits() throws IOException {
        double stale = Double.longBitsToDouble(SeriesResolver.STALE_MARKER_BITS);
        double[] values = {stale, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e-200, 1L << 53, 0.1};
        try (Storage storage = Storage.open(DB, options)) {
            for (int i = 0; i < values.length; i++) {
                rows.series("m", "i", "" + i).add(NOW, values[i]);
            }
            storage.addRows(rows);
            storage.flush();
            for (int i = 0; i < values.length; i++) {
                try (SearchResult found = storage.search(TagFilters.all().equal("i", "" + i), TimeRange.all())) {
                    assertThat(found.next()).isTrue();
                    assertThat(Double.doubleToRawLongBits(found.samples().value(0)))
                            .isEqualTo(Double.doubleToRawLongBits(values[i]));
                    assertThat(found.next()).isFalse();
                }
            }
        }
    }

    @Test
    void aNameThatDoesNotFitTheIndexIsCountedAndItsNeighboursAreStored() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            String[] labels = new String[10];
            for (int i = 0; i < labels.length; i += 2) {
                labels[i] = "label" + i;
                labels[i + 1] = "v".repeat(16_000);
            }
            rows.series("big", labels).add(NOW, 1).add(NOW + 1, 1);
            rows.series("small").add(NOW, 2);
            assertThat(storage.addRows(rows)).isEqualTo(1);
            assertThat(storage.stats().rows().badName()).isEqualTo(2);
            assertThat(storage.labelValues("__name__", TimeRange.all())).containsExactly("small");
        }
    }

    @Test
    void manyMonthsAndManyDaysAreFoundByWhateverRange() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            long day = Duration.ofDays(1).toMillis();
            for (int i = 0; i < 200; i++) {
                rows.series("m", "k", "v").add(NOW - i * day, i);
            }
            storage.addRows(rows);
            for (int width : new int[] {0, 1, 30, 40, 41, 42, 150}) {
                try (SearchResult found = storage.search(TagFilters.metric("m").equal("k", "v"),
                        TimeRange.ofMillis(NOW - width * day, NOW))) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.samples().size()).isEqualTo(width + 1);
                    assertThat(found.samples().value(0)).isEqualTo(width);
                }
            }
            storage.flush();
            assertThat(storage.stats().dataParts()).hasSize(8);
        }
    }

    @Test
    void aRangeWithoutSamplesHasNoSeries() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            rows.series("m").add(NOW, 1);
            storage.addRows(rows);
            try (SearchResult found = storage.search(TagFilters.metric("m"), TimeRange.ofMillis(NOW + 1, NOW + 1000))) {
                assertThat(found.next()).isFalse();
                assertThat(found.partial()).isFalse();
            }
        }
    }

    @Test
    void exactlyTheLimitOfSeriesPassesAndOneMoreIsAnError() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage);
            SearchRequest request = SearchRequest.of(TagFilters.metric("m"), TimeRange.all());
            storage.search(request.withMaxSeries(50)).close();
            assertThatExceptionOfType(SeriesLimitException.class)
                    .isThrownBy(() -> storage.search(request.withMaxSeries(49))).withMessageContaining("49");
        }
    }

    @Test
    void filterSetsAreJoinedByOr() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage);
            SearchRequest request = SearchRequest.of(TagFilters.all().equal("i", "3"), TimeRange.all())
                    .or(TagFilters.all().matches("i", "4[0-3]"));
            int series = 0;
            try (SearchResult found = storage.search(request)) {
                while (found.next()) {
                    series++;
                }
            }
            assertThat(series).isEqualTo(5);
        }
    }

    @Test
    void aSearchSeesWhatWasThereWhenItBegan() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage);
            try (SearchResult found = storage.search(TagFilters.all(), TimeRange.all())) {
                rows.clear();
                rows.series("m", "i", "0").add(NOW + 5000, 1);
                rows.series("new").add(NOW, 1);
                storage.addRows(rows);
                storage.forceMerge();
                int samples = 0;
                while (found.next()) {
                    samples += found.samples().size();
                }
                assertThat(samples).isEqualTo(500);
            }
        }
        disk.assertNothingOpen();
    }

    @Test
    void whatIsDueRunsInManualMode() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            addSome(storage);
            assertThat(storage.runDuties()).isZero();
            time.advance(Duration.ofSeconds(5));
            assertThat(storage.runDuties()).isEqualTo(1);
            Map<String, List<String>> before = Contents.of(storage, TagFilters.all());

            for (int seed = 0; seed < 20; seed++) {
                MemoryDisk afterPowerCut = disk.crash(seed);
                try (Storage reopened = Storage.open(DB, options.withDisk(afterPowerCut))) {
                    assertThat(Contents.of(reopened, TagFilters.all())).as("seed %d", seed).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void labelsAreListed() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            rows.series("up", "Job", "a", "zone", "z1", "9x", "y").add(NOW, 1);
            rows.series("down", "zone", "ž").add(NOW, 1);
            storage.addRows(rows);
            TimeRange today = TimeRange.ofMillis(NOW, NOW);
            assertThat(storage.labelNames(today)).containsExactly("9x", "Job", "__name__", "zone");
            assertThat(storage.labelValues("zone", today)).containsExactly("z1", "ž");
            assertThat(storage.labelValues("__name__", TimeRange.all())).containsExactly("down", "up");
            assertThat(storage.labelValues("none", today)).isEmpty();
            assertThat(storage.labelNames(TimeRange.ofMillis(NOW - 86_400_000, NOW - 1))).isEmpty();
        }
    }

    @Test
    void labelsAreListedAsFarAsAskedFor() throws IOException {
        try (Storage storage = Storage.open(DB, options.withRetention(Duration.ofDays(30)))) {
            addSome(storage);
            rows.series("other", "i", "x", "j", "y").add(NOW, 1);
            storage.addRows(rows);
            LabelRequest all = LabelRequest.of(TimeRange.all());
            LabelList ones = storage.labelValues("i", all.withPrefix("1").withLimit(11));
            assertThat(ones.strings()).hasSize(11).startsWith("1", "10", "11").endsWith("19");
            assertThat(ones.complete()).isTrue();
            LabelList few = storage.labelValues("i", all.withPrefix("1").withLimit(10));
            assertThat(few.strings()).isEqualTo(ones.strings().subList(0, 10));
            assertThat(few.complete()).isFalse();

            LabelRequest some = all.matching(TagFilters.all().equal("i", "7")).or(TagFilters.metric("other"));
            assertThat(storage.labelValues("i", some).strings()).containsExactly("7", "x");
            assertThat(storage.labelNames(some.withPrefix("i")).strings()).containsExactly("i");
            assertThat(storage.labelNames(some.withLimit(2))).isEqualTo(
                    new LabelList(List.of(Slice.utf8("__name__"), Slice.utf8("i")), false));

            LabelRequest before = LabelRequest.of(TimeRange.ofMillis(0, NOW - Duration.ofDays(31).toMillis()));
            assertThat(storage.labelNames(before).texts()).as("older than the retention").isEmpty();
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();
            assertThatExceptionOfType(SearchCancelledException.class)
                    .isThrownBy(() -> storage.labelValues("i", all.withCancellation(cancellation)));
            assertThatIllegalArgumentException().isThrownBy(() -> all.withLimit(0));
            assertThatIllegalStateException().isThrownBy(() -> all.or(TagFilters.all()));
        }
    }

    @Test
    void aSecondOpenIsRefusedAndReadingIsNot() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> Storage.open(DB, options));
            addSome(storage);
            storage.flush();
            try (Storage reader = Storage.openReadOnly(DB, options)) {
                assertThat(Contents.of(reader, TagFilters.all())).hasSize(50);
                assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(() -> reader.addRows(rows));
                assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(reader::flush);
            }
        }
    }

    @Test
    void aDirectoryWithOtherThingsIsRefusedAndLeftAlone() throws IOException {
        disk.createDirectory(DB.resolve("photos"));
        assertThatExceptionOfType(NotAStorageException.class).isThrownBy(() -> Storage.open(DB, options))
                .withMessageContaining("/db").withMessageContaining("neither data/ nor indexdb/");
        assertThatExceptionOfType(NotAStorageException.class).isThrownBy(() -> Storage.openReadOnly(DB, options));
        assertThatExceptionOfType(NotAStorageException.class)
                .isThrownBy(() -> Storage.openReadOnly(Path.of("/none"), options)).withMessageContaining("not exist");
        assertThat(disk.list(DB)).containsExactly("photos");
        assertThat(disk.exists(Path.of("/none"))).isFalse();
    }

    @Test
    void aLaterFormatAndAnUnfinishedRestoreAreRefused() throws IOException {
        Storage.open(DB, options).close();
        Path format = DB.resolve("metadata/format");
        disk.deleteFile(format);
        try (var file = disk.create(format)) {
            file.write("2\n".getBytes(), 0, 2);
        }
        assertThatExceptionOfType(NotAStorageException.class).isThrownBy(() -> Storage.open(DB, options))
                .withMessageContaining("format 2");
        disk.deleteFile(format);
        disk.create(DB.resolve("restore-in-progress")).close();
        assertThatExceptionOfType(NotAStorageException.class).isThrownBy(() -> Storage.open(DB, options))
                .withMessageContaining("restore-in-progress");
    }

    @Test
    void openingForWritingRemovesTheServersCaches() throws IOException {
        Storage.open(DB, options).close();
        disk.createDirectory(DB.resolve("cache/metricName_tsid"));
        Storage.openReadOnly(DB, options).close();
        assertThat(disk.exists(DB.resolve("cache"))).isTrue();
        Storage.open(DB, options).close();
        assertThat(disk.exists(DB.resolve("cache"))).isFalse();
    }

    @Test
    void misuseIsAnError() throws IOException {
        Storage storage = Storage.open(DB, options);
        storage.close();
        storage.close();
        assertThatIllegalStateException().isThrownBy(() -> storage.addRows(rows)).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> storage.search(TagFilters.all(), TimeRange.all()));
        assertThatIllegalStateException().isThrownBy(() -> new RowBatch().add(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.series("m", "label"));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.series("", "label", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withRetention(Duration.ofHours(5)));
    }

    private void addSome(Storage storage) throws IOException {
        rows.clear();
        for (int t = 0; t < 10; t++) {
            for (int i = 0; i < 50; i++) {
                rows.series("m", "i", "" + i).add(NOW + t * 1000, i + t / 10.0);
            }
        }
        assertThat(storage.addRows(rows)).isEqualTo(500);
        rows.clear();
    }
}
