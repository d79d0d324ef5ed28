package io.laurel.indexdb;

import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.mergeset.Table;
import io.laurel.part.PartSet;
import io.laurel.part.SwapGate;
import io.laurel.series.MetricIds;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The generations in use, and how one follows the other:
 *
 * <pre>
 *   indexdb/1000 previous   1001 current          everything in current is on disk
 *   indexdb/1000            1001           1002   the folder of 1002 appears: from here on it is current, after a crash
 *                                                 too, because roles go by name
 *   indexdb/1000.dropped    1001 previous  1002   when nobody uses 1000 any more: gone with one rename
 *   indexdb/                1001           1002   its files are deleted
 * </pre>
 *
 * What a crash leaves of the last two steps is removed by the next open. Safe for threads.
 */
final class Generations implements Closeable {
    /** Ends the name of a folder that is being deleted: no longer that of a generation, for the server neither. */
    static final String DROPPED = ".dropped";

    private final IndexContext context;
    private final Path indexdb;

    /** Oldest first. */
    private final PartSet<IndexGeneration> set;

    private final DeletedIds deleted = new DeletedIds();

    /** Replaced generations whose folders are still there. Guarded by this object. */
    private final List<IndexGeneration> dropped = new ArrayList<>();

    /** @param newestFirst current and previous, as far as they are there */
    Generations(IndexContext context, Path indexdb, List<IndexGeneration> newestFirst) throws IOException {
        this.context = context;
        this.indexdb = indexdb;
        List<IndexGeneration> oldestFirst = new ArrayList<>();
        for (IndexGeneration generation : newestFirst) {
            oldestFirst.add(0, generation);
            deleted.add(generation.deletedIds());
        }
        set = new PartSet<>(oldestFirst);
    }

    /** The generations and the deleted ids of this moment. */
    GenerationView view() {
        // In this order: ids that are deleted no more because their rows are gone leave after the generation with them
        MetricIds ids = deleted.get();
        return new GenerationView(set.view(), ids);
    }

    DeletedIds deleted() {
        return deleted;
    }

    /**
     * Makes the folder of the next generation. When this returns it is the current one for whoever opens the index;
     * when it throws it may be, and the next call makes the same one.
     *
     * @param nowMs the time its number is made from, unless the number of the current one is greater
     */
    IndexGeneration create(IndexGeneration current, long nowMs) throws IOException {
        List<String> names = IndexGeneration.names(context.disk(), indexdb);
        String newest = names.get(names.size() - 1);
        if (newest.equals(current.name())) {
            long clockNs = TimeUnit.MILLISECONDS.toNanos(nowMs);
            long known = IndexGeneration.number(newest);
            newest = IndexGeneration.name(Long.compareUnsigned(clockNs, known) > 0 ? clockNs : known + 1);
        }
        Path directory = indexdb.resolve(newest);
        return new IndexGeneration(directory, Table.open(directory, context.ofTables()), context.rememberedBytes());
    }

    /** Makes the newest generation the current one, and the current one the previous one, in one step. */
    void follow(IndexGeneration previous, IndexGeneration next, MetricIds deletedFromNowOn) throws IOException {
        synchronized (this) {
            dropped.add(previous);
        }
        try {
            set.replace(List.of(previous), List.of(next));
        } finally {
            deleted.set(deletedFromNowOn);
        }
    }

    /** Removes the folders of generations that were replaced and that nobody uses any more; false if there is none. */
    synchronized boolean removeDropped() throws IOException {
        boolean removed = false;
        for (Iterator<IndexGeneration> all = dropped.iterator(); all.hasNext(); ) {
            IndexGeneration generation = all.next();
            if (generation.isClosed()) {
                remove(context.disk(), context.swaps(), generation.directory());
                all.remove();
                removed = true;
            }
        }
        return removed;
    }

    /** Removes what earlier runs left behind: generations older than those in use, and some half deleted. */
    static void removeLeftovers(IndexContext context, Path indexdb, List<String> inUse) throws IOException {
        Disk disk = context.disk();
        for (String entry : disk.list(indexdb)) {
            boolean isDropped = entry.endsWith(DROPPED)
                    && IndexGeneration.isName(entry.substring(0, entry.length() - DROPPED.length()));
            if (isDropped) {
                disk.deleteTree(indexdb.resolve(entry));
            }
        }
        for (String name : IndexGeneration.names(disk, indexdb)) {
            if (!inUse.contains(name)) {
                remove(disk, context.swaps(), indexdb.resolve(name));
            }
        }
    }

    private static void remove(Disk disk, SwapGate swaps, Path directory) throws IOException {
        Path target = directory.resolveSibling(directory.getFileName() + DROPPED);
        disk.deleteTree(target);
        swaps.pass(() -> {
            disk.rename(directory, target);
            disk.syncDirectory(directory.getParent());
        });
        disk.deleteTree(target);
    }

    /** Persists, if they are open for writing, and lets go of all of them, whoever may still use them. */
    @Override
    public void close() throws IOException {
        List<IndexGeneration> all;
        try (GenerationView view = view()) {
            all = new ArrayList<>(view.generations());
        }
        synchronized (this) {
            all.addAll(dropped);
        }
        try {
            Closing.all(all);
        } finally {
            set.close();
        }
    }
}
