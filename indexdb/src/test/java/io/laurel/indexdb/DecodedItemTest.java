package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.indexdb.DecodedItem.Kind;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.Tsid;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodedItemTest {
    private static final MetricName NAME = MetricName.of("a.b\u0001", "job", "n\u0000", "instance", "h:1");
    private static final Tsid TSID = NAME.newTsid(77);

    @Test
    void takesEveryRowOfASeriesApart() throws Exception {
        SeriesRows rows = new SeriesRows();
        ItemBatch batch = new ItemBatch();
        rows.series(NAME.marshaled());
        rows.addAllDays(TSID, batch);
        rows.addDay(19676, 77, batch);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            DecodedItem item = DecodedItem.of(batch.item(i));
            assertThat(item.ids()).containsExactly(77);
            assertThat(item.day()).isEqualTo(item.kind().name().startsWith("DAY") ? 19676L : null);
            if (item.key() == null) {
                assertThat(item.name()).isEqualTo(item.kind().name().contains("NAME") ? NAME : null);
                assertThat(item.series()).isEqualTo(item.kind().name().contains("TSID") ? TSID : null);
            }
            found.add(item.kind().words() + (item.key() == null ? "" : " " + item.group() + " " + item.key() + " "
                    + item.value() + (item.reversed() ? " reversed" : "")));
        }
        List<String> tags = List.of("null  a.b\\x01", "null  \\x01b.a reversed", "null job n\\x00",
                "null instance h:1", "a.b\\x01 job n\\x00", "a.b\\x01 instance h:1");
        List<String> expected = new ArrayList<>(List.of("name to tsid", "id to name", "id to tsid"));
        tags.forEach(tag -> expected.add("tag to ids " + tag));
        expected.add("day to id");
        tags.forEach(tag -> expected.add("day tag to ids " + tag));
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void takesRowsOfManyIdsAndMarksApart() throws Exception {
        assertThat(decoded("016b017601" + "000000000000000a" + "000000000000000b").ids()).containsExactly(10, 11);
        DecodedItem mark = decoded("04000000000000000b");
        assertThat(mark.kind()).isEqualTo(Kind.DELETED_ID);
        assertThat(mark.ids()).containsExactly(11);
    }

    @Test
    void aLabelThatLooksLikeACompositeKeyIsShownAsItIs() throws Exception {
        DecodedItem item = decoded("01fe7f6b017601" + "000000000000000a");
        assertThat(item.group()).isNull();
        assertThat(item.key()).isEqualTo(Slice.of(HexFormat.of().parseHex("fe7f6b")));
    }

    @Test
    void refusesWhatIsNoItemOfAnIndex() {
        for (String hex : List.of("", "07", "016b0176", "04", "0075", "03000000000000000b6b")) {
            assertThatExceptionOfType(CorruptedDataException.class).as(hex).isThrownBy(() -> decoded(hex));
        }
    }

    private static DecodedItem decoded(String hex) throws CorruptedDataException {
        return DecodedItem.of(Slice.of(HexFormat.of().parseHex(hex)));
    }
}
