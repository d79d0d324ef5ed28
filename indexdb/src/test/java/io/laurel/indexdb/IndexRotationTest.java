package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexRotationTest {
    @Test
    void rotatesWhenTheReferenceDoes() {
        for (Map<String, Object> vector : TestData.indexVectors("rotation_times")) {
            long nowMs = (Long) vector.get("now_ms");
            long nextMs = IndexRotation.nextRotationMs(nowMs, (Long) vector.get("retention_ms"),
                    (Long) vector.get("timezone_offset_ms"));
            assertThat(nextMs).as(vector.toString()).isEqualTo(vector.get("rotate_at_ms"));
            assertThat(nextMs - nowMs).isEqualTo(vector.get("wait_ms"));
        }
    }

    @Test
    void spreadsIdsAsTheReferenceDoes() {
        for (Map<String, Object> vector : TestData.indexVectors("repopulation_hash")) {
            long metricId = Long.parseUnsignedLong((String) vector.get("metric_id"));
            long hash = IndexRotation.spread(metricId);
            assertThat(Long.toUnsignedString(hash)).isEqualTo(vector.get("hash"));
            assertThat(hash & 0xffffffffL).isEqualTo(vector.get("low32"));
            double share = (Double) vector.get("p");
            assertThat(IndexRotation.isDue(metricId, (long) Math.ceil(share * 3_600_000))).isTrue();
            assertThat(IndexRotation.isDue(metricId, (long) Math.floor(share * 3_600_000) - 1)).isFalse();
        }
    }
}
