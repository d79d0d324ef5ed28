package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.testkit.TestData;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NamesGoldenTest {
    @Test
    void monthsOfTimestamps() {
        for (Map<String, Object> vector : TestData.dataVectors("partition_name")) {
            Month month = Month.of(number(vector, "ts"));
            assertThat(month.name()).isEqualTo(vector.get("name"));
            assertThat(month.firstMs()).isEqualTo(number(vector, "min_ts"));
            assertThat(month.lastMs()).isEqualTo(number(vector, "max_ts"));
            assertThat(month.contains(month.firstMs())).isTrue();
            assertThat(month.contains(month.firstMs() - 1)).isFalse();
            assertThat(month.contains(month.lastMs() + 1)).isFalse();
        }
    }

    @Test
    void monthsOfNames() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("partition_name_parse")) {
            String name = (String) vector.get("name");
            if (accepted(vector, () -> Month.parse(name))) {
                assertThat(Month.parse(name).name()).isEqualTo(name);
            }
        }
    }

    @Test
    void namesOfParts() {
        for (Map<String, Object> vector : TestData.dataVectors("part_name")) {
            PartHeader header = new PartHeader(number(vector, "rows"), number(vector, "blocks"),
                    number(vector, "min_ts"), number(vector, "max_ts"),
                    String.format("%016X", number(vector, "suffix")));
            assertThat(header.name()).isEqualTo(vector.get("name"));
        }
    }

    @Test
    void partsOfNames() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("part_name_parse")) {
            String name = (String) vector.get("name");
            if (accepted(vector, () -> PartHeader.parse(name))) {
                PartHeader header = PartHeader.parse(name);
                assertThat(header.rows()).isEqualTo(number(vector, "rows"));
                assertThat(header.blocks()).isEqualTo(number(vector, "blocks"));
                assertThat(header.minTimestampMs()).isEqualTo(number(vector, "min_ts"));
                assertThat(header.maxTimestampMs()).isEqualTo(number(vector, "max_ts"));
            }
        }
    }

    @Test
    void dedupIntervals() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("min_dedup_interval")) {
            assertThat(DedupInterval.format(number(vector, "ms"))).isEqualTo(vector.get("text"));
            assertThat(DedupInterval.parse((String) vector.get("text"))).isEqualTo(number(vector, "ms"));
        }
    }

    @Test
    void textsOfDedupIntervals() throws Exception {
        for (Map<String, Object> vector : TestData.dataVectors("min_dedup_interval_parse")) {
            String text = (String) vector.get("text");
            if (accepted(vector, () -> DedupInterval.parse(text))) {
                assertThat(DedupInterval.parse(text)).as(text).isEqualTo(number(vector, "ms"));
            }
        }
    }

    private static boolean accepted(Map<String, Object> vector, ThrowingCallable parse) {
        if (!(Boolean) vector.get("accepted")) {
            assertThatThrownBy(parse).as("%s", vector).isInstanceOf(CorruptedDataException.class);
        }
        return (Boolean) vector.get("accepted");
    }

    private static long number(Map<String, Object> vector, String field) {
        return Long.parseUnsignedLong(((String) vector.get(field)).replace("-", "")) * (((String) vector.get(field))
                .startsWith("-") ? -1 : 1);
    }
}
