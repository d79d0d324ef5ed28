package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricNameTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void namesAndIdsAreThoseOfTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("metric_names")) {
            MetricName name = name(labels(vector));
            String note = (String) vector.get("note");
            if (vector.get("hex") == null) {
                assertThat((long) name.marshaled().length()).as(note).isEqualTo(vector.get("marshaled_len"));
                assertThat(HEX.toHexDigits(XxHash64.hash(name.marshaled()))).as(note)
                        .isEqualTo(vector.get("xxhash64_of_marshaled"));
            } else {
                assertThat(HEX.formatHex(name.marshaled().toByteArray())).as(note).isEqualTo(vector.get("hex"));
                assertThat(name.group().toByteArray()).as(note).isEqualTo(TestData.bytes(vector.get("metric_group")));
                assertThat(tags(name)).as(note).isEqualTo(slices(vector.get("tags")));
                assertThat(name.tagCount()).as(note).isEqualTo(tags(name).size());
            }
            assertThat(MetricName.parse(name.marshaled())).isEqualTo(name);
            ByteBuilder tsid = new ByteBuilder();
            name.newTsid(Long.parseLong((String) vector.get("metric_id"))).marshal(tsid);
            assertThat(HEX.formatHex(tsid.toByteArray())).as(note).isEqualTo(vector.get("tsid_hex"));
        }
    }

    @Test
    void rowsCarryTheSameNamesInArrivalOrder() throws Exception {
        MetricName.Builder builder = MetricName.builder();
        for (Map<String, Object> vector : TestData.indexVectors("metric_names")) {
            List<List<Slice>> labels = labels(vector);
            ByteBuilder raw = new ByteBuilder();
            raw.u8(99);
            RawNameWriter writer = new RawNameWriter(raw);
            writer.label("of", "another").start();
            int from = raw.size();
            labels.forEach(label -> writer.label(label.get(0), label.get(1)));
            MetricName name = RawName.toMetricName(raw.array(), from, raw.size() - from, builder);
            assertThat(name).as((String) vector.get("note")).isEqualTo(name(labels));

            byte[] own = name.raw().bytes();
            assertThat(name.raw().hash()).isEqualTo(XxHash64.hash(own));
            if (name.tagCount() < MetricName.MAX_LABELS) {
                assertThat(RawName.toMetricName(own, 0, own.length, builder)).isEqualTo(name);
            }
        }
    }

    @Test
    void tagsThatGroupSeriesAreThoseOfTheVectors() {
        for (Map<String, Object> vector : TestData.dataVectors("tsid_grouping")) {
            MetricName.Builder builder = MetricName.builder();
            TestData.map(vector.get("labels")).forEach((key, value) -> builder.add(key, (String) value));
            MetricName name = builder.build();
            List<Object> order = new ArrayList<>();
            name.forEachTag((key, value) -> order.add(key.utf8()));
            Object expected = vector.get("canonical_label_order");
            assertThat(order).isEqualTo(expected == null ? List.of() : expected);

            Tsid tsid = name.newTsid(5);
            assertThat(Long.toUnsignedString(tsid.metricGroupId())).isEqualTo(vector.get("metric_group_id"));
            assertThat(Integer.toUnsignedLong(tsid.jobId())).isEqualTo(vector.getOrDefault("job_id", 0L));
            assertThat(Integer.toUnsignedLong(tsid.instanceId())).isEqualTo(vector.getOrDefault("instance_id", 0L));
            assertThat(tsid.metricId()).isEqualTo(5);
        }
    }

    @Test
    void labelsAreReadAsText() {
        MetricName name = MetricName.of("up", "instance", "h:1", "job", "n", "empty", "");
        assertThat(name.metric()).isEqualTo("up");
        assertThat(name.label("job")).isEqualTo("n");
        assertThat(name.label("__name__")).isEqualTo("up");
        assertThat(name.label("empty")).isNull();
        List<String> labels = new ArrayList<>();
        name.forEachLabel((key, value) -> labels.add(key + "=" + value));
        assertThat(labels).containsExactly("__name__=up", "job=n", "instance=h:1");
        assertThat(name).hasToString("up{job=\"n\",instance=\"h:1\"}")
                .isEqualTo(MetricName.of("up", "job", "n", "instance", "h:1"))
                .hasSameHashCodeAs(MetricName.of("up", "job", "n", "instance", "h:1"))
                .isNotEqualTo(MetricName.of("up", "job", "n"));
    }

    @Test
    void textIsQuotedInMessages() {
        assertThat(MetricName.of("", "a", "x\"y\\z\n")).hasToString("{a=\"x\\\"y\\\\z\\n\"}");
        assertThat(MetricName.of("", "a", "b").label("__name__")).isNull();
    }

    @Test
    void aLabelWithoutValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MetricName.of("up", "job"))
                .withMessageContaining("\"job\"");
    }

    @Test
    void aBuilderStartsAnew() {
        MetricName.Builder builder = MetricName.builder();
        builder.add("__name__", "a").add("x", "1").build();
        assertThat(builder.add("y", "2").build()).isEqualTo(MetricName.of("", "y", "2"));
        builder.add("z", "3").clear();
        assertThat(builder.build()).isEqualTo(MetricName.of(""));
    }

    @Test
    void brokenBytesAreRefused() {
        for (String hex : List.of("", "75", "75700161", "7570016101", "757001610162", "610001", "0100610101")) {
            assertThatExceptionOfType(CorruptedDataException.class).as(hex)
                    .isThrownBy(() -> MetricName.parse(Slice.of(HEX.parseHex(hex))));
        }
    }

    @Test
    void brokenRawNamesAreRefused() {
        byte[] whole = MetricName.of("up", "job", "n").raw().bytes();
        for (int length = 1; length < whole.length; length++) {
            int cut = length;
            assertThat(RawName.isWhole(whole, 0, cut)).as("%s", cut).isEqualTo(cut == 6);
            if (cut == 6) {
                continue;
            }
            assertThatIllegalArgumentException().as("%s", cut)
                    .isThrownBy(() -> RawName.toMetricName(whole, 0, cut, MetricName.builder()));
        }
    }

    private static MetricName name(List<List<Slice>> labels) {
        MetricName.Builder builder = MetricName.builder();
        labels.forEach(label -> builder.add(label.get(0), label.get(1)));
        return builder.build();
    }

    private static List<List<Slice>> tags(MetricName name) {
        List<List<Slice>> tags = new ArrayList<>();
        name.forEachTag((key, value) -> tags.add(List.of(key, value)));
        return tags;
    }

    /** The labels of a vector, in arrival order; {@code labels_compact} repeats one character for a text. */
    private static List<List<Slice>> labels(Map<String, Object> vector) {
        if (vector.get("labels") != null) {
            return slices(vector.get("labels"));
        }
        List<List<Slice>> labels = new ArrayList<>();
        for (List<Object> label : TestData.<List<Object>>list(vector.get("labels_compact"))) {
            String key = label.get(0).equals("_") ? "__name__" : repeated(label, 0);
            labels.add(List.of(Slice.utf8(key), Slice.utf8(repeated(label, 2))));
        }
        return labels;
    }

    private static String repeated(List<Object> label, int at) {
        return ((String) label.get(at)).repeat(((Long) label.get(at + 1)).intValue());
    }

    private static List<List<Slice>> slices(Object pairs) {
        List<List<Slice>> slices = new ArrayList<>();
        for (List<Object> pair : TestData.<List<Object>>list(pairs)) {
            slices.add(List.of(Slice.of(TestData.bytes(pair.get(0))), Slice.of(TestData.bytes(pair.get(1)))));
        }
        return slices;
    }
}
