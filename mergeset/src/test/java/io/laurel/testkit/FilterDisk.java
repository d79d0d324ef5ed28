package io.laurel.testkit;

import io.laurel.env.Disk;
import io.laurel.env.ReadableFile;
import io.laurel.env.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk in front of another one that is asked before every operation. */
abstract class FilterDisk implements Disk {
    private final Disk inner;

    FilterDisk(Disk inner) {
        this.inner = inner;
    }

    /** The operation is about to happen; throwing prevents it. {@code target} is null unless there are two paths. */
    abstract void before(Operation operation, Path path, Path target) throws IOException;

    private void before(Operation operation, Path path) throws IOException {
        before(operation, path, null);
    }

    void write(WritableFile file, byte[] source, int offset, int length) throws IOException {
        before(Operation.WRITE, file.path());
        file.write(source, offset, length);
    }

    void read(ReadableFile file, long offset, byte[] target, int at, int length) throws IOException {
        before(Operation.READ, file.path());
        file.read(offset, target, at, length);
    }

    @Override
    public final WritableFile create(Path file) throws IOException {
        before(Operation.CREATE, file);
        WritableFile opened = inner.create(file);
        return new WritableFile() {
            @Override
            public Path path() {
                return opened.path();
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                FilterDisk.this.write(opened, source, offset, length);
            }

            @Override
            public void sync() throws IOException {
                before(Operation.SYNC, opened.path());
                opened.sync();
            }

            /** Closes in any case: a close that fails has closed all the same. */
            @Override
            public void close() throws IOException {
                try (opened) {
                    before(Operation.CLOSE, opened.path());
                }
            }
        };
    }

    @Override
    public final ReadableFile open(Path file) throws IOException {
        before(Operation.OPEN, file);
        ReadableFile opened = inner.open(file);
        return new ReadableFile() {
            @Override
            public Path path() {
                return opened.path();
            }

            @Override
            public long size() {
                return opened.size();
            }

            @Override
            public void read(long offset, byte[] target, int at, int length) throws IOException {
                FilterDisk.this.read(opened, offset, target, at, length);
            }

            @Override
            public void close() throws IOException {
                opened.close();
            }
        };
    }

    @Override
    public final List<String> list(Path directory) throws IOException {
        before(Operation.LIST, directory);
        return inner.list(directory);
    }

    @Override
    public final boolean exists(Path path) throws IOException {
        before(Operation.LOOK, path);
        return inner.exists(path);
    }

    @Override
    public final boolean isDirectory(Path path) throws IOException {
        before(Operation.LOOK, path);
        return inner.isDirectory(path);
    }

    @Override
    public final void createDirectory(Path directory) throws IOException {
        before(Operation.CREATE_DIRECTORY, directory);
        inner.createDirectory(directory);
    }

    @Override
    public final void rename(Path source, Path target) throws IOException {
        before(Operation.RENAME, source, target);
        inner.rename(source, target);
    }

    @Override
    public final void link(Path source, Path target) throws IOException {
        before(Operation.LINK, source, target);
        inner.link(source, target);
    }

    @Override
    public final void symbolicLink(Path link, Path text) throws IOException {
        before(Operation.SYMBOLIC_LINK, link, text);
        inner.symbolicLink(link, text);
    }

    @Override
    public final void deleteFile(Path file) throws IOException {
        before(Operation.DELETE_FILE, file);
        inner.deleteFile(file);
    }

    @Override
    public final void deleteTree(Path directory) throws IOException {
        before(Operation.DELETE_TREE, directory);
        inner.deleteTree(directory);
    }

    @Override
    public final void syncDirectory(Path directory) throws IOException {
        before(Operation.SYNC_DIRECTORY, directory);
        inner.syncDirectory(directory);
    }

    @Override
    public final Closeable lock(Path file) throws IOException {
        before(Operation.LOCK, file);
        Closeable lock = inner.lock(file);
        return () -> {
            try (lock) {
                before(Operation.UNLOCK, file);
            }
        };
    }

    @Override
    public final long freeBytes(Path path) throws IOException {
        before(Operation.FREE_BYTES, path);
        return inner.freeBytes(path);
    }
}
