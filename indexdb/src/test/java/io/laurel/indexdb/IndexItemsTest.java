package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.TagCoding;
import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexItemsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aNewSeriesGetsTheRowsOfTheReference() throws Exception {
        SeriesRows rows = new SeriesRows();
        for (Map<String, Object> vector : TestData.indexVectors("new_series_rows")) {
            MetricName name = name(TestData.list(vector.get("labels")));
            long metricId = Long.parseUnsignedLong((String) vector.get("metric_id"));
            rows.series(name.marshaled());
            ItemBatch allDays = new ItemBatch();
            rows.addAllDays(name.newTsid(metricId), allDays);
            ItemBatch oneDay = new ItemBatch();
            rows.addDay((Long) vector.get("date"), metricId, oneDay);

            assertThat(hex(allDays)).as(name.toString()).isEqualTo(vector.get("global_rows"));
            assertThat(hex(oneDay)).as(name.toString()).isEqualTo(vector.get("per_day_rows"));
        }
    }

    private static MetricName name(List<List<Object>> labels) {
        MetricName.Builder builder = MetricName.builder();
        for (List<Object> label : labels) {
            builder.add(Slice.of(TestData.bytes(label.get(0))), Slice.of(TestData.bytes(label.get(1))));
        }
        return builder.build();
    }

    private static List<String> hex(ItemBatch items) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rows.add(HEX.formatHex(items.item(i).toByteArray()));
        }
        return rows;
    }

    @Test
    void compositeKeysAreThoseOfTheReference() {
        for (Map<String, Object> vector : TestData.indexVectors("composite_keys")) {
            ByteBuilder key = new ByteBuilder();
            IndexItems.compositePrefix(Slice.of(TestData.bytes(vector.get("name"))), key)
                    .bytes(TestData.bytes(vector.get("key")));
            ByteBuilder tag = new ByteBuilder();
            TagCoding.put(key.slice(), tag);

            assertThat(HEX.formatHex(key.toByteArray())).isEqualTo(vector.get("composite_key"));
            assertThat(HEX.formatHex(tag.toByteArray())).isEqualTo(vector.get("escaped_with_separator"));
        }
    }

    @Test
    void tableNamesAreSixteenUpperCaseHexadecimalDigits() {
        for (Map<String, Object> vector : TestData.indexVectors("table_names")) {
            String name = (String) vector.get("name");
            assertThat(IndexGeneration.isName(name)).as(name).isEqualTo(vector.get("is_table"));
        }
        assertThat(IndexGeneration.name(IndexGeneration.number("FEA3B4C5D6E7F801"))).isEqualTo("FEA3B4C5D6E7F801");
    }

    @Test
    void theTimeSinceWhenThereAreCompositeRowsIsZigzagCoded() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("min_timestamp_for_composite_index")) {
            byte[] content = HEX.parseHex((String) vector.get("hex"));
            assertThat(new ByteReader(content).zigzag64("time")).isEqualTo(vector.get("timestamp_ms"));
            assertThat(new ByteBuilder().zigzag64((Long) vector.get("timestamp_ms")).toByteArray()).isEqualTo(content);
        }
    }

    @Test
    void tagRowsAreTakenApart() throws Exception {
        TagRow row = new TagRow();
        set(row, "016b003001760031010000000000000102ff00000000000001");
        assertThat(row.day()).isEqualTo(IndexItems.ALL_DAYS);
        assertThat(row.escapedKey().toString()).isEqualTo("k\\x000");
        assertThat(row.escapedValue().toString()).isEqualTo("v\\x001");
        assertThat(row.idsCount()).isEqualTo(2);
        assertThat(row.id(0)).isEqualTo(0x102);
        assertThat(row.id(1)).isEqualTo(0xff00000000000001L);
        assertThat(HEX.formatHex(row.prefix().toByteArray())).isEqualTo("016b00300176003101");

        set(row, "0601010101010101010101" + "0000000000000003");
        assertThat(row.day()).isEqualTo(0x0101010101010101L);
        assertThat(row.escapedKey().isEmpty()).isTrue();
        assertThat(row.escapedValue().isEmpty()).isTrue();
        assertThat(row.id(0)).isEqualTo(3);
    }

    @Test
    void brokenRowsAreRefused() {
        for (String broken : List.of("", "00", "01", "016b", "016b01", "016b0176", "016b017601",
                "016b01760100000000000000", "016b017601000000000000000102", "0600000000", "060000000000000001",
                "060000000000000001016b0101")) {
            assertThatThrownBy(() -> set(new TagRow(), broken)).as(broken)
                    .isInstanceOf(CorruptedDataException.class);
        }
        for (String broken : List.of("02", "020000000000000001", "03", "030000000000000001", "0400", "0500000000",
                "0700000000000000010000000000000001")) {
            byte[] bytes = HEX.parseHex(broken);
            assertThatThrownBy(() -> IndexItems.metricId(bytes, 0, bytes.length)).as(broken)
                    .isInstanceOf(CorruptedDataException.class);
        }
    }

    private static void set(TagRow row, String hex) throws CorruptedDataException {
        byte[] bytes = HEX.parseHex(hex);
        row.set(bytes, 0, bytes.length);
    }
}
