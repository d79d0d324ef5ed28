package io.laurel.part;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets a snapshot see the parts of all tables of a storage at one moment. Whatever makes parts come to their place or
 * leave it passes the gate, any number of threads at a time; whoever closes it is alone until it is done.
 *
 * <p>The last lock to be taken: inside there are renames, links and removals of files, and nothing that waits for
 * another thread.
 */
public final class SwapGate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Something that is done to a disk. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** Runs a swap, a publication or a removal of parts; waits while the gate is closed. */
    public void pass(Work swap) throws IOException {
        lock.readLock().lock();
        try {
            swap.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the swaps under way, and runs something while no other begins. */
    public void whileClosed(Work work) throws IOException {
        lock.writeLock().lock();
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
