package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotNameTest {
    @Test
    void namesAreAcceptedAsTheVectorsSay() {
        for (Map<String, Object> vector : TestData.dataVectors("snapshot_name")) {
            String name = (String) vector.get("name");
            assertThat(SnapshotName.isValid(name)).as(name).isEqualTo(vector.get("accepted"));
        }
    }

    @Test
    void whatIsWrittenIsAccepted() {
        String name = SnapshotName.of(Instant.parse("2024-05-01T12:30:00.999Z"), 0x17CB344FAFBC0001L);
        assertThat(name).isEqualTo("20240501123000-17CB344FAFBC0001");
        assertThat(SnapshotName.isValid(name)).isTrue();
        assertThat(SnapshotName.of(Instant.EPOCH, 7)).isEqualTo("19700101000000-00000007");
    }
}
