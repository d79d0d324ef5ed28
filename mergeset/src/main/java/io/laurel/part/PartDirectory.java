package io.laurel.part;

import io.laurel.env.Disk;
import io.laurel.env.DurableDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One folder that holds parts: a month of {@code data/small} or {@code data/big}, or an index table.
 *
 * <pre>
 *   2022_05/
 *     28845_1039_20220510230000.000_20220531235959.999_18E9BB2F013D85C4/   a part: any folder that is not named below
 *     tmp/    parts being written or removed; emptied at open
 *     txn/    transactions under way, see {@link PartTransaction}; carried out and emptied at open
 *     snapshots/  cache/                                                   not looked at
 * </pre>
 *
 * A part appears here by one rename out of {@code tmp/} and leaves by one rename back, so that a half-written or
 * half-deleted part never has the place and name of a whole one.
 */
public final class PartDirectory {
    static final String TMP = "tmp";
    static final String TXN = "txn";
    private static final List<String> NOT_PARTS = List.of(TMP, TXN, "snapshots", "cache");

    private final Disk disk;
    private final Path path;

    private PartDirectory(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Makes the folder with its {@code tmp/} and {@code txn/} where they are missing, durably. */
    public static PartDirectory create(Disk disk, Path path) throws IOException {
        DurableDirectory.create(disk, path);
        PartDirectory directory = new PartDirectory(disk, path);
        for (String name : List.of(TMP, TXN)) {
            if (!disk.exists(path.resolve(name))) {
                disk.createDirectory(path.resolve(name));
            }
        }
        disk.syncDirectory(path);
        return directory;
    }

    /** The folder as it is; nothing is written. */
    public static PartDirectory open(Disk disk, Path path) throws IOException {
        if (!disk.isDirectory(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such folder of parts");
        }
        return new PartDirectory(disk, path);
    }

    public Path path() {
        return path;
    }

    /** True for a name that no part can have. */
    static boolean isReserved(String name) {
        return NOT_PARTS.contains(name);
    }

    /** Names of the folders that must be parts, sorted. Empty folders, which network file systems leave, are none. */
    public List<String> partNames() throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : folders()) {
            if (!disk.list(path.resolve(name)).isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /** Where the part with that id is written before it is published. */
    public Path tmp(String id) {
        return path.resolve(TMP).resolve(id);
    }

    /** Where transactions are written; of the two folders of a month only {@code data/small} is used for it. */
    public Path txn() {
        return path.resolve(TXN);
    }

    /**
     * Tidies up at open, after all transactions that concern this folder were replayed: {@code txn/} and then
     * {@code tmp/} are emptied, and empty folders in the place of parts are removed. A folder that was closed properly
     * is only looked at, because a storage has two for each month. Needs no space.
     */
    public void emptyTmpAndTxn() throws IOException {
        // The transactions first: one that comes back after a power cut must still find its result under tmp/.
        removeLeftovers(TXN);
        removeLeftovers(TMP);
        boolean changed = false;
        for (String name : folders()) {
            if (disk.list(path.resolve(name)).isEmpty()) {
                disk.deleteTree(path.resolve(name));
                changed = true;
            }
        }
        if (changed) {
            disk.syncDirectory(path);
        }
    }

    private void removeLeftovers(String name) throws IOException {
        Path folder = path.resolve(name);
        List<String> leftovers = disk.list(folder);
        for (String leftover : leftovers) {
            disk.deleteTree(folder.resolve(leftover));
        }
        if (!leftovers.isEmpty()) {
            disk.syncDirectory(folder);
        }
    }

    /**
     * Gives a finished part, all its files and its folder synced, its final name. When this returns it is durable; when
     * it throws it may or may not be there.
     */
    public void publish(Path tmpPart, String name) throws IOException {
        disk.rename(tmpPart, path.resolve(name));
        disk.syncDirectory(path);
    }

    /** Removes a part: gone, durably, after one rename; its files are deleted then. Files open for reading stay so. */
    public void discard(String name) throws IOException {
        Path removed = moveToTmp(disk, path.resolve(name));
        disk.syncDirectory(path);
        disk.deleteTree(removed);
    }

    /** Renames a part into the {@code tmp/} beside it, returns where it is now. Durable after a sync of its folder. */
    static Path moveToTmp(Disk disk, Path part) throws IOException {
        Path tmp = part.resolveSibling(TMP);
        Path removed = tmp.resolve(part.getFileName());
        if (!disk.exists(tmp)) {
            disk.createDirectory(tmp);
        } else if (disk.exists(removed)) {
            // Left when a power cut came between a rename like this one and the sync of both its ends.
            disk.deleteTree(removed);
        }
        disk.rename(part, removed);
        return removed;
    }

    private List<String> folders() throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : disk.list(path)) {
            if (!isReserved(name) && disk.isDirectory(path.resolve(name))) {
                names.add(name);
            }
        }
        return names;
    }
}
