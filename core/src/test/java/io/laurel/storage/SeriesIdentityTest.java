package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which labels make one series and which make two, and that every text survives as it is. */
class SeriesIdentityTest {
    private static final TimeRange EVER = TimeRange.all();

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    @Test
    void orderOfLabelsMakesNoSeries() throws IOException {
        List<String> names = List.of("a", "z", "job", "instance", "host", "env", "__a", "0", "Zone", "ü", "db", "le");
        lives.through(storage -> {
            Random random = new Random(7);
            List<String> order = new ArrayList<>(names);
            for (int i = 0; i < 50; i++) {
                Collections.shuffle(order, random);
                String[] name = new String[1 + 2 * order.size()];
                name[0] = "m";
                for (int l = 0; l < order.size(); l++) {
                    name[1 + 2 * l] = order.get(l);
                    name[2 + 2 * l] = order.get(l) + "!";
                }
                RowBatch rows = new RowBatch();
                Lives.series(rows, name).add(now + i, i);
                storage.addRows(rows);
            }
        }, storage -> {
            assertThat(storage.seriesCount()).isEqualTo(1);
            assertThat(Lives.times(storage, TagFilters.all().equal("ü", "ü!"), EVER)).hasSize(50).isSorted();
        });
    }

    /** Labels of one group make one series: the first of each is what it is called. */
    private static final String[][][] SAME = {
        {{"m", "a", "1"}, {"m", "a", "1", "b", ""}, {"m", "b", "", "a", "1"}, {"m", "a", "0", "a", "1"},
            {"m", "", "x", "a", "1"}, {"x", "a", "1", "__name__", "m"}, {"m", "a", "1", "a", ""}},
        {{"m", "job", "1", "Job", "2"}, {"m", "Job", "2", "job", "1"}, {"m", "job", "0", "Job", "2", "job", "1"},
            {"m", "Job", "0", "job", "1", "Job", "2"}},
        {{"m", "SensorType", "a", "sensor_type", "b", "Sensor_type", "c"},
            {"m", "Sensor_type", "c", "sensor_type", "b", "SensorType", "a"}},
        {{"", "a", "1"}, {"", "a", "2", "a", "1"}},
        {{"m"}, {"m", "a", ""}, {"", "__name__", "m"}}};

    @Test
    void oneSetOfLabelsIsOneSeries() throws IOException {
        lives.through(storage -> {
            for (String[][] same : SAME) {
                RowBatch rows = new RowBatch();
                for (int i = 0; i < same.length; i++) {
                    Lives.series(rows, same[i]).add(now + i, i);
                }
                assertThat(storage.addRows(rows)).isEqualTo(same.length);
                for (int i = 0; i < same.length; i++) {
                    rows.clear();
                    Lives.series(rows, same[same.length - 1 - i]).add(now + 100 + i, i);
                    storage.addRows(rows);
                }
            }
        }, storage -> {
            for (String[][] same : SAME) {
                TagFilters exactly = TagFilters.metric(same[0][0]);
                for (int i = 1; i < same[0].length; i += 2) {
                    exactly = exactly.equal(same[0][i], same[0][i + 1]);
                }
                if (same[0].length == 1) {
                    exactly = exactly.equal("a", "").equal("job", "").equal("SensorType", "");
                }
                assertThat(Lives.times(storage, exactly, EVER)).as("%s", exactly).hasSize(2 * same.length);
                assertThat(storage.searchSeries(SearchRequest.of(exactly, EVER)).size()).isEqualTo(1);
            }
            assertThat(storage.seriesCount()).isEqualTo(SAME.length);
        });
    }

    @Test
    void namesAreComparedByTheirLabels() {
        for (String[][] same : SAME) {
            for (String[] name : same) {
                MetricName one = MetricName.of(name[0], Arrays.copyOfRange(name, 1, name.length));
                MetricName first = MetricName.of(same[0][0], Arrays.copyOfRange(same[0], 1, same[0].length));
                assertThat(one).isEqualTo(first);
            }
        }
    }

    @Test
    void everyTextSurvivesAsItIs() throws IOException {
        List<String> texts = List.of("\0", "\1", "\2", "\0\1\2", "a\1b", "a\0", "\0000", "\1\1", "\2\2x", "a\nb", "\n",
                "юникод", "😀", "\"q\"", "\\", " ", "{}", ",", "=", "\u007f", "\ufffd", "a", "A", "__name__",
                "x".repeat(16_384));
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                rows.series("value", "k", text).add(now + i, i);
                rows.series(text, "k", "group").add(now + i, i);
                if (text.length() <= 256 && !text.equals("__name__")) {
                    rows.series("key", text, "v").add(now + i, i);
                }
            }
            assertThat(storage.addRows(rows)).isEqualTo(rows.size());
        }, storage -> {
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                assertThat(Lives.times(storage, TagFilters.metric("value").equal("k", text), EVER)).containsExactly(now + i);
                assertThat(Lives.times(storage, TagFilters.metric(text).equal("k", "group"), EVER)).containsExactly(now + i);
                if (text.length() <= 256 && !text.equals("__name__")) {
                    assertThat(Lives.times(storage, TagFilters.metric("key").equal(text, "v"), EVER))
                            .containsExactly(now + i);
                    assertThat(storage.labelValues(text, EVER)).contains("v");
                }
                try (SearchResult found = storage.search(TagFilters.metric("value").equal("k", text), EVER)) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.metricName().label("k")).isEqualTo(text);
                }
            }
            assertThat(storage.labelValues("k", EVER)).contains(texts.toArray(String[]::new))
                    .hasSize(texts.size() + 1);
            assertThat(storage.labelValues("__name__", EVER)).hasSize(texts.size() + 2);
        });
    }

    @Test
    void bytesThatAreNoTextSurviveToo() throws IOException {
        byte[][] all = {{(byte) 0xff}, {(byte) 0xc3, '('}, {'o', (byte) 0xe2, (byte) 0x82}, {0, 1, 2, (byte) 0xfe}};
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < all.length; i++) {
                rows.series(MetricName.builder().add(Slice.utf8("__name__"), Slice.of(all[i]))
                        .add(Slice.of(all[i]), Slice.of(all[i])).build()).add(now + i, i);
            }
            storage.addRows(rows);
        }, storage -> {
            for (int i = 0; i < all.length; i++) {
                Slice text = Slice.of(all[i]);
                assertThat(Lives.times(storage, TagFilters.all().equal(text, text), EVER)).containsExactly(now + i);
                assertThat(Lives.times(storage, TagFilters.all().equal(Slice.utf8("__name__"), text), EVER))
                        .containsExactly(now + i);
            }
            assertThat(storage.labelValues("__name__", LabelRequest.of(EVER)).texts()).hasSize(4);
        });
    }

    @Test
    void seriesThatDifferInOneByteAreTwo() throws IOException {
        String[][] names = {{"m", "a", "b"}, {"m", "a", "b "}, {"m", "a", "B"}, {"m", "A", "b"}, {"M", "a", "b"},
            {"m", "ab", ""}, {"m", "a", "b", "c", "d"}, {"ma", "b", "x"}, {"", "a", "b"}, {"m", "b", "a"},
            {"m", "é", "1"}, {"m", "e\u0301", "1"}};
        lives.through(storage -> Lives.add(storage, now, names), storage -> {
            assertThat(storage.seriesCount()).isEqualTo(names.length);
            try (SearchResult found = storage.search(SearchRequest.of(TagFilters.all(), EVER)
                    .or(TagFilters.all().equal("__name__", "")))) {
                List<String> seen = new ArrayList<>();
                while (found.next()) {
                    seen.add(new String(found.metricName().marshaled().toByteArray(), StandardCharsets.ISO_8859_1));
                    assertThat(found.samples().size()).isEqualTo(1);
                }
                assertThat(seen).hasSize(names.length).doesNotHaveDuplicates();
            }
        });
    }

    /** Names of up to 65,510 bytes, as they stand in the index, fit into its rows; longer ones are refused. */
    @Test
    void theLongestNamesAreKeptAndLongerOnesAreRefused() throws IOException {
        int longest = MetricName.MAX_MARSHALED_BYTES;
        String[] parts = {"a", "x".repeat(16_384), "b", "x".repeat(16_384), "c", "x".repeat(16_384), "d", ""};
        int others = MetricName.of("m0000", parts).marshaled().length() + "d".length() + 2;
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < 40; i++) {
                String[] labels = parts.clone();
                labels[7] = "x".repeat(longest - others + i - 20);
                rows.series(String.format("m%04d", i), labels).add(now + i, i);
            }
            assertThat(storage.addRows(rows)).isEqualTo(21);
            assertThat(storage.stats().rows().badName()).isEqualTo(19);
            assertThat(storage.addRows(rows)).as("again").isEqualTo(21);
        }, storage -> {
            assertThat(storage.seriesCount()).isEqualTo(21);
            for (int i = 0; i < 40; i++) {
                TagFilters metric = TagFilters.metric(String.format("m%04d", i)).matches("d", "x{3}.*");
                assertThat(Lives.times(storage, metric, EVER)).hasSize(i <= 20 ? 2 : 0);
            }
            assertThat(storage.labelValues("d", EVER)).hasSize(21);
            assertThat(storage.labelValues("a", EVER)).containsExactly(parts[1]);
        });
    }

    @Test
    void thirtyLabelsAreKeptWithAndWithoutAMetricName() throws IOException {
        String[] labels = new String[60];
        for (int i = 0; i < 30; i++) {
            labels[2 * i] = String.format("l%02d", i);
            labels[2 * i + 1] = "v";
        }
        String[] withEmptyOnes = new String[64];
        System.arraycopy(labels, 0, withEmptyOnes, 4, 60);
        withEmptyOnes[0] = "none";
        withEmptyOnes[1] = "";
        withEmptyOnes[2] = "";
        withEmptyOnes[3] = "none";
        lives.through(storage -> {
            RowBatch rows = new RowBatch();
            rows.series("", labels).add(now, 1);
            rows.series("", withEmptyOnes).add(now + 1, 1);
            rows.series(MetricName.of("", withEmptyOnes)).add(now + 2, 1);
            assertThat(storage.addRows(rows)).isEqualTo(3);
        }, storage -> {
            assertThat(storage.seriesCount()).isEqualTo(1);
            assertThat(Lives.times(storage, TagFilters.all().equal("l29", "v"), EVER)).hasSize(3);
        });
    }
}
