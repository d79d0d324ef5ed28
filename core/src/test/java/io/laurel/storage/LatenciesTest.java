package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long START = Long.MAX_VALUE - 1_000_000;

    private final Latencies latencies = new Latencies(START);

    @Test
    void nothingWasCalledYet() {
        assertThat(latencies.read(START)).isEqualTo(new StorageStats.Latency(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void percentilesAreThoseOfTheCallsOffByAHundredth() {
        for (int i = 1; i <= 1000; i++) {
            latencies.record(START, START + i * 1000);
        }
        StorageStats.Latency read = latencies.read(START + 1_000_000);
        assertThat(read.count()).isEqualTo(1000);
        assertThat(read.countLately()).isEqualTo(1000);
        assertThat(read.totalNs()).isCloseTo(500_500_000, withinPercentage(1));
        assertThat(read.p50Ns()).isCloseTo(500_000, withinPercentage(1));
        assertThat(read.p90Ns()).isCloseTo(900_000, withinPercentage(1));
        assertThat(read.p99Ns()).isCloseTo(990_000, withinPercentage(1));
        assertThat(read.p999Ns()).isCloseTo(999_000, withinPercentage(1));
        assertThat(read.maxNs()).isCloseTo(1_000_000, withinPercentage(1));
    }

    @Test
    void whatIsLongAgoCountsButIsNotShown() {
        latencies.record(START, START + 1_000_000_000);
        long later = START + Latencies.WINDOW_NS;
        latencies.record(later, later + 1000);
        assertThat(latencies.read(later + 1000).maxNs()).as("five minutes ago").isGreaterThan(900_000_000);

        later += Latencies.WINDOW_NS;
        latencies.record(later, later + 1000);
        StorageStats.Latency read = latencies.read(later + 1000);
        assertThat(read.maxNs()).as("ten minutes ago").isLessThan(2000);
        assertThat(read.countLately()).isEqualTo(2);
        assertThat(read.count()).isEqualTo(3);
        assertThat(read.totalNs()).isCloseTo(1_000_002_000, withinPercentage(1));

        read = latencies.read(later + 3 * Latencies.WINDOW_NS);
        assertThat(read.countLately()).as("after a pause").isZero();
        assertThat(read.maxNs()).isZero();
        assertThat(read.count()).isEqualTo(3);
    }

    @Test
    void aCallOfAYearHarmsNothing() {
        latencies.record(START - 365L * 86_400 * 1_000_000_000, START);
        latencies.record(START + 1, START);
        assertThat(latencies.read(START).countLately()).isEqualTo(2);
    }

    @Test
    void noCallOfManyThreadsIsLost() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                for (int call = 0; call < 20_000; call++) {
                    // Four windows go by
                    long now = START + call * (Latencies.WINDOW_NS / 5_000);
                    latencies.record(now - 1000, now);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(latencies.read(START + 4 * Latencies.WINDOW_NS).count()).isEqualTo(160_000);
    }
}
