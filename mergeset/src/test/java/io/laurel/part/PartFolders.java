package io.laurel.part;

import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two folders of one month, and parts with a little content. */
final class PartFolders {
    static final String ID = "18E9BB2F013D85C4";

    final Disk disk;
    final Path root;
    final PartDirectory small;
    final PartDirectory big;

    private PartFolders(Disk disk, Path root, PartDirectory small, PartDirectory big) {
        this.disk = disk;
        this.root = root;
        this.small = small;
        this.big = big;
    }

    static PartFolders create(Disk disk, Path root) throws IOException {
        return new PartFolders(disk, root,
                PartDirectory.create(disk, month(root, "small")), PartDirectory.create(disk, month(root, "big")));
    }

    static PartFolders open(Disk disk, Path root) throws IOException {
        return new PartFolders(disk, root,
                PartDirectory.open(disk, month(root, "small")), PartDirectory.open(disk, month(root, "big")));
    }

    private static Path month(Path root, String kind) {
        return root.resolve("data").resolve(kind).resolve("2022_05");
    }

    List<Path> roots() {
        return List.of(small.path(), big.path());
    }

    /** What an open does, in its order. */
    void recover() throws IOException {
        PartTransaction.replayAll(disk, small.txn(), roots());
        PartTransaction.replayAll(disk, big.txn(), roots());
        small.emptyTmpAndTxn();
        big.emptyTmpAndTxn();
    }

    /** A whole part, durable but for its name. */
    Path writePart(Path path) throws IOException {
        disk.createDirectory(path);
        for (String file : List.of("index.bin", "values.bin")) {
            write(path.resolve(file), path.getFileName() + " " + file);
        }
        disk.syncDirectory(path);
        return path;
    }

    /** A part that is there for good. */
    Path addPart(PartDirectory directory, String name) throws IOException {
        directory.publish(writePart(directory.tmp("new" + name)), name);
        return directory.path().resolve(name);
    }

    void writeTransaction(PartDirectory directory, String name, String text) throws IOException {
        AtomicFile.write(disk, directory.txn().resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Path path, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try (WritableFile file = disk.create(path)) {
            file.write(content, 0, content.length);
            file.sync();
        }
    }

    static String read(Disk disk, Path path) throws IOException {
        return new String(AtomicFile.read(disk, path), StandardCharsets.UTF_8);
    }

    /** "small/A" for each part; fails if one is not whole. */
    List<String> parts() throws IOException {
        List<String> parts = new ArrayList<>();
        for (PartDirectory directory : List.of(small, big)) {
            for (String name : directory.partNames()) {
                Path path = directory.path().resolve(name);
                if (disk.list(path).size() != 2) {
                    throw new AssertionError("half a part: " + path);
                }
                read(disk, path.resolve("index.bin"));
                parts.add(directory.path().getParent().getFileName() + "/" + name);
            }
        }
        return parts;
    }

    /** What lies in the four folders that are empty when nothing is under way. */
    List<String> leftovers() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path directory : roots()) {
            names.addAll(disk.list(directory.resolve("tmp")));
            names.addAll(disk.list(directory.resolve("txn")));
        }
        return names;
    }
}
