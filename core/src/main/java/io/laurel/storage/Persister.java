package io.laurel.storage;

import io.laurel.data.DataTable;
import io.laurel.data.MergeRules;
import io.laurel.env.DiskFullException;
import io.laurel.indexdb.IndexDb;
import io.laurel.part.PartLinks;
import io.laurel.part.SwapGate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The way from memory to disk, of samples and index together; one at a time. */
final class Persister {
    private final DataTable data;
    private final IndexDb index;
    private final Supplier<MergeRules> rules;
    private final SwapGate swaps;
    private final Condition condition;
    private final Runnable onNews;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param rules what is left out on the way
     * @param condition told whether there is space on the disk
     * @param onNews told when there are new parts of samples
     */
    Persister(DataTable data, IndexDb index, Supplier<MergeRules> rules, SwapGate swaps,
            Condition condition, Runnable onNews) {
        this.data = data;
        this.index = index;
        this.rules = rules;
        this.swaps = swaps;
        this.condition = condition;
        this.onNews = onNews;
    }

    /**
     * Names before samples: whatever samples are written, the index rows of their series are on disk first.
     *
     * @throws DiskFullException if there is no space: what was not written is in memory as before
     */
    boolean persist() throws IOException {
        lock.lock();
        try {
            boolean wrote = data.persist(index::persist, rules.get());
            condition.diskHasSpace();
            if (wrote) {
                onNews.run();
            }
            return wrote;
        } catch (DiskFullException e) {
            condition.diskIsFull(e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Persists and links everything into three new folders. One cut across all tables: nothing is persisted and no
     * parts are swapped while links are made. The index comes last; it may be ahead of the samples, never behind.
     */
    void linkAll(Path small, Path big, Path indexdb, PartLinks links) throws IOException {
        lock.lock();
        try {
            if (!persist()) {
                // No samples, but perhaps names
                index.persist();
            }
            swaps.whileClosed(() -> {
                data.linkTo(small, big, links);
                index.linkTo(indexdb, links);
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes somebody else persist when memory is half full; does so on the caller's thread, a writer's, when memory is
     * full. The rows of that writer are safe in memory: if the disk fails, it is the next writer who is refused.
     *
     * @param hurry makes somebody persist soon
     */
    void relieveMemory(long maxBytes, Runnable hurry) throws IOException {
        long bytes = data.memoryBytes();
        if (2 * bytes < maxBytes) {
            return;
        }
        if (!lock.isLocked()) {
            hurry.run();
        }
        if (bytes >= maxBytes) {
            persist();
        }
    }
}
