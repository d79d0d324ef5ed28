package io.laurel.storage;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.data.DataTable;
import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.DurableDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What lies where under the root of a storage:
 *
 * <pre>
 *   ROOT/
 *     flock.lock                 empty; locked while open for writing
 *     data/                      samples by month: io.laurel.data
 *     indexdb/                   names and ids: io.laurel.indexdb
 *     metadata/format            text: the number of the format as a decimal and a newline; absent means 1
 *     metadata/...               small files of the index
 *     snapshots/                 {@link Snapshots}
 *     cache/                     caches of the reference server, removed when a storage is opened for writing: they
 *                                would tell the server of names and days that are no longer the latest; and
 *                                {@link SavedSeries}, while the storage is closed
 *     restore-in-progress        present while a backup is being restored: the content is not complete
 * </pre>
 *
 * <p>Other files belong to others and are left alone. Format 1 is the layout of the VictoriaMetrics v1.79 line. A
 * reader refuses a number it does not know.
 */
final class StorageLayout {
    static final int FORMAT = 1;

    /** What a storage has first: without the rest nobody came further than that, and nothing can be lost. */
    private static final Set<String> BEGINNING = Set.of("flock.lock", "snapshots", "metadata");

    private final Disk disk;
    private final Path root;

    StorageLayout(Disk disk, Path root) {
        this.disk = disk;
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    Path lock() {
        return root.resolve("flock.lock");
    }

    Path data() {
        return root.resolve("data");
    }

    Path indexdb() {
        return root.resolve("indexdb");
    }

    Path small() {
        return data().resolve(DataTable.SMALL);
    }

    Path big() {
        return data().resolve(DataTable.BIG);
    }

    /** The folders that hold parts, and the parts of snapshots. */
    List<Path> folders() {
        return List.of(small(), big(), indexdb());
    }

    Path snapshots() {
        return root.resolve(DataTable.SNAPSHOTS);
    }

    /** Where a snapshot has the parts of one of the folders above. */
    Path snapshotOf(Path folder, String name) {
        return folder.resolve(DataTable.SNAPSHOTS).resolve(name);
    }

    /** Refuses, without touching anything, what exists and is something else. */
    void checkForWriting() throws IOException {
        if (!disk.exists(root)) {
            return;
        }
        if (!disk.isDirectory(root)) {
            throw new NotAStorageException(root, "it is a file");
        }
        if (!looksLikeStorage() && !BEGINNING.containsAll(disk.list(root))) {
            throw new NotAStorageException(root, "it is not empty and has neither data/ nor indexdb/; name an empty or "
                    + "a new directory to create a storage");
        }
        checkContent();
    }

    void checkForReading() throws IOException {
        if (!disk.isDirectory(root)) {
            throw new NotAStorageException(root, disk.exists(root) ? "it is a file" : "it does not exist");
        }
        if (!looksLikeStorage()) {
            throw new NotAStorageException(root, "it has neither data/ nor indexdb/");
        }
        checkContent();
    }

    /** Makes what is missing. Called with the lock held. */
    void create() throws IOException {
        DurableDirectory.create(disk, root.resolve("snapshots"));
        DurableDirectory.create(disk, metadata());
        if (!disk.exists(formatFile())) {
            AtomicFile.write(disk, formatFile(), (FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        removeCachesOfServer();
        disk.syncDirectory(root);
    }

    Path cache() {
        return root.resolve("cache");
    }

    /** All that is in the folder but the saved series; those too if somebody wants no caches. */
    private void removeCachesOfServer() throws IOException {
        if (!disk.isDirectory(cache())) {
            disk.deleteTree(cache());
            return;
        }
        List<String> names = disk.list(cache());
        boolean all = names.contains("reset_cache_on_startup");
        for (String name : names) {
            if (all || !name.equals(SavedSeries.FILE)) {
                disk.deleteTree(cache().resolve(name));
            }
        }
        disk.syncDirectory(cache());
    }

    /** Removes the folder for caches, of which the saved series are the last. */
    void removeCaches() throws IOException {
        disk.deleteTree(cache());
        disk.syncDirectory(root);
    }

    Path metadata() {
        return root.resolve("metadata");
    }

    private Path formatFile() {
        return metadata().resolve("format");
    }

    private boolean looksLikeStorage() throws IOException {
        return disk.isDirectory(data()) || disk.isDirectory(indexdb());
    }

    private void checkContent() throws IOException {
        if (disk.exists(root.resolve("restore-in-progress"))) {
            throw new NotAStorageException(root, "restore-in-progress says that a backup was not restored to its end");
        }
        if (!disk.exists(formatFile())) {
            return;
        }
        String text = new String(AtomicFile.read(disk, formatFile()), StandardCharsets.UTF_8).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new CorruptedDataException("'" + text + "' is not the number of a format", formatFile().toString(), 0,
                    null);
        }
        if (Integer.parseInt(text) > FORMAT) {
            throw new NotAStorageException(root, "it has format " + text + " and this version knows formats up to "
                    + FORMAT + "; use a newer one");
        }
    }
}
