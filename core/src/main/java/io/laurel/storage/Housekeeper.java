package io.laurel.storage;

import io.laurel.env.DiskFullException;
import io.laurel.env.TimeSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Everything that happens without a caller: the duty list given to the constructor is complete. A duty is an ordinary
 * method on a passive table, so any thread may run it; one lock lets one duty of a kind run at a time.
 *
 * <p>Two threads, however many months there are: the <i>timekeeper</i> runs what is due by the clock, the <i>merger</i>
 * runs duties without a period one after another for as long as one of them finds work. Both sleep until the next
 * moment something can be due: nobody polls. In manual mode there is no thread and {@link #runDue()} does the same on
 * the caller's.
 *
 * <p>A duty that throws is a failed write to the disk: it is reported to {@code onFailure} and no duty runs any more,
 * since the next attempt could make things worse. One that finds no space has undone what it began: it is reported to
 * {@code onFullDisk}, and tried again when it is due.
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
    private final Consumer<DiskFullException> onFullDisk;
    private final Consumer<Throwable> onFailure;
    private final List<Thread> threads;

    // Guarded by this object, whose waiters are told of every change
    private boolean news = true;
    private boolean stopped;

    Housekeeper(List<Duty> duties, TimeSource time, boolean manual, Consumer<DiskFullException> onFullDisk,
            Consumer<Throwable> onFailure) {
        this.duties = List.copyOf(duties);
        this.dueNs = new long[duties.size()];
        this.time = time;
        this.onFullDisk = onFullDisk;
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
    synchronized void tellNews() {
        news = true;
        notifyAll();
    }

    /** Makes all timed duties due now. */
    synchronized void hurry() {
        Arrays.fill(dueNs, time.monotonicNs());
        notifyAll();
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
        } catch (DiskFullException e) {
            onFullDisk.accept(e);
            return false;
        } catch (IOException | RuntimeException | Error e) {
            stop();
            onFailure.accept(new IOException("background duty '" + duty.name() + "' failed: " + e.getMessage(), e));
            return false;
        }
    }

    private synchronized boolean isDue(int index) {
        long now = time.monotonicNs();
        if (now - dueNs[index] < 0) {
            return false;
        }
        dueNs[index] = now + TimeUnit.MILLISECONDS.toNanos(duties.get(index).periodMs());
        return true;
    }

    /** Waits until a timed duty is due; false when stopped. */
    private synchronized boolean awaitDue() {
        long waitNs = untilDueNs();
        while (!stopped && waitNs > 0) {
            await(waitNs);
            waitNs = untilDueNs();
        }
        return !stopped;
    }

    private long untilDueNs() {
        long now = time.monotonicNs();
        long waitNs = Long.MAX_VALUE;
        for (int i = 0; i < dueNs.length; i++) {
            if (duties.get(i).isTimed()) {
                waitNs = Math.min(waitNs, dueNs[i] - now);
            }
        }
        return waitNs;
    }

    private synchronized boolean awaitNews() {
        while (!stopped && !news) {
            await(Long.MAX_VALUE);
        }
        news = false;
        return !stopped;
    }

    private void await(long waitNs) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, waitNs);
        } catch (InterruptedException e) {
            // These threads are ended by close(), which does not interrupt: one that somebody else ends
            // looks after nothing
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean takeNews() {
        boolean there = news && !stopped;
        news = false;
        return there;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
