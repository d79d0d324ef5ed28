package io.laurel.vmctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How large a storage is on disk.
 *
 * @param sampleBytes all files below {@code data/}
 * @param valueBytes those of them that hold values
 * @param indexBytes all files below {@code indexdb/}
 */
record BenchFolder(long sampleBytes, long valueBytes, long indexBytes, long files) {
    static BenchFolder measure(Path storage) throws IOException {
        List<Path> samples = files(storage.resolve("data"));
        List<Path> index = files(storage.resolve("indexdb"));
        List<Path> values = samples.stream().filter(file -> file.endsWith("values.bin")).toList();
        return new BenchFolder(bytes(samples), bytes(values), bytes(index), samples.size() + index.size());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static long bytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Whether there is nothing of that name, or an empty folder. */
    static boolean isFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
