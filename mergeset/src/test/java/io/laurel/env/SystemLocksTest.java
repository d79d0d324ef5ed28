package io.laurel.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SystemLocksTest {
    @Test
    void heldLocksOfAnyKindCount() {
        List<String> locks = List.of(
                "1: FLOCK  ADVISORY  WRITE 4711 fe:00:131077 0 EOF",
                "2: POSIX  ADVISORY  WRITE 4712 fe:00:131077 0 EOF",
                "2: -> POSIX  ADVISORY  WRITE 4713 fe:00:131077 0 EOF",
                "3: OFDLCK ADVISORY  READ  -1 fe:00:131077 128 191",
                "4: LEASE  ACTIVE    READ  4714 fe:00:131077 0 EOF",
                "5: FLOCK  ADVISORY  WRITE 4715 fe:01:131077 0 EOF",
                "6: FLOCK  ADVISORY  WRITE 4716 fe:00:1310770 0 EOF",
                "7: FLOCK  ADVISORY  WRITE 4717 103:2f:131077 0 EOF",
                "nonsense");
        assertThat(SystemLocks.holders(locks, Set.of("fe:00"), 131077)).containsExactly(4711L, 4712L, -1L);
        assertThat(SystemLocks.holders(locks, Set.of("fe:01", "103:2f"), 131077)).containsExactly(4715L, 4717L);
        assertThat(SystemLocks.holders(locks, Set.of("00:2f"), 12)).isEmpty();
    }

    @Test
    void deviceNumbersAreTakenApart() {
        assertThat(SystemLocks.device(0xfe00)).isEqualTo("fe:00");
        assertThat(SystemLocks.device(0x2f)).isEqualTo("00:2f");
        assertThat(SystemLocks.device(0x0001_2000_6783_459aL)).isEqualTo("12345:6789a");
        assertThat(SystemLocks.device(0x10302)).isEqualTo("103:02");
    }

    @Test
    void theNearestMountPointCounts() {
        List<String> mounts = List.of(
                "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
                "30 22 0:47 /sub /data/one rw - btrfs /dev/vdb rw,subvol=/sub",
                "31 22 0:48 / /data/o rw - tmpfs none rw",
                "32 22 0:49 / /with\\040blank rw - tmpfs none rw",
                "33 32 259:1 / /with\\040blank rw - tmpfs none rw");
        assertThat(SystemLocks.deviceOfMount(mounts, Path.of("/data/one/x/flock.lock"))).contains("00:2f");
        assertThat(SystemLocks.deviceOfMount(mounts, Path.of("/data/two/flock.lock"))).contains("fe:00");
        assertThat(SystemLocks.deviceOfMount(mounts, Path.of("/with blank/flock.lock"))).contains("103:01");
        assertThat(SystemLocks.deviceOfMount(List.of("rubbish"), Path.of("/x"))).isEmpty();
    }
}
