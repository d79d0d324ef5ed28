package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartIdsTest {
    @Test
    void idsRiseFromTheClock() {
        PartIds ids = new PartIds(0x18E9BB2F013D85C3L);
        assertThat(ids.next()).isEqualTo("18E9BB2F013D85C4");
        assertThat(ids.next()).isEqualTo("18E9BB2F013D85C5");
        assertThat(new PartIds(9).next()).isEqualTo("000000000000000A");
    }

    @Test
    void namesThatAreThereAreSkipped() {
        PartIds ids = new PartIds(0x100);
        ids.skip("12_3_0000000000000200");
        ids.skip("28845_1039_20220510230000.000_20220531235959.999_00000000000001FF");
        assertThat(ids.next()).isEqualTo("0000000000000201");
    }

    @Test
    void namesOfAnotherShapeDoNotMatter() {
        PartIds ids = new PartIds(0);
        for (String name : new String[] {"", "_", "lost+found", "1_1_", "1_1_00000000000000GG", "1_1_123",
            "1_1_FFFFFFFFFFFFFFFF", "1_1_\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11"
                    + "\uff11\uff11\uff11"}) {
            ids.skip(name);
        }
        assertThat(ids.next()).isEqualTo("0000000000000001");
    }
}
