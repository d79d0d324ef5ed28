package io.laurel.storage;

import static io.laurel.storage.Lives.DB;
import static io.laurel.storage.Lives.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows are taken in, and that those which are not harm nobody. */
class AdmissionTest {
    private static final double STALE = Double.longBitsToDouble(SeriesResolver.STALE_MARKER_BITS);

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();
    private final RowBatch rows = new RowBatch();

    @Test
    void bothEndsOfTheAdmittedTimeAreInclusiveForEveryRetention() throws IOException {
        for (int days : new int[] {1, 2, 30, 31, 365, 3650}) {
            Lives one = new Lives("2024-05-15T12:00:00Z");
            try (Storage storage = Storage.open(DB, one.options.withRetention(Duration.ofDays(days)))) {
                long oldest = now - days * DAY;
                long newest = now + 2 * DAY;
                rows.clear();
                rows.series("m").add(oldest - 1, 1).add(oldest, 2).add(oldest + 1, 3)
                        .add(newest - 1, 4).add(newest, 5).add(newest + 1, 6);
                assertThat(storage.addRows(rows)).as("%s days", days).isEqualTo(4);
                assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.all()))
                        .containsExactly(oldest, oldest + 1, newest - 1, newest);
                assertThat(storage.stats().rows().tooOld()).isEqualTo(1);
                assertThat(storage.stats().rows().tooNew()).isEqualTo(1);
            }
        }
    }

    @Test
    void theLimitsMoveWithTheClock() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options.withRetention(Duration.ofDays(1)))) {
            rows.series("m").add(now + 2 * DAY + 1, 1).add(now - DAY, 1);
            assertThat(storage.addRows(rows)).isEqualTo(1);
            lives.time.advance(Duration.ofMillis(1));
            assertThat(storage.addRows(rows)).as("the new one only").isEqualTo(1);
            assertThat(storage.stats().rows().tooOld()).isEqualTo(1);
            assertThat(storage.stats().rows().tooNew()).isEqualTo(1);
        }
    }

    @Test
    void nothingBeforeNineteenSeventyIsTakenAndItsFirstMillisecondIs() throws IOException {
        lives.through(storage -> {
            rows.series("m").add(Long.MIN_VALUE, 1).add(-DAY, 1).add(-1, 1).add(0, 2).add(1, 3).add(DAY, 4)
                    .add(Long.MAX_VALUE, 1);
            assertThat(storage.addRows(rows)).isEqualTo(3);
            assertThat(storage.stats().rows().tooOld()).isEqualTo(3);
            assertThat(storage.stats().rows().tooNew()).isEqualTo(1);
        }, storage -> {
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.all())).containsExactly(0L, 1L, DAY);
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.ofMillis(0, 0))).containsExactly(0L);
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.ofMillis(-5, 0))).containsExactly(0L);
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.ofMillis(-5, -1))).isEmpty();
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.ofMillis(1, DAY - 1)))
                    .containsExactly(1L);
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.ofMillis(DAY, DAY))).containsExactly(DAY);
        });
    }

    @Test
    void staleMarkersAndInfinitiesAreValuesAndOtherNansAreNot() throws IOException {
        double[] nans = {Double.NaN, -Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L),
                Double.longBitsToDouble(0x7ff0000000000001L), Double.longBitsToDouble(0xfff0000000000002L)};
        double[] values = {1, STALE, STALE, Double.POSITIVE_INFINITY, 2.5, Double.NEGATIVE_INFINITY, 0, STALE, 1e15};
        lives.through(storage -> {
            rows.series("m");
            for (int i = 0; i < values.length; i++) {
                rows.add(now + i, values[i]).add(now + i, nans[i % nans.length]);
            }
            assertThat(storage.addRows(rows)).isEqualTo(values.length);
            assertThat(storage.stats().rows().notANumber()).isEqualTo(values.length);
        }, storage -> {
            try (SearchResult found = storage.search(TagFilters.metric("m"), TimeRange.all())) {
                assertThat(found.next()).isTrue();
                assertThat(found.samples().size()).isEqualTo(values.length);
                for (int i = 0; i < values.length; i++) {
                    assertThat(Double.doubleToRawLongBits(found.samples().value(i)))
                            .isEqualTo(Double.doubleToRawLongBits(values[i]));
                }
            }
        });
    }

    @Test
    void aStaleMarkerMakesASeries() throws IOException {
        lives.through(storage -> {
            rows.series("gone").add(now, STALE);
            assertThat(storage.addRows(rows)).isEqualTo(1);
        }, storage -> assertThat(Lives.names(storage, TagFilters.all(), TimeRange.all())).containsExactly("gone{}"));
    }

    @Test
    void anEmptyBatchIsFineAndCountsNothing() throws IOException {
        try (Storage storage = Storage.open(DB, lives.options)) {
            assertThat(storage.addRows(rows)).isZero();
            rows.series("without_rows");
            assertThat(storage.addRows(rows)).isZero();
            assertThat(storage.stats().rows().added()).isZero();
            assertThat(storage.seriesCount()).isZero();
            assertThat(storage.labelNames(TimeRange.all())).isEmpty();
        }
    }

    @Test
    void whatCannotBeNamedHarmsNoNeighbour() throws IOException {
        byte[] cut = MetricName.of("m", "a", "b").raw().bytes();
        byte[] garbage = {0, 9, 1};
        byte[] noLabels = {0, 1, 'a', 0, 0};
        try (Storage storage = Storage.open(DB, lives.options)) {
            rows.series("before").add(now, 1);
            rows.seriesRaw(cut, 0, cut.length - 1).add(now, 2);
            rows.seriesRaw(garbage, 0, garbage.length).add(now, 2).add(now + 1, 2);
            rows.seriesRaw(noLabels, 0, noLabels.length).add(now, 2);
            rows.series("after").add(now, 3);
            assertThat(storage.addRows(rows)).isEqualTo(2);
            assertThat(storage.stats().rows().badName()).isEqualTo(4);
            assertThat(Lives.names(storage, TagFilters.all(), TimeRange.all())).containsExactly("after{}", "before{}");
            assertThat(storage.addRows(rows)).as("again").isEqualTo(2);
        }
    }

    @Test
    void onlyThirtyLabelsCount() throws IOException {
        String[] labels = new String[80];
        for (int i = 0; i < 40; i++) {
            labels[2 * i] = String.format("l%02d", i);
            labels[2 * i + 1] = "v";
        }
        lives.through(storage -> {
            rows.series("wide", labels).add(now, 1);
            storage.addRows(rows);
        }, storage -> {
            List<String> names = storage.labelNames(TimeRange.all());
            assertThat(names).hasSize(30).startsWith("__name__", "l00").endsWith("l28");
        });
    }

    @Test
    void longNamesAndValuesAreCut() throws IOException {
        lives.through(storage -> {
            rows.series("long", "k".repeat(300), "v", "value", "я".repeat(9000)).add(now, 1);
            rows.series("exact", "q".repeat(256), "v", "value", "w".repeat(16_384)).add(now, 1);
            storage.addRows(rows);
        }, storage -> {
            assertThat(storage.labelNames(TimeRange.all())).containsExactly("__name__", "k".repeat(256),
                    "q".repeat(256), "value");
            assertThat(storage.labelValues("value", TimeRange.all())).containsExactlyInAnyOrder("w".repeat(16_384),
                    "я".repeat(8192));
            assertThat(Lives.names(storage, TagFilters.all().equal("value", "w".repeat(16_384)), TimeRange.all()))
                    .hasSize(1);
        });
    }

    @Test
    void oneBadRowInEveryPlaceOfALargeBatch() throws IOException {
        lives.through(storage -> {
            for (int i = 0; i < 20_000; i++) {
                rows.series("m", "i", "" + i % 100).add(i % 3 == 0 ? now + 3 * DAY : now - i, i % 5 == 0 ? Double.NaN : i);
            }
            assertThat(storage.addRows(rows)).isEqualTo(10_667);
        }, storage -> {
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                if (i % 3 != 0 && i % 5 != 0) {
                    times.add(now - i);
                }
            }
            assertThat(Lives.times(storage, TagFilters.metric("m"), TimeRange.all()))
                    .containsExactlyInAnyOrderElementsOf(times);
        });
    }

    @Test
    void misuseIsToldToTheCallerAtOnce() throws IOException {
        assertThatIllegalStateException().isThrownBy(() -> rows.add(now, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.series("m", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.series("", "a", ""));
        Storage storage = Storage.open(DB, lives.options);
        storage.close();
        storage.close();
        assertThatIllegalStateException().isThrownBy(() -> storage.addRows(rows));
        assertThatIllegalStateException().isThrownBy(() -> storage.search(TagFilters.all(), TimeRange.all()));
        try (Storage reader = Storage.openReadOnly(DB, lives.options)) {
            rows.series("m").add(now, 1);
            assertThatExceptionOfType(ReadOnlyException.class).isThrownBy(() -> reader.addRows(rows));
        }
    }
}
