package io.laurel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.testkit.TestData;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TsidTest {
    @Test
    void bytesAreThoseOfTheVectors() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("tsid")) {
            Map<String, Object> fields = TestData.map(vector.get("tsid"));
            Tsid tsid = new Tsid(Long.parseUnsignedLong((String) fields.get("metric_group_id")),
                    ((Long) fields.get("job_id")).intValue(), ((Long) fields.get("instance_id")).intValue(),
                    Long.parseUnsignedLong((String) fields.get("metric_id")));
            assertThat(HexFormat.of().formatHex(bytes(tsid))).isEqualTo(vector.get("hex"));
            assertThat(Tsid.unmarshal(new ByteReader(bytes(tsid)))).isEqualTo(tsid);
        }
    }

    @Test
    void orderIsThatOfTheBytes() {
        Random random = new Random(7);
        long[] numbers = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31};
        for (int i = 0; i < 2000; i++) {
            Tsid a = some(random, numbers);
            Tsid b = some(random, numbers);
            assertThat(Integer.signum(a.compareTo(b)))
                    .isEqualTo(Integer.signum(Slice.of(bytes(a)).compareTo(Slice.of(bytes(b)))));
        }
    }

    @Test
    void fewerBytesAreRefused() {
        assertThatExceptionOfType(CorruptedDataException.class)
                .isThrownBy(() -> Tsid.unmarshal(new ByteReader(new byte[Tsid.BYTES - 1])))
                .withMessageContaining("metric id");
    }

    private static Tsid some(Random random, long[] numbers) {
        return new Tsid(numbers[random.nextInt(numbers.length)], (int) numbers[random.nextInt(numbers.length)],
                (int) numbers[random.nextInt(numbers.length)], numbers[random.nextInt(numbers.length)]);
    }

    private static byte[] bytes(Tsid tsid) {
        ByteBuilder target = new ByteBuilder();
        tsid.marshal(target);
        return target.toByteArray();
    }
}
