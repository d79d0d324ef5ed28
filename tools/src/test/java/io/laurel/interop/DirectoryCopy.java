package io.laurel.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of storage directories, so that two engines can look at the same state. */
final class DirectoryCopy {
    private DirectoryCopy() {}

    /** Copies everything, symbolic links as what they point at. */
    static Path of(Path source, Path target) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(source, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            Path copy = target.resolve(source.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy);
            }
        }
        return target;
    }
}
