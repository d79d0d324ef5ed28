package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.DiskFullException;
import io.laurel.env.TimeSource;
import io.laurel.storage.Housekeeper.Duty;
import io.laurel.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HousekeeperTest {
    private final ManualTime time = new ManualTime();
    private final List<String> log = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReference<DiskFullException> full = new AtomicReference<>();
    private int merges;

    @Test
    void manualModeRunsWhatIsDueInTheOrderOfTheList() {
        try (Housekeeper keeper = manual(timed("slow", 10_000), timed("fast", 1_000), news("merge"))) {
            merges = 2;
            assertThat(keeper.runDue()).as("news of the start").isEqualTo(2);
            assertThat(log).containsExactly("merge", "merge", "merge");
            log.clear();
            time.advance(Duration.ofSeconds(1));
            assertThat(keeper.runDue()).isEqualTo(1);
            assertThat(keeper.runDue()).isZero();
            time.advance(Duration.ofSeconds(9));
            assertThat(keeper.runDue()).isEqualTo(2);
            assertThat(log).containsExactly("fast", "slow", "fast");
            log.clear();
            keeper.hurry();
            keeper.tellNews();
            keeper.runDue();
            keeper.runDue();
            assertThat(log).containsExactly("slow", "fast", "merge");
        }
    }

    @Test
    void afterAFailureNothingRunsAnyMore() {
        Duty broken = new Duty("broken", 1_000, () -> {
            throw new IOException("disk on fire");
        });
        try (Housekeeper keeper = manual(broken, timed("later", 1_000), news("merge"))) {
            time.advance(Duration.ofSeconds(1));
            assertThat(keeper.runDue()).isZero();
            assertThat(failure.get()).hasMessage("background duty 'broken' failed: disk on fire")
                    .hasRootCauseMessage("disk on fire");
            assertThat(log).isEmpty();
        }
    }

    @Test
    void aFullDiskIsNoFailure() {
        DiskFullException noSpace = new DiskFullException("no space", null);
        Duty full = new Duty("full", 1_000, () -> {
            throw noSpace;
        });
        try (Housekeeper keeper = manual(full, timed("later", 1_000))) {
            for (int i = 1; i <= 2; i++) {
                time.advance(Duration.ofSeconds(1));
                assertThat(keeper.runDue()).isEqualTo(1);
                assertThat(this.full.getAndSet(null)).isSameAs(noSpace);
                assertThat(log).hasSize(i);
            }
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void threadsRunWhatIsDueAndEndWithClose() throws Exception {
        CountDownLatch timedRuns = new CountDownLatch(3);
        AtomicInteger newsRuns = new AtomicInteger();
        CountDownLatch newsSeen = new CountDownLatch(2);
        Duty timed = new Duty("timed", 1, () -> {
            timedRuns.countDown();
            return true;
        });
        Duty news = new Duty("news", Duty.WHEN_THERE_IS_NEWS, () -> {
            newsSeen.countDown();
            return newsRuns.incrementAndGet() == 1;
        });
        Housekeeper keeper = new Housekeeper(List.of(timed, news), TimeSource.system(), false, full::set, failure::set);
        keeper.start();
        assertThat(timedRuns.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(newsSeen.await(10, TimeUnit.SECONDS)).as("work leads to another look").isTrue();
        keeper.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().startsWith("laurel-"));
        assertThat(failure.get()).isNull();
    }

    private Housekeeper manual(Duty... duties) {
        return new Housekeeper(List.of(duties), time, true, full::set, failure::set);
    }

    private Duty timed(String name, long periodMs) {
        return new Duty(name, periodMs, () -> log.add(name));
    }

    private Duty news(String name) {
        return new Duty(name, Duty.WHEN_THERE_IS_NEWS, () -> {
            log.add(name);
            return merges-- > 0;
        });
    }
}
