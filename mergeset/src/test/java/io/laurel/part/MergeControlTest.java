package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.laurel.env.TimeSource;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MergeControlTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime();

    private MergeControl control(TimeSource time, MergeSpeed speed) {
        return new MergeControl(time, new DiskSpace(disk, time, Path.of("/"), 0), speed, sort -> done -> { });
    }

    @Test
    void pausingEndsMergesInTheBackgroundAndNoOthers() throws IOException {
        MergeControl control = control(time, MergeSpeed.unlimited(time));
        MergeRun background = control.background("a", 1, () -> false);
        MergeRun forced = control.forced("a", 1, () -> false);
        MergeRun persist = control.persist("a");
        background.check();
        control.pause();
        assertThat(control.mayBegin()).isFalse();
        assertThatExceptionOfType(MergeStoppedException.class).isThrownBy(background::check);
        forced.check();
        persist.check();
        control.resume();
        assertThat(control.mayBegin()).isTrue();
        control.stop();
        assertThat(control.mayBegin()).isFalse();
        assertThatExceptionOfType(MergeStoppedException.class).isThrownBy(forced::check)
                .withMessage("the merge of a was stopped: the storage is being closed");
        persist.check();
    }

    @Test
    void aMergeEndsWhenItIsCancelledOrUnwanted() throws IOException {
        MergeControl control = control(time, MergeSpeed.unlimited(time));
        AtomicBoolean end = new AtomicBoolean();
        MergeRun background = control.background("a", 1, end::get);
        MergeRun forced = control.forced("a", 1, end::get);
        forced.check();
        end.set(true);
        assertThatExceptionOfType(MergeStoppedException.class).isThrownBy(background::check);
        assertThatExceptionOfType(MergeStoppedException.class).isThrownBy(forced::check)
                .withMessage("the merge of a was stopped: it was cancelled");
    }

    @Test
    void withoutThreadsTheNextMergeWaitsUntilTheLastIsPaidFor() throws IOException {
        MergeControl control = control(time, new MergeSpeed(time, 1_000, false));
        time.advance(Duration.ofSeconds(5));
        MergeRun background = control.background("a", 10_000, () -> false);
        background.wrote(10_000);
        control.forced("a", 10_000, () -> false).wrote(10_000);
        control.persist("a").wrote(10_000);
        assertThat(control.mayBegin()).isFalse();
        time.advance(Duration.ofMillis(9_899));
        assertThat(control.mayBegin()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(control.mayBegin()).as("a tenth of a second was saved").isTrue();
    }

    @Test
    void withThreadsAMergeWaitsBetweenBlocks() throws IOException {
        TimeSource real = TimeSource.system();
        MergeControl control = control(real, new MergeSpeed(real, 1_000_000, true));
        MergeRun background = control.background("a", 1 << 30, () -> false);
        long startNs = real.monotonicNs();
        for (int i = 0; i < 10; i++) {
            background.wrote(30_000);
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(real.monotonicNs() - startNs))
                .as("0.3 MB at 1 MB a second, of which 0.1 s may be saved").isGreaterThanOrEqualTo(190);
    }

    @Test
    void whoWaitsIsWokenByTheEnd() throws Exception {
        TimeSource real = TimeSource.system();
        MergeControl control = control(real, new MergeSpeed(real, 1, true));
        MergeRun background = control.background("a", 1 << 30, () -> false);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> waits = other.submit(() -> {
                background.wrote(1 << 20);
                return null;
            });
            control.stop();
            waits.get(20, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }
}
