package io.laurel.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import io.laurel.testkit.TestData;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XxHash64Test {
    @Test
    void hashesAreThoseOfTheVectors() {
        for (Map<String, Object> vector : TestData.indexVectors("xxhash64_seed0")) {
            byte[] bytes = HexFormat.of().parseHex((String) vector.get("bytes"));
            assertThat(XxHash64.hash(bytes)).isEqualTo(Long.parseUnsignedLong((String) vector.get("xxhash64")));
        }
        assertThat(XxHash64.hash("up".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x23af5a217b078e8fL);
    }

    @Test
    void everyLengthAndOffsetAgreesWithAnotherImplementation() {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        for (int length = 0; length < 250; length++) {
            int offset = length % 7;
            assertThat(XxHash64.hash(bytes, offset, length))
                    .isEqualTo(Hashing.xxh64().hashBytesToLong(bytes, offset, length));
        }
    }
}
