package io.laurel.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long calls of one kind take: how many there were since the storage was opened, and the distribution of those of
 * the last five to ten minutes. Safe for threads.
 *
 * <p>Calls are recorded into a <i>window</i>; after five minutes it is kept for reading and a fresh one takes its
 * place, so what is shown is of now and not of a year ago. A window has a histogram of two digits for each of a few
 * stripes of threads, made when it is first used, 30 kB each. To record is to change two of its numbers: tens of
 * nanoseconds, no lock, no garbage.
 */
final class Latencies {
    static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(5);

    /** What is shorter or longer than that is not told apart. */
    private static final long LEAST_NS = 64;
    private static final long MOST_NS = TimeUnit.HOURS.toNanos(1);

    /** Values are off by a hundredth at most. */
    private static final int DIGITS = 2;

    /** A power of two: writers beyond that wait for each other's memory at times. */
    private static final int STRIPES = 4;

    private volatile Window current;

    // Guarded by this object
    private Window previous;
    /** Of the windows that are gone. */
    private long goneCount;
    private double goneNs;
    private long toldNs;

    /** @param nowNs here and below by {@link io.laurel.env.TimeSource#monotonicNs()} */
    Latencies(long nowNs) {
        current = new Window(nowNs);
        previous = new Window(nowNs - WINDOW_NS);
    }

    /** One call that ended now. */
    void record(long startNs, long nowNs) {
        record(startNs, nowNs, 1);
    }

    /** The same for so many calls, of which one was timed. */
    void record(long startNs, long nowNs, int calls) {
        Window window = current;
        if (nowNs - window.startNs >= WINDOW_NS) {
            window = roll(nowNs);
        }
        window.record(nowNs - startNs, calls);
    }

    private synchronized Window roll(long nowNs) {
        long ageNs = nowNs - current.startNs;
        if (ageNs >= WINDOW_NS) {
            forget(previous);
            previous = current;
            if (ageNs >= 2 * WINDOW_NS) {
                // Nothing happened for long
                forget(previous);
                previous = new Window(nowNs - WINDOW_NS);
            }
            current = new Window(nowNs);
        }
        return current;
    }

    private void forget(Window window) {
        Histogram all = newHistogram();
        window.addTo(all);
        goneCount += all.getTotalCount();
        goneNs += totalNs(all);
    }

    synchronized StorageStats.Latency read(long nowNs) {
        roll(nowNs);
        Histogram lately = newHistogram();
        previous.addTo(lately);
        current.addTo(lately);
        // Sums of doubles may differ in their last digits
        toldNs = Math.max(toldNs, (long) (goneNs + totalNs(lately)));
        return new StorageStats.Latency(goneCount + lately.getTotalCount(), toldNs, lately.getTotalCount(),
                lately.getValueAtPercentile(50), lately.getValueAtPercentile(90), lately.getValueAtPercentile(99),
                lately.getValueAtPercentile(99.9), lately.getMaxValue());
    }

    private static double totalNs(Histogram histogram) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getMean() * histogram.getTotalCount();
    }

    private static Histogram newHistogram() {
        return new Histogram(LEAST_NS, MOST_NS, DIGITS);
    }

    private static final class Window {
        private final long startNs;
        private final AtomicReferenceArray<AtomicHistogram> stripes = new AtomicReferenceArray<>(STRIPES);

        Window(long startNs) {
            this.startNs = startNs;
        }

        void record(long ns, int calls) {
            int stripe = (int) Thread.currentThread().getId() & STRIPES - 1;
            AtomicHistogram histogram = stripes.getAcquire(stripe);
            if (histogram == null) {
                stripes.compareAndSet(stripe, null, new AtomicHistogram(LEAST_NS, MOST_NS, DIGITS));
                histogram = stripes.get(stripe);
            }
            histogram.recordValueWithCount(Math.max(0, Math.min(ns, MOST_NS)), calls);
        }

        void addTo(Histogram target) {
            for (int i = 0; i < STRIPES; i++) {
                AtomicHistogram histogram = stripes.get(i);
                if (histogram != null) {
                    target.add(histogram);
                }
            }
        }
    }
}
