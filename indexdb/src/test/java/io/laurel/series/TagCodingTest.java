package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.testkit.TestData;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagCodingTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void valuesAreEscapedAsInTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("tag_values")) {
            Slice value = Slice.of(TestData.bytes(vector.get("value")));
            byte[] escaped = HEX.parseHex((String) vector.get("hex_without_separator"));

            ByteBuilder target = new ByteBuilder(0);
            TagCoding.put(value, target);
            assertThat(target.toByteArray()).isEqualTo(HEX.parseHex((String) vector.get("hex")));
            assertThat(TagCoding.escape(value).toByteArray()).isEqualTo(escaped);
            assertThat(TagCoding.unescape(escaped, 0, escaped.length)).isEqualTo(value);
        }
    }

    @Test
    void bytesAreDecodedOrRefusedAsInTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("tag_value_decode")) {
            byte[] bytes = HEX.parseHex((String) vector.get("hex"));
            int separator = TagCoding.separator(bytes, 0, bytes.length);
            if ((boolean) vector.get("accepted")) {
                assertThat(TagCoding.unescape(bytes, 0, separator).toByteArray())
                        .isEqualTo(TestData.bytes(vector.get("value")));
                assertThat(Slice.of(bytes).from(separator + 1).toByteArray())
                        .isEqualTo(HEX.parseHex((String) vector.get("tail")));
            } else if (separator >= 0) {
                assertThatExceptionOfType(CorruptedDataException.class).as(vector.toString())
                        .isThrownBy(() -> TagCoding.unescape(bytes, 0, separator));
            }
        }
    }
}
