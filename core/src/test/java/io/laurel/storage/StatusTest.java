package io.laurel.storage;

import static io.laurel.storage.Lives.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.indexdb.Cardinality;
import io.laurel.indexdb.Cardinality.Entry;
import io.laurel.series.TagFilters;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Counts by name, label, value and pair: ties, cuts, focus, days, filters, deleted series. */
class StatusTest {
    private static final LocalDate TODAY = LocalDate.of(2024, 5, 15);

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    /** Metrics a..e with 5, 3, 3, 3, 1 series; the label host on all of them, with few values; odd on some. */
    private void fill(Storage storage) throws IOException {
        RowBatch rows = new RowBatch();
        int[] counts = {5, 3, 3, 3, 1};
        for (int metric = 0; metric < counts.length; metric++) {
            for (int i = 0; i < counts[metric]; i++) {
                String odd = i % 2 == 1 ? "yes" : "";
                rows.series("" + (char) ('a' + metric), "host", "h" + i % 3, "i", "" + i, "odd", odd)
                        .add(now, i).add(now + 1, i);
            }
        }
        rows.series("old", "host", "h0").add(now - DAY, 1);
        rows.series("", "host", "h0").add(now - 2 * DAY, 1);
        storage.addRows(rows);
    }

    private static String text(List<Entry> entries) {
        return entries.stream().map(entry -> entry.name() + " " + entry.count()).collect(Collectors.joining(", "));
    }

    @Test
    void greatestFirstAndEqualOnesByName() throws IOException {
        lives.through(this::fill, storage -> {
            Cardinality day = storage.cardinality(CardinalityRequest.ofDay(TODAY).withFocusLabel("host"));
            assertThat(day.series()).isEqualTo(15);
            assertThat(day.labelValuePairs()).isEqualTo(15 * 3 + 5);
            assertThat(text(day.seriesByMetric())).isEqualTo("a 5, b 3, c 3, d 3, e 1");
            assertThat(text(day.seriesByLabel())).isEqualTo("__name__ 15, host 15, i 15, odd 5");
            assertThat(text(day.seriesByFocusValue())).isEqualTo("h0 6, h1 5, h2 4");
            assertThat(text(day.seriesByPair())).isEqualTo("host=h0 6, __name__=a 5, host=h1 5, i=0 5, odd=yes 5, "
                    + "host=h2 4, i=1 4, i=2 4, __name__=b 3, __name__=c 3");
            assertThat(text(day.valuesByLabel())).isEqualTo("__name__ 5, i 5, host 3, odd 1");
        });
    }

    @Test
    void atTheCutTheFirstByNameStay() throws IOException {
        lives.through(this::fill, storage -> {
            String[] metrics = {"a 5", "a 5, b 3", "a 5, b 3, c 3", "a 5, b 3, c 3, d 3", "a 5, b 3, c 3, d 3, e 1"};
            for (int top = 1; top <= 7; top++) {
                Cardinality status = storage.cardinality(CardinalityRequest.ofDay(TODAY).withTop(top));
                assertThat(text(status.seriesByMetric())).isEqualTo(metrics[Math.min(top, 5) - 1]);
                assertThat(status.seriesByPair()).hasSize(top);
                assertThat(status.seriesByFocusValue()).isEmpty();
                assertThat(status.series()).as("totals are not cut").isEqualTo(15);
            }
            assertThat(text(storage.cardinality(CardinalityRequest.ofDay(TODAY).withTop(2)).seriesByLabel()))
                    .isEqualTo("__name__ 15, host 15");
        });
    }

    @Test
    void focusOnAnyLabel() throws IOException {
        lives.through(this::fill, storage -> {
            CardinalityRequest day = CardinalityRequest.ofDay(TODAY);
            String[][] expected = {{"odd", "yes 5"}, {"none", ""}, {"i", "0 5, 1 4, 2 4, 3 1, 4 1"},
                {"__name__", "a 5, b 3, c 3, d 3, e 1"}};
            for (String[] focus : expected) {
                assertThat(text(storage.cardinality(day.withFocusLabel(focus[0])).seriesByFocusValue()))
                        .isEqualTo(focus[1]);
            }
            assertThat(text(storage.cardinality(day.withFocusLabel("i").withTop(3)).seriesByFocusValue()))
                    .isEqualTo("0 5, 1 4, 2 4");
        });
    }

    @Test
    void aDayAndAllTime() throws IOException {
        lives.through(this::fill, storage -> {
            Cardinality ever = storage.cardinality(CardinalityRequest.allTime());
            assertThat(ever.series()).isEqualTo(17).isEqualTo(storage.seriesCount());
            assertThat(text(ever.seriesByMetric())).isEqualTo("a 5, b 3, c 3, d 3,  1, e 1, old 1");
            Cardinality yesterday = storage.cardinality(CardinalityRequest.ofDay(TODAY.minusDays(1)));
            assertThat(text(yesterday.seriesByMetric())).isEqualTo("old 1");
            assertThat(text(yesterday.seriesByPair())).isEqualTo("__name__=old 1, host=h0 1");
            Cardinality none = storage.cardinality(CardinalityRequest.ofDay(TODAY.plusDays(1)));
            assertThat(none).isEqualTo(new Cardinality(0, 0, List.of(), List.of(), List.of(), List.of(), List.of()));
        });
    }

    @Test
    void filtersNarrowEveryList() throws IOException {
        lives.through(this::fill, storage -> {
            CardinalityRequest day = CardinalityRequest.ofDay(TODAY);
            Cardinality even = storage.cardinality(day.matching(TagFilters.all().equal("odd", "")));
            assertThat(even.series()).isEqualTo(10);
            assertThat(text(even.seriesByMetric())).isEqualTo("a 3, b 2, c 2, d 2, e 1");
            assertThat(text(even.seriesByLabel())).isEqualTo("__name__ 10, host 10, i 10");
            Cardinality two = storage.cardinality(day.matching(TagFilters.metric("e")).or(TagFilters.metric("b")));
            assertThat(text(two.seriesByMetric())).isEqualTo("b 3, e 1");
            assertThat(storage.cardinality(day.matching(TagFilters.metric("none"))).series()).isZero();
            assertThat(storage.cardinality(CardinalityRequest.ofDay(TODAY.minusDays(1)).matching(
                    TagFilters.metric("a"))).series()).isZero();
        });
    }

    @Test
    void deletedSeriesAreInNoList() throws IOException {
        lives.through(storage -> {
            fill(storage);
            storage.deleteSeries(List.of(TagFilters.metric("a"), TagFilters.all().equal("odd", "yes")));
        }, storage -> {
            Cardinality day = storage.cardinality(CardinalityRequest.ofDay(TODAY).withFocusLabel("odd"));
            assertThat(text(day.seriesByMetric())).isEqualTo("b 2, c 2, d 2, e 1");
            assertThat(text(day.seriesByLabel())).isEqualTo("__name__ 7, host 7, i 7");
            assertThat(text(day.seriesByFocusValue())).isEmpty();
            assertThat(text(day.valuesByLabel())).isEqualTo("__name__ 4, host 2, i 2");
            assertThat(storage.seriesCount(TODAY)).isEqualTo(7);
            assertThat(storage.seriesCount()).isEqualTo(9);
        });
    }

    @Test
    void oddBytesAreCountedUnderTheirOwnNames() throws IOException {
        lives.through(storage -> Lives.add(storage, now, new String[][] {{"a=b", "c", "d"}, {"m", "a=b", "c"},
            {"m", "a", "b=c"}, {"\1", "\0", "\2"}}), storage -> {
                Cardinality day = storage.cardinality(CardinalityRequest.ofDay(TODAY).withTop(100));
                assertThat(text(day.seriesByMetric())).isEqualTo("m 2, \1 1, a=b 1");
                assertThat(text(day.seriesByLabel())).isEqualTo("__name__ 4, \0 1, a 1, a=b 1, c 1");
                assertThat(text(day.seriesByPair())).contains("\0=\2 1", "a=b=c 1, a=b=c 1");
            });
    }

    @Test
    void anEmptyStorageHasAnEmptyStatus() throws IOException {
        lives.through(storage -> { }, storage -> {
            assertThat(storage.cardinality(CardinalityRequest.allTime()).seriesByLabel()).isEmpty();
            assertThat(storage.seriesCount()).isZero();
        });
    }
}
