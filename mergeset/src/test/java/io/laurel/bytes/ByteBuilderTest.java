package io.laurel.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.testkit.TestData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByteBuilderTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void unsignedVarintsAreThoseOfTheVectors() throws Exception {
        List<Map<String, Object>> vectors = new ArrayList<>(TestData.dataVectors("var_uint64"));
        vectors.addAll(TestData.indexVectors("varuint64"));
        for (Map<String, Object> vector : vectors) {
            byte[] bytes = HEX.parseHex((String) vector.get("hex"));
            long value = Long.parseUnsignedLong((String) vector.get("value"));
            assertThat(new ByteBuilder(0).uvarint(value).toByteArray()).isEqualTo(bytes);
            assertThat(new ByteReader(bytes).uvarint("n")).isEqualTo(value);
        }
    }

    @Test
    void signedVarintsAreThoseOfTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("var_int64")) {
            byte[] bytes = HEX.parseHex((String) vector.get("hex"));
            long value = Long.parseLong((String) vector.get("value"));
            assertThat(new ByteBuilder(0).varint(value).toByteArray()).isEqualTo(bytes);
            assertThat(new ByteReader(bytes).varint("n")).isEqualTo(value);

            byte[] column = new byte[Varints.MAX_BYTES];
            assertThat(Varints.putSigned(new long[] {value}, 0, 1, column, 0)).isEqualTo(bytes.length);
            assertThat(column).startsWith(bytes);
            long[] decoded = new long[1];
            assertThat(Varints.getSigned(bytes, 0, bytes.length, decoded, 0, 1)).isEqualTo(bytes.length);
            assertThat(decoded[0]).isEqualTo(value);
        }
    }

    @Test
    void paddedAndBrokenVarintsAreReadAsTheVectorsSay() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("varint_decode")) {
            byte[] bytes = HEX.parseHex((String) vector.get("hex"));
            long[] column = new long[1];
            if (Boolean.TRUE.equals(vector.get("error"))) {
                assertThatExceptionOfType(CorruptedDataException.class)
                        .isThrownBy(() -> new ByteReader(bytes).uvarint("n"));
                assertThatExceptionOfType(CorruptedDataException.class)
                        .isThrownBy(() -> Varints.getSigned(bytes, 0, bytes.length, column, 0, 1));
                continue;
            }
            int left = ((Long) vector.get("bytes_left")).intValue();
            ByteReader reader = new ByteReader(bytes);
            assertThat(reader.uvarint("n")).isEqualTo(Long.parseUnsignedLong((String) vector.get("unsigned")));
            assertThat(reader.remaining()).isEqualTo(left);
            assertThat(Varints.getSigned(bytes, 0, bytes.length, column, 0, 1)).isEqualTo(bytes.length - left);
            assertThat(column[0]).isEqualTo(Long.parseLong((String) vector.get("signed")));
            Varints.getUnsigned(bytes, 0, bytes.length, column, 0, 1);
            assertThat(column[0]).isEqualTo(Long.parseUnsignedLong((String) vector.get("unsigned")));
        }
    }

    @Test
    void fixedWidthIntegersAreThoseOfTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("fixed_ints")) {
            byte[] bytes = HEX.parseHex((String) vector.get("hex"));
            String text = (String) vector.get("value");
            ByteBuilder builder = new ByteBuilder(0);
            ByteReader reader = new ByteReader(bytes);
            switch ((String) vector.get("type")) {
                case "int64" -> {
                    builder.zigzag64(Long.parseLong(text));
                    assertThat(reader.zigzag64("n")).isEqualTo(Long.parseLong(text));
                }
                case "int16" -> {
                    builder.zigzag16(Short.parseShort(text));
                    assertThat(reader.zigzag16("n")).isEqualTo(Short.parseShort(text));
                }
                case "uint64" -> {
                    builder.u64(Long.parseUnsignedLong(text));
                    assertThat(reader.u64("n")).isEqualTo(Long.parseUnsignedLong(text));
                }
                case "uint32" -> {
                    builder.u32(Integer.parseUnsignedInt(text));
                    assertThat(reader.u32("n")).isEqualTo(Integer.parseUnsignedInt(text));
                }
                case "uint16" -> {
                    builder.u16(Integer.parseInt(text));
                    assertThat(reader.u16("n")).isEqualTo(Integer.parseInt(text));
                }
                default -> throw new AssertionError("unknown type in " + vector);
            }
            assertThat(builder.toByteArray()).isEqualTo(bytes);
            reader.expectEnd("integer");
        }
    }

    @Test
    void lengthPrefixedBytesAreThoseOfTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.indexVectors("bytes_with_length")) {
            byte[] bytes = HEX.parseHex((String) vector.get("bytes"));
            byte[] coded = HEX.parseHex((String) vector.get("hex"));
            assertThat(new ByteBuilder(0).lengthPrefixed(bytes, 0, bytes.length).toByteArray()).isEqualTo(coded);
            assertThat(new ByteReader(coded).lengthPrefixed("text").toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void everyReadNamesTheFieldThatIsMissing() {
        ByteReader reader = new ByteReader(new byte[1]);
        assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> reader.u64("rows offset"))
                .withMessageContaining("rows offset").withMessageContaining("8 bytes wanted, 1 left");
        assertThatExceptionOfType(CorruptedDataException.class)
                .isThrownBy(() -> new ByteReader(new byte[] {5, 1}).lengthPrefixed("first item"))
                .withMessageContaining("first item: length 5");
        assertThatExceptionOfType(CorruptedDataException.class)
                .isThrownBy(() -> new ByteReader(new byte[] {0, 0, 1, 0}).count(255, "headers"))
                .withMessageContaining("headers is 256");
    }

    @Test
    void theBuilderKeepsItsContentWhileItGrows() {
        ByteBuilder builder = new ByteBuilder(1);
        for (int i = 0; i < 1000; i++) {
            builder.u16(i);
        }
        assertThat(builder.size()).isEqualTo(2000);
        assertThat(builder.array()[1999]).isEqualTo((byte) 999);
        assertThat(builder.clear().isEmpty()).isTrue();
    }
}
