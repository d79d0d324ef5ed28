package io.laurel.storage;

import io.laurel.env.DiskFullException;
import io.laurel.env.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Everything that happens without a caller: the duty list given to the constructor is complete, and
 * {@link #toString()} prints it. A duty is an ordinary method on a passive table, so any thread may run it.
 *
 * <p>One thread for each {@link Lane}, however many months there are, so that what takes long keeps nothing waiting but
 * its like. It runs duties with a period when they are due, and those without one after another for as long as one of
 * them finds work. Every thread sleeps until the next moment something can be due: nobody polls. In manual mode there
 * is no thread and {@link #runDue()} does the same on the caller's.
 *
 * <p>A duty that throws is a failed write to the disk: it is reported to {@code onFailure} and no duty runs any more,
 * since the next attempt could make things worse. One that finds no space has undone what it began: it is reported to
 * {@code onFullDisk}, and tried again when it is due.
 */
final class Housekeeper implements AutoCloseable {
    /** Duties that wait for each other. */
    enum Lane {
        /** Short ones that must not be late. */
        TIMEKEEPER,
        SMALL_MERGES,
        BIG_MERGES,
        INDEX_MERGES;

        private String threadName() {
            return "laurel-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One kind of background work. */
    record Duty(String name, Lane lane, long periodMs, Work work) {
        /** The period of a duty that runs whenever there was news. */
        static final long WHEN_THERE_IS_NEWS = 0;

        /** A short duty. */
        Duty(String name, long periodMs, Work work) {
            this(name, Lane.TIMEKEEPER, periodMs, work);
        }

        /** A duty that runs whenever there was news. */
        Duty(String name, Lane lane, Work work) {
            this(name, lane, WHEN_THERE_IS_NEWS, work);
        }

        boolean isTimed() {
            return periodMs != WHEN_THERE_IS_NEWS;
        }

        @Override
        public String toString() {
            return name + (isTimed() ? " every " + periodMs / 1000.0 + " s" : " on news") + " ("
                    + lane.threadName() + ")";
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
    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this object, whose waiters are told of every change
    private final Set<Lane> news = EnumSet.allOf(Lane.class);
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
        if (!manual) {
            Set<Lane> lanes = duties.stream().map(Duty::lane)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Lane.class)));
            lanes.forEach(lane -> threads.add(new Thread(() -> keep(lane), lane.threadName())));
        }
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
        while (takeNews(EnumSet.allOf(Lane.class))) {
            for (Duty duty : duties) {
                if (!duty.isTimed() && run(duty)) {
                    done++;
                    tellNews();
                }
            }
        }
        return done;
    }

    /** Makes all duties without a period look whether there is work: there are new parts, or it is time. */
    synchronized void tellNews() {
        news.addAll(EnumSet.allOf(Lane.class));
        notifyAll();
    }

    /** Makes a timed duty due now. */
    synchronized void hurry(String name) {
        for (int i = 0; i < dueNs.length; i++) {
            if (duties.get(i).name().equals(name)) {
                dueNs[i] = time.monotonicNs();
            }
        }
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

    private void keep(Lane lane) {
        while (awaitWork(lane)) {
            boolean wasNews = takeNews(EnumSet.of(lane));
            for (int i = 0; i < duties.size(); i++) {
                Duty duty = duties.get(i);
                if (duty.lane() != lane) {
                    continue;
                }
                if (duty.isTimed() && isDue(i)) {
                    run(duty);
                } else if (!duty.isTimed() && wasNews && run(duty)) {
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

    /** Waits until there is something to do in a lane; false when stopped. */
    private synchronized boolean awaitWork(Lane lane) {
        long waitNs = waitNs(lane);
        while (!stopped && waitNs > 0) {
            await(waitNs);
            waitNs = waitNs(lane);
        }
        return !stopped;
    }

    private long waitNs(Lane lane) {
        long now = time.monotonicNs();
        long waitNs = Long.MAX_VALUE;
        for (int i = 0; i < dueNs.length; i++) {
            Duty duty = duties.get(i);
            if (duty.lane() == lane) {
                waitNs = Math.min(waitNs,
                        duty.isTimed() ? dueNs[i] - now : news.contains(lane) ? 0 : Long.MAX_VALUE);
            }
        }
        return waitNs;
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

    private synchronized boolean takeNews(Set<Lane> lanes) {
        return news.removeAll(lanes) && !stopped;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** The duties, one a line. */
    @Override
    public String toString() {
        return duties.stream().map(Duty::toString).collect(Collectors.joining("\n"));
    }
}
