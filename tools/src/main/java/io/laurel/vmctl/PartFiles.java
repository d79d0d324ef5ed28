package io.laurel.vmctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files in the folder of a part and their sizes. */
final class PartFiles {
    private final Map<String, Long> sizes = new TreeMap<>();

    private PartFiles() {}

    static PartFiles of(Path folder) throws IOException {
        PartFiles files = new PartFiles();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                files.sizes.put(path.getFileName().toString(), Files.size(path));
            }
        }
        return files;
    }

    /** The size of all data files, which end in {@code .bin}. */
    long bytes() {
        return sizes.entrySet().stream().filter(file -> file.getKey().endsWith(".bin"))
                .mapToLong(Map.Entry::getValue).sum();
    }

    /** @param expected files that must be there, shown first */
    String table(List<String> expected) {
        TextTable table = new TextTable("FILE", ">BYTES");
        for (String name : expected) {
            table.row(name, sizes.containsKey(name) ? sizes.get(name).toString() : "missing");
        }
        sizes.forEach((name, bytes) -> {
            if (!expected.contains(name)) {
                table.row(name, bytes.toString());
            }
        });
        return table.toString();
    }
}
