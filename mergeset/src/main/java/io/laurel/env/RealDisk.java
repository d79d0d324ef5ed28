package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The disk of the operating system. Holds nothing itself: any number of them may be in use. Interrupting a thread that
 * reads or writes does no harm to the operation or to others; its interrupt flag stays set.
 */
public final class RealDisk implements Disk {
    /** ENOSPC and EDQUOT, and what Windows calls them. */
    private static final Set<String> FULL_DISK = Set.of("No space left on device", "Disk quota exceeded",
            "Disc quota exceeded", "There is not enough space on the disk");
    private static final long NEXT_TO_NOTHING_BYTES = 1 << 16;

    @Override
    public WritableFile create(Path file) throws IOException {
        try {
            return new RealFile(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw failed("create", file, e);
        }
    }

    @Override
    public ReadableFile open(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "it is a folder");
            }
            return new RealFile(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw failed("open", file, e);
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (IOException e) {
            throw failed("list", directory, e);
        } catch (DirectoryIteratorException e) {
            throw failed("list", directory, e.getCause());
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return attributes(path) != null;
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        return attributes != null && attributes.isDirectory();
    }

    /** Null if there is nothing. {@code Files.exists} would also say no where it is not allowed to look. */
    private static BasicFileAttributes attributes(Path path, LinkOption... options) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, options);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw failed("look at", path, e);
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw failed("create the folder", directory, e);
        }
    }

    @Override
    public void rename(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("rename " + source + " to", target, e);
        }
    }

    @Override
    public void link(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (IOException e) {
            throw failed("link " + source + " as", target, e);
        }
    }

    @Override
    public void symbolicLink(Path link, Path text) throws IOException {
        try {
            Files.createSymbolicLink(link, text);
        } catch (IOException e) {
            throw failed("create the symbolic link", link, e);
        }
    }

    @Override
    public void deleteFile(Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file, LinkOption.NOFOLLOW_LINKS);
        try {
            if (attributes != null && attributes.isDirectory()) {
                throw new FileSystemException(file.toString(), null, "it is a folder");
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("delete", file, e);
        }
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        if (attributes(directory, LinkOption.NOFOLLOW_LINKS) == null) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                    if (problem != null) {
                        throw problem;
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw failed("delete the folder", directory, e);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (RealFile folder = openFolder(directory)) {
            folder.sync();
        }
    }

    private static RealFile openFolder(Path directory) throws IOException {
        try {
            return new RealFile(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            throw failed("sync the folder", directory, e);
        }
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        try {
            return DirectoryLock.take(file);
        } catch (LockedException e) {
            throw e;
        } catch (IOException e) {
            throw failed("lock", file, e);
        }
    }

    @Override
    public long freeBytes(Path path) throws IOException {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw failed("measure the free space at", path, e);
        }
    }

    /** "cannot OPERATION PATH: reason", with the reason in words where the JDK has only a class name for it. */
    static IOException failed(String operation, Path path, IOException cause) {
        String message = "cannot " + operation + " " + path + ": " + reason(cause);
        return isFullDisk(path, cause) ? new DiskFullException(message, cause) : new IOException(message, cause);
    }

    /**
     * The JDK says it in the words of the operating system only, which may be of any language: in English for one, and
     * otherwise by there being next to nothing left.
     */
    private static boolean isFullDisk(Path path, IOException cause) {
        String said = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        if (said == null || cause instanceof NoSuchFileException) {
            return false;
        }
        if (FULL_DISK.contains(said)) {
            return true;
        }
        try {
            Path folder = path.toAbsolutePath().getParent();
            return folder != null && Files.getFileStore(folder).getUsableSpace() < NEXT_TO_NOTHING_BYTES;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException e) {
            return "there is no " + e.getFile();
        } else if (cause instanceof FileAlreadyExistsException) {
            return "it exists already";
        } else if (cause instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (cause instanceof NotDirectoryException) {
            return "it is not a folder";
        } else if (cause instanceof AccessDeniedException e && e.getReason() == null) {
            return "permission denied on " + e.getFile();
        } else if (cause instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        } else if (cause instanceof ClosedChannelException) {
            return "it is closed";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
