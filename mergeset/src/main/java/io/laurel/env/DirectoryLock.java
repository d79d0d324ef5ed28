package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive lock on a {@code flock.lock} file.
 *
 * <p>The reference server holds these files with {@code flock(2)}. What the JDK offers, {@code FileChannel.lock}, is
 * {@code fcntl(2)}, and on Linux the two do not see each other. So:
 *
 * <ul>
 *   <li>JDK 22 and later take the {@code flock} itself, see {@link Flock}. That excludes the server both ways.
 *   <li>Before that, or where native access is denied, the {@code fcntl} lock is taken. It excludes other JVMs only.
 *   <li>In both cases the lock table of the system, see {@link SystemLocks}, is read before and after. A holder of
 *       either kind of lock is seen there and named.
 * </ul>
 *
 * <p>Only one of the two locks is taken: on BSD systems and on NFS they conflict, even within one process. What stays
 * open on JDK 17: a server that is started while we run does not notice us, and a server that runs in another container
 * (another process namespace) or on another host is not in the table. Without a table (not Linux) the {@code fcntl}
 * lock is all.
 *
 * <p>An {@code fcntl} lock belongs to the process and goes when the process closes <em>any</em> open file of that name.
 * Nobody may open a lock file in passing, and a second attempt in this process has to be refused before it opens the
 * file. Hence the one mutable static field of this project: the locks of this process.
 */
final class DirectoryLock implements Closeable {
    private static final Set<Object> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Object key;
    private final Closeable lock;

    private DirectoryLock(Object key, Closeable lock) {
        this.key = key;
        this.lock = lock;
    }

    /** Creates the file if need be and locks it, or says who holds it. */
    static DirectoryLock take(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // It stays after use, so this is the usual case.
        }
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        if (key == null) {
            key = file.toRealPath();
        }
        if (!HELD_BY_THIS_PROCESS.add(key)) {
            throw new LockedException(file, "another storage in this process");
        }
        Closeable lock = null;
        try {
            refuseIf(SystemLocks.holder(file), file);
            lock = Flock.isAvailable() ? flock(file) : fcntl(file);
            refuseIf(SystemLocks.otherHolder(file), file);
            return new DirectoryLock(key, lock);
        } catch (IOException e) {
            new DirectoryLock(key, lock == null ? () -> {} : lock).close(e);
            throw e;
        }
    }

    private static Closeable flock(Path file) throws IOException {
        Closeable lock = Flock.take(file);
        if (lock == null) {
            refuseIf(SystemLocks.holder(file), file);
            throw new LockedException(file, "another process");
        }
        return lock;
    }

    private static Closeable fcntl(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new LockedException(file, "another process");
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new LockedException(file, "another storage in this process");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void refuseIf(Optional<String> holder, Path file) throws LockedException {
        if (holder.isPresent()) {
            throw new LockedException(file, holder.get());
        }
    }

    private void close(IOException cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            HELD_BY_THIS_PROCESS.remove(key);
        }
    }
}
