package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The only door to files. Paths are names; nobody else opens them. Every failure is an {@link IOException} that names the
 * operation and the path. Safe for many threads.
 *
 * <p>What a power cut may take: the bytes of a file since its last {@link WritableFile#sync()}, and the entries of a
 * folder (created, renamed, linked or removed) since its last {@link #syncDirectory}.
 */
public interface Disk {
    /** Creates a file for writing; it must not exist yet. */
    WritableFile create(Path file) throws IOException;

    /** Opens a file for reading; it stays readable after it was removed. */
    ReadableFile open(Path file) throws IOException;

    /** The names in a folder, sorted, without the folder itself. */
    List<String> list(Path directory) throws IOException;

    /** True if there is a file or folder of that name; symbolic links are followed. */
    boolean exists(Path path) throws IOException;

    /** True if that is a folder or a symbolic link to one. */
    boolean isDirectory(Path path) throws IOException;

    /** Creates a folder and its missing parents; fine if it exists. Not durable before the parents are synced. */
    void createDirectory(Path directory) throws IOException;

    /** Atomic. Replaces a file; fails on a non-empty folder. Durable after {@link #syncDirectory} of both parents. */
    void rename(Path source, Path target) throws IOException;

    /** Makes {@code target} another name of the file {@code source}; it must not exist. */
    void link(Path source, Path target) throws IOException;

    /** Makes {@code link} a symbolic link with that text; it must not exist. */
    void symbolicLink(Path link, Path text) throws IOException;

    /** Removes a file, or a symbolic link itself; fine if it does not exist. */
    void deleteFile(Path file) throws IOException;

    /** Removes a folder with everything in it; fine if it does not exist. Not atomic: only ever used below a tmp/. */
    void deleteTree(Path directory) throws IOException;

    /** Makes what was created, renamed, linked and removed in this folder durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Takes the exclusive lock on a file, which is created empty if need be, until the result is closed.
     *
     * @throws LockedException if another process, or another storage in this one, holds it
     */
    Closeable lock(Path file) throws IOException;

    /** Bytes that may still be written on the file system of that path. */
    long freeBytes(Path path) throws IOException;
}
