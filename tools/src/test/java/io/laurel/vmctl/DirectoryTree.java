package io.laurel.vmctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything below a directory: to see whether a command has touched anything, or to be rid of it. */
final class DirectoryTree {
    private DirectoryTree() {}

    /** For each file and folder its time of change, and for files a hash of the content. */
    static TreeMap<String, String> of(Path directory) throws IOException {
        TreeMap<String, String> entries = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                String content = Files.isRegularFile(path) ? " " + Arrays.hashCode(Files.readAllBytes(path)) : "";
                entries.put(directory.relativize(path).toString(), Files.getLastModifiedTime(path) + content);
            }
        }
        return entries;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
