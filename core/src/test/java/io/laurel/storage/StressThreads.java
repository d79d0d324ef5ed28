package io.laurel.storage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads that do their work again and again for a time, under a watchdog: one that gets nowhere is a failure. */
final class StressThreads implements AutoCloseable {
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(120);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<Future<?>> workers = new ArrayList<>();
    private final Map<String, AtomicLong> progress = new TreeMap<>();
    private final AtomicBoolean done = new AtomicBoolean();

    /** What is done again and again. */
    interface Work {
        /** @param onProgress for work that takes long: tells the watchdog that something happens */
        void run(Runnable onProgress) throws Exception;
    }

    void start(String name, Work work) {
        AtomicLong rounds = new AtomicLong();
        progress.put(name, rounds);
        workers.add(executor.submit(() -> {
            Thread.currentThread().setName("stress-" + name);
            while (!done.get()) {
                work.run(rounds::incrementAndGet);
                rounds.incrementAndGet();
            }
            return null;
        }));
    }

    /** Lets them work for that long and then end; fails as soon as one of them fails or is stuck. */
    void await(long seconds) throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Map<String, Long> seen = new TreeMap<>();
        Map<String, Long> seenAtNs = new TreeMap<>();
        while (!workers.isEmpty()) {
            done.compareAndSet(false, System.nanoTime() - endNs >= 0);
            for (Future<?> worker : List.copyOf(workers)) {
                if (hasEnded(worker)) {
                    workers.remove(worker);
                }
            }
            long now = System.nanoTime();
            progress.forEach((name, rounds) -> {
                Long before = seen.put(name, rounds.get());
                if (before == null || before != rounds.get()) {
                    seenAtNs.put(name, now);
                } else if (now - seenAtNs.get(name) > STUCK_NS && !workers.isEmpty()) {
                    throw new AssertionError(name + " is stuck\n" + stacks());
                }
            });
        }
    }

    /** Waits for it a little. */
    private static boolean hasEnded(Future<?> worker) throws Exception {
        try {
            worker.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().toString(), e.getCause());
        }
    }

    private static String stacks() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)).map(ThreadInfo::toString)
                .collect(Collectors.joining("\n"));
    }

    /** How often each did its work. */
    @Override
    public String toString() {
        return progress.toString();
    }

    @Override
    public void close() {
        done.set(true);
        executor.shutdownNow();
    }
}
