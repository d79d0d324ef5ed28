package io.laurel.testkit;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.Disk;
import io.laurel.env.LockedException;
import io.laurel.env.ReadableFile;
import io.laurel.env.WritableFile;
import io.laurel.testkit.MemoryJournal.Slot;
import io.laurel.testkit.MemoryNode.File;
import io.laurel.testkit.MemoryNode.Folder;
import io.laurel.testkit.MemoryNode.Link;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A disk on the heap that knows what a power cut would take.
 *
 * <p>Bytes: each file remembers how much of it was synced. Folders: every change (an entry appears, goes, or moves) is
 * kept in a journal until a sync of a folder that it touches. {@link #crash} keeps any length of what was written and
 * any subset of the changes in which nothing rests on something lost. Safe for threads.
 */
public final class MemoryDisk implements Disk {
    private static final int MAX_LINKS = 40;

    private final Folder root;
    private final MemoryJournal journal = new MemoryJournal();
    private final Set<File> locked = new HashSet<>();
    private final Map<Closeable, Opened> open = new LinkedHashMap<>();
    private long freeBytes = 1L << 40;

    public MemoryDisk() {
        this(new Folder());
    }

    private MemoryDisk(Folder root) {
        this.root = root;
    }

    /** Who opened what; the exception is only there for its stack trace. */
    private record Opened(String what, AssertionError where) {}

    /** Where an entry is or will be. */
    private record Place(Folder folder, String name) {
        MemoryNode node() {
            return folder.entries.get(name);
        }
    }

    // What tests ask for

    /**
     * A new disk as a power cut at this moment could have left this one, which is not changed. Nothing is open or
     * locked on it and all of it is synced. The same seed gives the same result; seeds are needed in number.
     */
    public synchronized MemoryDisk crash(long seed) {
        return new MemoryDisk(journal.crash(root, new Random(seed)));
    }

    /** The same content on a new disk where all of it is synced. */
    public synchronized MemoryDisk copy() {
        return new MemoryDisk(MemoryJournal.copy(root));
    }

    /** What has been opened or locked and not closed, in order: "read PATH", "write PATH" or "lock PATH". */
    public synchronized List<String> openFiles() {
        return open.values().stream().map(Opened::what).toList();
    }

    /** Fails with the place where the first of the {@link #openFiles} was opened. */
    public synchronized void assertNothingOpen() {
        if (!open.isEmpty()) {
            throw new AssertionError("not closed: " + openFiles(), open.values().iterator().next().where);
        }
    }

    /** What {@link #freeBytes} answers from now on; writing does not change it. */
    public synchronized void setFreeBytes(long bytes) {
        freeBytes = bytes;
    }

    // Disk

    @Override
    public synchronized WritableFile create(Path file) throws IOException {
        Place place = place("create", file);
        if (place.node() != null) {
            throw failed("create", file, "it exists already");
        }
        File node = new File();
        journal.change(new Slot(place.folder, place.name, node));
        Writer writer = new Writer(file, node);
        opened("write", file, writer);
        return writer;
    }

    @Override
    public synchronized ReadableFile open(Path file) throws IOException {
        MemoryNode node = find("open", file);
        if (node == null) {
            throw failed("open", file, "there is no such file");
        } else if (node instanceof Folder) {
            throw failed("open", file, "it is a folder");
        }
        Reader reader = new Reader(file, (File) node);
        opened("read", file, reader);
        return reader;
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        return List.copyOf(folder("list", directory).entries.keySet());
    }

    @Override
    public synchronized boolean exists(Path path) throws IOException {
        return find("look at", path) != null;
    }

    @Override
    public synchronized boolean isDirectory(Path path) throws IOException {
        return find("look at", path) instanceof Folder;
    }

    @Override
    public synchronized void createDirectory(Path directory) throws IOException {
        MemoryNode node = find("create the folder", directory);
        if (node instanceof File) {
            throw failed("create the folder", directory, "it exists already");
        } else if (node == null) {
            createDirectory(directory.toAbsolutePath().getParent());
            Place place = place("create the folder", directory);
            if (place.node() != null) {
                throw failed("create the folder", directory, "it exists already");
            }
            journal.change(new Slot(place.folder, place.name, new Folder()));
        }
    }

    @Override
    public synchronized void rename(Path source, Path target) throws IOException {
        String operation = "rename " + source + " to";
        Place from = place(operation, source);
        Place to = place(operation, target);
        MemoryNode node = from.node();
        MemoryNode replaced = to.node();
        if (node == null) {
            throw failed(operation, target, "there is no " + source);
        } else if (node == replaced) {
            return;
        } else if (replaced instanceof Folder folder && !folder.entries.isEmpty()) {
            throw failed(operation, target, "the folder is not empty");
        } else if (replaced != null && (replaced instanceof Folder) != (node instanceof Folder)) {
            throw failed(operation, target, "a file and a folder cannot replace each other");
        } else if (target.toAbsolutePath().normalize().startsWith(source.toAbsolutePath().normalize())) {
            throw failed(operation, target, "a folder cannot move into itself");
        }
        journal.change(new Slot(from.folder, from.name, null), new Slot(to.folder, to.name, node));
    }

    @Override
    public synchronized void link(Path source, Path target) throws IOException {
        String operation = "link " + source + " as";
        MemoryNode node = place(operation, source).node();
        Place to = place(operation, target);
        if (node == null) {
            throw failed(operation, target, "there is no " + source);
        } else if (node instanceof Folder) {
            throw failed(operation, target, "the source is a folder");
        } else if (to.node() != null) {
            throw failed(operation, target, "it exists already");
        }
        journal.change(new Slot(to.folder, to.name, node));
    }

    @Override
    public synchronized void symbolicLink(Path link, Path text) throws IOException {
        Place place = place("create the symbolic link", link);
        if (place.node() != null) {
            throw failed("create the symbolic link", link, "it exists already");
        }
        journal.change(new Slot(place.folder, place.name, new Link(text.toString())));
    }

    @Override
    public synchronized void deleteFile(Path file) throws IOException {
        Place place = placeIfThere("delete", file);
        if (place != null && place.node() instanceof Folder) {
            throw failed("delete", file, "it is a folder");
        } else if (place != null && place.node() != null) {
            journal.change(new Slot(place.folder, place.name, null));
        }
    }

    @Override
    public synchronized void deleteTree(Path directory) throws IOException {
        Place place = placeIfThere("delete the folder", directory);
        if (place != null && place.node() != null) {
            deleteTree(place);
        }
    }

    private void deleteTree(Place place) {
        if (place.node() instanceof Folder folder) {
            for (String name : List.copyOf(folder.entries.keySet())) {
                deleteTree(new Place(folder, name));
            }
        }
        journal.change(new Slot(place.folder, place.name, null));
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        journal.sync(folder("sync the folder", directory));
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        if (find("lock", file) == null) {
            create(file).close();
        }
        if (!(find("lock", file) instanceof File node)) {
            throw failed("lock", file, "it is a folder");
        }
        if (!locked.add(node)) {
            throw new LockedException(file, "another storage in this process");
        }
        Closeable lock = new Closeable() {
            @Override
            public void close() {
                synchronized (MemoryDisk.this) {
                    if (open.remove(this) != null) {
                        locked.remove(node);
                    }
                }
            }
        };
        opened("lock", file, lock);
        return lock;
    }

    @Override
    public synchronized long freeBytes(Path path) throws IOException {
        if (find("measure the free space at", path) == null) {
            throw failed("measure the free space at", path, "there is no such file");
        }
        return freeBytes;
    }

    private void opened(String what, Path file, Closeable handle) {
        open.put(handle, new Opened(what + " " + file, new AssertionError(what + " " + file + " was opened here")));
    }

    // Finding things

    /** The node at the end of all links, or null. */
    private MemoryNode find(String operation, Path path) throws IOException {
        return find(operation, path, path.toAbsolutePath().normalize(), MAX_LINKS);
    }

    private MemoryNode find(String operation, Path asked, Path path, int linksLeft) throws IOException {
        MemoryNode node = root;
        Path reached = path.getRoot();
        for (Path name : path) {
            if (!(node instanceof Folder folder)) {
                throw failed(operation, asked, reached + " is not a folder");
            }
            node = folder.entries.get(name.toString());
            if (node instanceof Link link) {
                if (linksLeft == 0) {
                    throw failed(operation, asked, "too many symbolic links");
                }
                node = find(operation, asked, reached.resolve(link.text).normalize(), linksLeft - 1);
            }
            if (node == null) {
                return null;
            }
            reached = reached.resolve(name);
        }
        return node;
    }

    private Folder folder(String operation, Path path) throws IOException {
        MemoryNode node = find(operation, path);
        if (node instanceof Folder folder) {
            return folder;
        }
        throw failed(operation, path, node == null ? "there is no " + path : "it is not a folder");
    }

    private Place place(String operation, Path path) throws IOException {
        Place place = placeIfThere(operation, path);
        if (place == null) {
            throw failed(operation, path, "there is no " + path.toAbsolutePath().getParent());
        }
        return place;
    }

    /** Null if not even the folder is there. The last name itself is not followed. */
    private Place placeIfThere(String operation, Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.getParent() == null) {
            throw failed(operation, path, "it is the root");
        }
        MemoryNode parent = find(operation, absolute.getParent());
        if (parent instanceof File) {
            throw failed(operation, path, absolute.getParent() + " is not a folder");
        }
        return parent == null ? null : new Place((Folder) parent, absolute.getFileName().toString());
    }

    private static IOException failed(String operation, Path path, String reason) {
        return new IOException("cannot " + operation + " " + path + ": " + reason);
    }

    private final class Writer implements WritableFile {
        private final Path path;
        private final File file;

        Writer(Path path, File file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            synchronized (MemoryDisk.this) {
                ensureOpen("write", path, this);
                file.append(source, offset, length);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (MemoryDisk.this) {
                ensureOpen("sync", path, this);
                file.synced = file.size;
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                open.remove(this);
            }
        }
    }

    private final class Reader implements ReadableFile {
        private final Path path;
        private final File file;
        private final long size;

        Reader(Path path, File file) {
            this.path = path;
            this.file = file;
            this.size = file.size;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long offset, byte[] target, int at, int length) throws IOException {
            synchronized (MemoryDisk.this) {
                ensureOpen("read", path, this);
                if (offset > file.size - length) {
                    throw new CorruptedDataException(length + " bytes are wanted where the file has only "
                            + Math.max(0, file.size - offset), path.toString(), offset, null);
                }
                file.read((int) offset, target, at, length);
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                open.remove(this);
            }
        }
    }

    private void ensureOpen(String operation, Path path, Closeable handle) throws IOException {
        if (!open.containsKey(handle)) {
            throw failed(operation, path, "it is closed");
        }
    }
}
