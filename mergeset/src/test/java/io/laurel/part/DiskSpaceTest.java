package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime();
    private final DiskSpace space = new DiskSpace(disk, time, Path.of("/"), 800);

    @Test
    void lowFromBelowWhatIsKeptUntilAnEighthMore() throws IOException {
        assertThat(lowWith(800)).isFalse();
        assertThat(lowWith(799)).isTrue();
        assertThat(lowWith(899)).isTrue();
        assertThat(lowWith(900)).isFalse();
        assertThat(lowWith(800)).isFalse();
    }

    private boolean lowWith(long bytes) throws IOException {
        disk.setFreeBytes(bytes);
        time.advance(Duration.ofSeconds(1));
        return space.isLow();
    }

    @Test
    void theDiskIsLookedAtOnceASecond() throws IOException {
        assertThat(space.isLow()).isFalse();
        disk.setFreeBytes(0);
        time.advance(Duration.ofMillis(999));
        assertThat(space.isLow()).isFalse();
        assertThat(space.seenBytes()).isPositive();
        time.advance(Duration.ofMillis(1));
        assertThat(space.isLow()).isTrue();
        assertThat(space.seenBytes()).isZero();
    }

    @Test
    void nothingIsPromisedTwiceNorWhatIsKept() throws IOException {
        disk.setFreeBytes(1_800);
        assertThat(space.take(600)).isTrue();
        assertThat(space.take(401)).isFalse();
        assertThat(space.take(400)).isTrue();
        assertThat(space.availableBytes()).isZero();
        // The first has written a part of its result: those bytes are no longer free, and no longer promised.
        disk.setFreeBytes(1_500);
        space.give(300);
        assertThat(space.take(1)).isFalse();
        space.give(300);
        assertThat(space.availableBytes()).isEqualTo(300);
    }

    @Test
    void afterAWriteThatFoundNoSpaceNothingIsPromisedForAMinute() throws IOException {
        assertThat(space.take(1)).isTrue();
        space.foundFull();
        assertThat(space.take(1)).isFalse();
        time.advance(Duration.ofMinutes(1));
        assertThat(space.take(1)).isTrue();
    }

    @Test
    void aRunGivesBackWhatItDidNotWrite() throws IOException {
        MergeControl control = new MergeControl(time, space, MergeSpeed.unlimited(time), sort -> done -> { });
        disk.setFreeBytes(1_800);
        try (MergeRun run = control.background("month", 1_000, () -> false)) {
            assertThat(control.forced("month", 1, () -> false)).isNull();
            run.wrote(250);
            assertThat(space.availableBytes()).as("free bytes fall, too").isEqualTo(250);
            run.wrote(10_000);
            assertThat(space.availableBytes()).isEqualTo(1_000);
        }
        try (MergeRun run = control.forced("month", 1_000, () -> false)) {
            assertThat(run).isNotNull();
        }
        assertThat(space.availableBytes()).isEqualTo(1_000);
    }
}
