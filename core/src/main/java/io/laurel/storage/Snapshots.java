package io.laurel.storage;

import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.DurableDirectory;
import io.laurel.env.TimeSource;
import io.laurel.env.WritableFile;
import io.laurel.part.PartLinks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The snapshots of a storage: made, listed, removed.
 *
 * <pre>
 *   ROOT/snapshots/NAME/data/small  -&gt;  ../../../data/small/snapshots/NAME      symbolic links
 *   ROOT/snapshots/NAME/data/big    -&gt;  ../../../data/big/snapshots/NAME
 *   ROOT/snapshots/NAME/indexdb     -&gt;  ../../indexdb/snapshots/NAME
 *   ROOT/snapshots/NAME/metadata/       copies of the files in ROOT/metadata
 *
 *   ROOT/data/small/snapshots/NAME/YYYY_MM/PART/*      hard links to the files of the parts; folders for both sides
 *   ROOT/data/big/snapshots/NAME/YYYY_MM/PART/*        of each month, even without parts
 *   ROOT/indexdb/snapshots/NAME/TABLE/PART/*           with converted-to-v1.28.0 beside the parts
 *
 *   ROOT/snapshots/.NAME/               one that is being made or removed: never listed
 * </pre>
 *
 * <p>{@code .NAME} is there, durably, before anything else of a snapshot and after everything else. One rename makes it
 * a snapshot when all of it is on disk, and one rename back is the first step of its removal. So whatever a crash
 * interrupts is found by the next open, which removes it; a reader sees a whole snapshot or none.
 */
final class Snapshots {
    private static final String UNLISTED = ".";

    private final Disk disk;
    private final TimeSource time;
    private final StorageLayout layout;

    /** Held while one is made or removed. */
    private final ReentrantLock lock = new ReentrantLock();
    private long lastNumber;
    private boolean closed;

    Snapshots(Disk disk, TimeSource time, StorageLayout layout) {
        this.disk = disk;
        this.time = time;
        this.layout = layout;
    }

    /** Links all parts there are, as they were at one moment, into these folders, which are made by it. */
    @FunctionalInterface
    interface Cut {
        void link(Path small, Path big, Path indexdb, PartLinks links) throws IOException;
    }

    /** Makes one; after a failure nothing of it is left, or the next open removes it. */
    Snapshot create(Cut cut) throws IOException {
        lock.lock();
        try {
            ensureOpen();
            removeLeftovers();
            String name = newName();
            try {
                create(name, cut);
            } catch (IOException | RuntimeException | Error e) {
                try {
                    remove(name);
                } catch (IOException | RuntimeException again) {
                    e.addSuppressed(again);
                }
                throw e;
            }
            return snapshot(name);
        } finally {
            lock.unlock();
        }
    }

    /** The number is the clock's, in nanoseconds, unless the clock went back. */
    private String newName() throws IOException {
        long wallMs = time.wallMs();
        lastNumber = Math.max(lastNumber + 1, TimeUnit.MILLISECONDS.toNanos(wallMs));
        for (Snapshot snapshot : list()) {
            lastNumber = Math.max(lastNumber, SnapshotName.number(snapshot.name()) + 1);
        }
        return SnapshotName.of(Instant.ofEpochMilli(wallMs), lastNumber);
    }

    private void create(String name, Cut cut) throws IOException {
        Path folder = unlisted(name);
        disk.createDirectory(folder);
        disk.syncDirectory(layout.snapshots());
        linkParts(name, cut);
        // The unlisted folder lies as deep as the listed one: the symbolic links may be relative
        disk.createDirectory(inside(folder, layout.data()));
        for (Path parts : layout.folders()) {
            Path link = inside(folder, parts);
            disk.symbolicLink(link, link.getParent().relativize(layout.snapshotOf(parts, name)));
        }
        copyMetadata(inside(folder, layout.metadata()));
        disk.syncDirectory(inside(folder, layout.data()));
        disk.syncDirectory(folder);
        disk.rename(folder, snapshot(name).path());
        disk.syncDirectory(layout.snapshots());
    }

    private void linkParts(String name, Cut cut) throws IOException {
        for (Path parts : layout.folders()) {
            DurableDirectory.create(disk, layout.snapshotOf(parts, name).getParent());
            disk.syncDirectory(parts);
        }
        PartLinks links = new PartLinks(disk);
        cut.link(layout.snapshotOf(layout.small(), name), layout.snapshotOf(layout.big(), name),
                layout.snapshotOf(layout.indexdb(), name), links);
        links.sync();
        for (Path parts : layout.folders()) {
            disk.syncDirectory(layout.snapshotOf(parts, name).getParent());
        }
    }

    /** Where in the folder of a snapshot something of the storage is. */
    private Path inside(Path folder, Path original) {
        return folder.resolve(layout.root().relativize(original));
    }

    private void copyMetadata(Path target) throws IOException {
        disk.createDirectory(target);
        for (String name : disk.list(layout.metadata())) {
            Path source = layout.metadata().resolve(name);
            if (!AtomicFile.isTemporary(name) && !disk.isDirectory(source)) {
                byte[] content = AtomicFile.read(disk, source);
                try (WritableFile copy = disk.create(target.resolve(name))) {
                    copy.write(content, 0, content.length);
                    copy.sync();
                }
            }
        }
        disk.syncDirectory(target);
    }

    /** All of them, the oldest first unless the clock went back: in the order of their names. */
    List<Snapshot> list() throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        if (disk.isDirectory(layout.snapshots())) {
            for (String name : disk.list(layout.snapshots())) {
                if (SnapshotName.isValid(name) && disk.isDirectory(layout.snapshots().resolve(name))) {
                    snapshots.add(snapshot(name));
                }
            }
        }
        return snapshots;
    }

    void delete(String name) throws IOException {
        if (!SnapshotName.isValid(name)) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a snapshot");
        }
        lock.lock();
        try {
            ensureOpen();
            if (!disk.isDirectory(snapshot(name).path())) {
                throw new NoSuchSnapshotException(name, layout.root());
            }
            remove(name);
        } finally {
            lock.unlock();
        }
    }

    int deleteOlderThan(Duration age) throws IOException {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age of " + age);
        }
        lock.lock();
        try {
            ensureOpen();
            Instant now = Instant.ofEpochMilli(time.wallMs());
            int deleted = 0;
            for (Snapshot snapshot : list()) {
                if (Duration.between(snapshot.created(), now).compareTo(age) > 0) {
                    remove(snapshot.name());
                    deleted++;
                }
            }
            return deleted;
        } finally {
            lock.unlock();
        }
    }

    /** Removes what a crash has left of snapshots that were being made or removed. */
    void removeLeftovers() throws IOException {
        for (String entry : disk.list(layout.snapshots())) {
            String name = entry.startsWith(UNLISTED) ? entry.substring(UNLISTED.length()) : "";
            if (!SnapshotName.isValid(name)) {
                continue;
            }
            if (disk.exists(snapshot(name).path())) {
                // Nothing here leaves both; a copy of the storage that was made in two steps has them
                disk.deleteTree(unlisted(name));
            } else {
                remove(name);
            }
        }
    }

    /** Waits until none is being made or removed, and lets no more begin. */
    void close() {
        lock.lock();
        closed = true;
        lock.unlock();
    }

    private void ensureOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }

    private void remove(String name) throws IOException {
        Path listed = snapshot(name).path();
        if (disk.exists(listed)) {
            disk.rename(listed, unlisted(name));
            disk.syncDirectory(layout.snapshots());
        }
        for (Path parts : layout.folders()) {
            Path links = layout.snapshotOf(parts, name);
            if (disk.exists(links)) {
                disk.deleteTree(links);
                disk.syncDirectory(links.getParent());
            }
        }
        disk.deleteTree(unlisted(name));
        disk.syncDirectory(layout.snapshots());
    }

    private Snapshot snapshot(String name) {
        return new Snapshot(name, layout.snapshots().resolve(name));
    }

    private Path unlisted(String name) {
        return layout.snapshots().resolve(UNLISTED + name);
    }
}
