package io.laurel.env;

import java.io.IOException;
import java.nio.file.Path;

/** A small file that is there whole or not at all: written under another name, synced, renamed, folder synced. */
public final class AtomicFile {
    /** Readers of a folder skip names that end like this and a number. */
    public static final String TEMPORARY = ".tmp.";

    private AtomicFile() {}

    /** Writes or replaces the file; when this returns it is durable, when it throws the old state is still there. */
    public static void write(Disk disk, Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY + "1");
        disk.deleteFile(temporary);
        try {
            try (WritableFile out = disk.create(temporary)) {
                out.write(content, 0, content.length);
                out.sync();
            }
            disk.rename(temporary, file);
        } catch (IOException e) {
            // Where there was too little space for it, it should not take any either.
            try {
                disk.deleteFile(temporary);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        disk.syncDirectory(file.getParent());
    }

    /** The whole content of a small file. */
    public static byte[] read(Disk disk, Path file) throws IOException {
        try (ReadableFile in = disk.open(file)) {
            byte[] content = new byte[Math.toIntExact(in.size())];
            in.read(0, content, 0, content.length);
            return content;
        }
    }

    /** True for a name left behind by an interrupted {@link #write}. */
    public static boolean isTemporary(String name) {
        int at = name.lastIndexOf(TEMPORARY);
        return at >= 0 && name.length() > at + TEMPORARY.length()
                && name.chars().skip(at + TEMPORARY.length()).allMatch(c -> c >= '0' && c <= '9');
    }
}
