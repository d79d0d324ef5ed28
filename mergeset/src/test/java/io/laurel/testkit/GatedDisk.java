package io.laurel.testkit;

import io.laurel.env.Disk;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A disk in front of another one that keeps one operation waiting for as long as the test wants; the others pass. */
public final class GatedDisk extends FilterDisk {
    private static final long PATIENCE_SECONDS = 30;

    private record Gate(Operation operation, PathMatcher paths, CountDownLatch reached, CountDownLatch opened) {}

    private Gate next;
    private volatile Gate last;

    public GatedDisk(Disk inner) {
        super(inner);
    }

    /** The next operation of that kind on such a path waits, its whole path held against the glob. */
    public synchronized void holdNext(Operation operation, String glob) {
        next = new Gate(operation, FileSystems.getDefault().getPathMatcher("glob:" + glob), new CountDownLatch(1),
                new CountDownLatch(1));
        last = next;
    }

    /** Waits until the operation is held. */
    public void awaitHeld() throws InterruptedException {
        if (!last.reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came to the gate");
        }
    }

    /** Lets it go on, if it was held. */
    public void release() {
        last.opened.countDown();
    }

    @Override
    void before(Operation operation, Path path, Path target) {
        Gate gate = take(operation, path);
        if (gate != null) {
            gate.reached.countDown();
            try {
                if (!gate.opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the gate was never opened");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private synchronized Gate take(Operation operation, Path path) {
        Gate gate = next;
        if (gate == null || operation != gate.operation || !gate.paths.matches(path)) {
            return null;
        }
        next = null;
        return gate;
    }
}
