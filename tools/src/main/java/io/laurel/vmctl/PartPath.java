package io.laurel.vmctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a part, of which sort it is, and what to tell a user who named something else.
 *
 * @param ofSamples else it is a part of the index
 */
record PartPath(Path folder, boolean ofSamples) {
    private static final Pattern SAMPLES = Pattern.compile("[0-9]+_[0-9]+_[0-9.,]+_[0-9.,]+_[^_]*");
    private static final Pattern ITEMS = Pattern.compile("[0-9]+_[0-9]+_[^_]*");
    private static final List<String> SAMPLES_FILES = List.of("timestamps.bin", "values.bin");
    private static final List<String> ITEMS_FILES = List.of("items.bin", "lens.bin", "metadata.json");

    static PartPath of(Path path) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        if (!Files.exists(folder)) {
            throw failure(path, ": no such file or directory");
        }
        if (!Files.isDirectory(folder)) {
            throw failure(path, isPart(folder.getParent())
                    ? " is a file of a part; name its folder, " + path.resolveSibling("").normalize()
                    : " is a file; a part is a folder");
        }
        boolean named = SAMPLES.matcher(name(folder)).matches() || ITEMS.matcher(name(folder)).matches();
        if (named || isPart(folder)) {
            if (!named && "tmp".equals(name(folder.getParent()))) {
                throw failure(path, " is a part that is being written or was removed; it has no name yet");
            }
            return new PartPath(folder, hasAny(folder, SAMPLES_FILES)
                    || !hasAny(folder, ITEMS_FILES) && SAMPLES.matcher(name(folder)).matches());
        }
        throw failure(path, " is no part" + hint(path, folder));
    }

    private static String hint(Path path, Path folder) throws IOException {
        if (isStorage(folder)) {
            return " but a storage; vmctl-java parts " + path + " lists its parts";
        }
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> parts = children.filter(PartPath::isPart).sorted().toList();
            if (!parts.isEmpty()) {
                return " but has " + (parts.size() == 1 ? "one in it, " : parts.size() + " in it, for instance ")
                        + path.resolve(parts.get(0).getFileName());
            }
        }
        Path storage = storageOf(folder);
        return storage == null
                ? ": that is a folder called rows_blocks_first_last_suffix, of samples, or items_blocks_suffix, of the "
                        + "index"
                : "; vmctl-java parts " + storage + " lists those of its storage";
    }

    /** The storage or snapshot that a path lies in; null if there is none. */
    static Path storageOf(Path path) {
        Path folder = path.getParent();
        while (folder != null && !isStorage(folder)) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static boolean isStorage(Path folder) {
        return Files.isDirectory(folder.resolve("indexdb"));
    }

    private static boolean isPart(Path folder) {
        return folder != null && (hasAny(folder, SAMPLES_FILES) || hasAny(folder, ITEMS_FILES));
    }

    private static boolean hasAny(Path folder, List<String> files) {
        return files.stream().anyMatch(file -> Files.exists(folder.resolve(file)));
    }

    private static String name(Path path) {
        return path == null || path.getFileName() == null ? "" : path.getFileName().toString();
    }

    private static CommandFailure failure(Path path, String problem) {
        return new CommandFailure(ExitCode.IO, path + problem);
    }
}
