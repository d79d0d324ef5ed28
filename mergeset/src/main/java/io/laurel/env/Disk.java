package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The only door to files. Paths are names; nobody else opens them. Every failure is an {@link IOException} that names
 * the operation and the path. Safe for many threads.
 *
 * <p>What a power cut may take: the bytes of a file since its last {@link WritableFile#sync()}, and the entries of a
 * folder (created, renamed, linked or removed) since its last {@link #syncDirectory}. Syncing a file does not make its
 * name durable, and syncing a folder does not make the bytes of the files in it durable.
 */
public interface Disk {
    /** Creates a file for writing; it must not exist yet, its folder must. */
    WritableFile create(Path file) throws IOException;

    /** Opens a file for reading; it stays readable after it was renamed or removed. */
    ReadableFile open(Path file) throws IOException;

    /** The names in a folder, sorted, without the folder itself. */
    List<String> list(Path directory) throws IOException;

    /** True if there is a file or folder of that name; symbolic links are followed. */
    boolean exists(Path path) throws IOException;

    /** True if that is a folder or a symbolic link to one. */
    boolean isDirectory(Path path) throws IOException;

    /**
     * Creates a folder and its missing parents; fine if it exists. Durable after {@link #syncDirectory} of its parents.
     */
    void createDirectory(Path directory) throws IOException;

    /**
     * Gives a file or folder another name on the same file system. Atomic, across a power cut too: afterwards it is
     * found under exactly one of the two names. Durable after {@link #syncDirectory} of either parent. A file replaces
     * a file and a folder an empty folder; a folder that is not empty is never replaced.
     */
    void rename(Path source, Path target) throws IOException;

    /** Makes {@code target} another name of the file {@code source}; it must not exist. */
    void link(Path source, Path target) throws IOException;

    /** Makes {@code link} a symbolic link with that text; it must not exist. */
    void symbolicLink(Path link, Path text) throws IOException;

    /** Removes a file (not a folder), or a symbolic link itself; fine if it does not exist. */
    void deleteFile(Path file) throws IOException;

    /**
     * Removes a file or folder with everything in it, symbolic links themselves and not what they point to; fine if it
     * does not exist. Not atomic: only ever used below a tmp/.
     */
    void deleteTree(Path directory) throws IOException;

    /** Makes what was created, renamed, linked and removed in this folder durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Takes the exclusive lock on a file, which is created empty if need be, until the result is closed. The file
     * stays.
     *
     * @throws LockedException if another process, or another storage in this one, holds it
     */
    Closeable lock(Path file) throws IOException;

    /** Bytes that may still be written on the file system of that path. */
    long freeBytes(Path path) throws IOException;
}
