package io.laurel.env;

import java.io.IOException;
import java.nio.file.Path;

/** Folders that a power cut does not take. */
public final class DurableDirectory {
    private DurableDirectory() {}

    /** Makes a folder and its missing parents; when this returns, those it made are durable. Fine if it exists. */
    public static void create(Disk disk, Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (disk.isDirectory(absolute)) {
            return;
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            create(disk, parent);
        }
        disk.createDirectory(absolute);
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }
}
