package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.DiskFullException;
import io.laurel.env.TimeSource;
import io.laurel.storage.Housekeeper.Duty;
import io.laurel.storage.Housekeeper.Lane;
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
            keeper.hurry("slow");
            keeper.tellNews();
            keeper.runDue();
            keeper.runDue();
            assertThat(log).containsExactly("slow", "merge");
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
        Duty news = new Duty("news", Lane.SMALL_MERGES, () -> {
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

    @Test
    void whatTakesLongKeepsOnlyItsLikeWaiting() throws Exception {
        CountDownLatch bigBegun = new CountDownLatch(1);
        CountDownLatch bigMayEnd = new CountDownLatch(1);
        CountDownLatch timedRuns = new CountDownLatch(3);
        CountDownLatch smallRuns = new CountDownLatch(100);
        CountDownLatch indexRuns = new CountDownLatch(100);
        AtomicInteger bigRuns = new AtomicInteger();
        Duty big = new Duty("big", Lane.BIG_MERGES, () -> {
            bigRuns.incrementAndGet();
            bigBegun.countDown();
            awaitQuietly(bigMayEnd);
            return false;
        });
        Duty timed = new Duty("timed", 1, () -> {
            timedRuns.countDown();
            return true;
        });
        Housekeeper keeper = new Housekeeper(List.of(big, counting("small", Lane.SMALL_MERGES, smallRuns),
                counting("index", Lane.INDEX_MERGES, indexRuns), timed),
                TimeSource.system(), false, full::set, failure::set);
        keeper.start();
        assertThat(bigBegun.await(20, TimeUnit.SECONDS)).isTrue();
        keeper.tellNews();
        assertThat(smallRuns.await(20, TimeUnit.SECONDS)).as("small merges go on").isTrue();
        assertThat(indexRuns.await(20, TimeUnit.SECONDS)).as("so do those of the index").isTrue();
        assertThat(timedRuns.await(20, TimeUnit.SECONDS)).as("nor is a persist late").isTrue();
        assertThat(bigRuns.get()).isEqualTo(1);
        bigMayEnd.countDown();
        keeper.close();
        assertThat(failure.get()).isNull();
    }

    private static Duty counting(String name, Lane lane, CountDownLatch runs) {
        return new Duty(name, lane, () -> {
            runs.countDown();
            return runs.getCount() > 0;
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theListIsPrinted() {
        try (Housekeeper keeper = manual(timed("persist", 5_000), news("merge"))) {
            assertThat(keeper).hasToString("persist every 5.0 s (laurel-timekeeper)\n"
                    + "merge on news (laurel-small-merges)");
        }
    }

    /** A clock that counts how often somebody looks at it. */
    @Test
    void nobodyPollsWhenThereIsNothingToDo() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch idle = new CountDownLatch(3);
        TimeSource counted = new TimeSource() {
            @Override
            public long wallMs() {
                return TimeSource.system().wallMs();
            }

            @Override
            public long monotonicNs() {
                looks.incrementAndGet();
                return TimeSource.system().monotonicNs();
            }
        };
        List<Duty> duties = new ArrayList<>();
        for (Lane lane : List.of(Lane.SMALL_MERGES, Lane.BIG_MERGES, Lane.INDEX_MERGES)) {
            duties.add(new Duty(lane.name(), lane, () -> {
                idle.countDown();
                return false;
            }));
        }
        duties.add(timed("hourly", 3_600_000));
        Housekeeper keeper = new Housekeeper(duties, counted, false, full::set, failure::set);
        keeper.start();
        assertThat(idle.await(20, TimeUnit.SECONDS)).isTrue();
        awaitWaiting(4);
        int before = looks.get();
        awaitWaiting(4);
        assertThat(looks.get()).isEqualTo(before);
        keeper.close();
    }

    /** Until so many threads of a housekeeper wait; with a look at each at some distance. */
    private static void awaitWaiting(int count) {
        int seen = 0;
        while (seen < 1_000) {
            long waiting = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("laurel-"))
                    .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING).count();
            seen = waiting == count ? seen + 1 : 0;
        }
    }

    private Housekeeper manual(Duty... duties) {
        return new Housekeeper(List.of(duties), time, true, full::set, failure::set);
    }

    private Duty timed(String name, long periodMs) {
        return new Duty(name, periodMs, () -> log.add(name));
    }

    private Duty news(String name) {
        return new Duty(name, Lane.SMALL_MERGES, () -> {
            log.add(name);
            return merges-- > 0;
        });
    }
}
