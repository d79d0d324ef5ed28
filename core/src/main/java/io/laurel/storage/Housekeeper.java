package io.laurel.storage;

import io.laurel.env.TimeSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Everything that happens without a caller: the duty list given to the constructor is complete. A duty is an ordinary
 * method on a passive table, so any thread may run it; one lock lets one duty of a kind run at a time.
 *
 * <p>Two threads, however many months there are: the <i>timekeeper</i> runs what is due by the clock, the <i>merger</i> runs
 * duties without a period one after another for as long as one of them finds work. Both sleep until the next moment
 * something can be due: nobody polls. In manual mode there is no thread and {@link #runDue()} does the same on the
 * caller's.
 *
 * <p>A duty that throws is a failed write to the disk: it is reported to {@code onFailure} and no duty runs any more, since
 * the next attempt could make things worse.
 */
final class Housekeeper implements AutoCloseable {
    /** One kind of background work. */
    record Duty(String name, long periodMs, Work work) {
        /** The period of a duty that runs whenever there was news. */
        static final long WHEN_THERE_IS_NEWS = 0;

        boolean isTimed() {
            return periodMs != WHEN_THERE_IS_NEWS;
        }
    }

    /** Does one piece of work; false if there was none. */
    interface Work {
        boolean run() throws IOException;
    }

    private final List<Duty> duties;
    private final long[] dueNs;
    private final TimeSource time;
    private final Consumer<Throwable> onFailure;
    private final List<Thread> threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean news = true;
    private boolean hurry;
    private boolean stopped;

    Housekeeper(List<Duty> duties, TimeSource time, boolean manual, Consumer<Throwable> onFailure) {
        this.duties = List.copyOf(duties);
        this.dueNs = new long[duties.size()];
        this.time = time;
        this.onFailure = onFailure;
        long now = time.monotonicNs();
        for (int i = 0; i < dueNs.length; i++) {
            dueNs[i] = now + TimeUnit.MILLISECONDS.toNanos(duties.get(i).periodMs());
        }
        this.threads = manual ? List.of() : List.of(
                new Thread(this::keepTime, "laurel-timekeeper"), new Thread(this::merge, "laurel-merger"));
    }

    void start() {
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Runs every timed duty that is due, then the others until none finds work; returns how often there was work. */
    int runDue() {
        int done = 0;
        for (int i = 0; i < duties.size(); i++) {
            if (duties.get(i).isTimed() && isDue(i) && run(duties.get(i))) {
                done++;
            }
        }
        while (takeNews()) {
            for (Duty duty : duties) {
                if (!duty.isTimed() && run(duty)) {
                    done++;
                    tellNews();
                }
            }
        }
        return done;
    }

    /** Wakes the merger: there are new parts. */
    void tellNews() {
        lock.lock();
        try {
            news = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes all timed duties due now. */
    void hurry() {
        lock.lock();
        try {
            if (!hurry) {
                hurry = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets running duties end, and starts no more. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepTime() {
        while (awaitDue()) {
            for (int i = 0; i < duties.size(); i++) {
                if (duties.get(i).isTimed() && isDue(i)) {
                    run(duties.get(i));
                }
            }
        }
    }

    private void merge() {
        while (awaitNews()) {
            for (Duty duty : duties) {
                if (!duty.isTimed() && run(duty)) {
                    tellNews();
                }
            }
        }
    }

    private boolean run(Duty duty) {
        if (isStopped()) {
            return false;
        }
        try {
            return duty.work().run();
        } catch (IOException | RuntimeException | Error e) {
            stop();
            onFailure.accept(new IOException("background duty '" + duty.name() + "' failed: " + e.getMessage(), e));
            return false;
        }
    }

    private boolean isDue(int index) {
        lock.lock();
        try {
            long now = time.monotonicNs();
            if (!hurry && now - dueNs[index] < 0) {
                return false;
            }
            dueNs[index] = now + TimeUnit.MILLISECONDS.toNanos(duties.get(index).periodMs());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a timed duty is due; false when stopped. */
    private boolean awaitDue() {
        lock.lock();
        try {
            hurry = false;
            while (!stopped && !hurry) {
                long waitNs = Long.MAX_VALUE;
                long now = time.monotonicNs();
                for (int i = 0; i < dueNs.length; i++) {
                    if (duties.get(i).isTimed()) {
                        waitNs = Math.min(waitNs, dueNs[i] - now);
                    }
                }
                if (waitNs <= 0) {
                    break;
                }
                changed.awaitNanos(waitNs);
            }
            return !stopped;
        } catch (InterruptedException e) {
            // Nobody but close() ends these threads, and it does so without interrupting; a stray interrupt ends one early.
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNews() {
        lock.lock();
        try {
            while (!stopped && !news) {
                changed.await();
            }
            news = false;
            return !stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeNews() {
        lock.lock();
        try {
            boolean there = news && !stopped;
            news = false;
            return there;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
