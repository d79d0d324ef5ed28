package io.laurel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.AtomicFile;
import io.laurel.env.ReadableFile;
import io.laurel.env.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a power cut takes and what it leaves. */
final class MemoryDiskTest {
    private static final int SEEDS = 200;

    private final MemoryDisk disk = new MemoryDisk();
    private final Path root = Path.of("/db");

    @BeforeEach
    void durableRoot() throws IOException {
        disk.createDirectory(root);
        disk.syncDirectory(Path.of("/"));
    }

    @Test
    void whatWasSyncedStays() throws IOException {
        AtomicFile.write(disk, root.resolve("file"), "content".getBytes());
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryDisk after = disk.crash(seed);
            assertThat(after.list(root)).containsExactly("file");
            assertThat(AtomicFile.read(after, root.resolve("file"))).asString().isEqualTo("content");
        }
    }

    @Test
    void anUnsyncedNameMayGoOrStay() throws IOException {
        write("file", "content", true);
        assertThat(outcomes(root)).containsExactlyInAnyOrder("[]", "[file=content]");
    }

    @Test
    void unsyncedBytesMayBeCutOrZero() throws IOException {
        write("file", "ab", false);
        disk.syncDirectory(root);
        assertThat(outcomes(root)).containsExactlyInAnyOrder(
                "[file=]", "[file=a]", "[file=ab]", "[file=\0]", "[file=\0\0]");
    }

    @Test
    void syncedBytesStayInFrontOfUnsyncedOnes() throws IOException {
        WritableFile out = disk.create(root.resolve("file"));
        out.write("ab".getBytes(), 0, 2);
        out.sync();
        out.write("c".getBytes(), 0, 1);
        disk.syncDirectory(root);
        assertThat(outcomes(root)).containsExactlyInAnyOrder("[file=ab]", "[file=abc]", "[file=ab\0]");
        out.close();
    }

    @Test
    void aRenameHappensOrNot() throws IOException {
        write("new", "new", true);
        write("old", "old", true);
        disk.createDirectory(root.resolve("tmp"));
        disk.syncDirectory(root);
        disk.rename(root.resolve("new"), root.resolve("old"));
        assertThat(outcomes(root)).containsExactlyInAnyOrder("[new=new, old=old, tmp/]", "[old=new, tmp/]");
        disk.rename(root.resolve("old"), root.resolve("tmp/old"));
        assertThat(outcomes(root)).as("the second rests on the first").containsExactlyInAnyOrder(
                "[new=new, old=old, tmp/]", "[old=new, tmp/]", "[tmp/, tmp/old=new]");
    }

    @Test
    void syncingEitherFolderMakesARenameDurable() throws IOException {
        for (String synced : new String[] {"tmp", "."}) {
            MemoryDisk disk = new MemoryDisk();
            disk.createDirectory(root.resolve("tmp/part"));
            disk.syncDirectory(Path.of("/"));
            disk.syncDirectory(root);
            disk.rename(root.resolve("tmp/part"), root.resolve("part"));
            disk.syncDirectory(root.resolve(synced));
            for (int seed = 0; seed < SEEDS; seed++) {
                assertThat(tree(disk.crash(seed), root)).isEqualTo("[part/, tmp/]");
            }
        }
    }

    @Test
    void removedThingsMayComeBack() throws IOException {
        disk.createDirectory(root.resolve("part"));
        write("part/a", "1", true);
        write("part/b", "2", true);
        disk.syncDirectory(root.resolve("part"));
        disk.syncDirectory(root);
        disk.deleteTree(root.resolve("part"));
        assertThat(disk.list(root)).isEmpty();
        assertThat(outcomes(root)).containsExactlyInAnyOrder(
                "[]", "[part/]", "[part/, part/a=1]", "[part/, part/b=2]", "[part/, part/a=1, part/b=2]");
        disk.syncDirectory(root);
        assertThat(outcomes(root)).containsExactly("[]");
    }

    @Test
    void theSameSeedGivesTheSameDisk() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("file" + i, "content" + i, false);
        }
        assertThat(tree(disk.crash(17), root)).isEqualTo(tree(disk.crash(17), root));
        assertThat(tree(disk, root)).as("the disk itself does not change").contains("file19=content19");
    }

    @Test
    void leaksAreKnown() throws IOException {
        WritableFile out = disk.create(root.resolve("out"));
        ReadableFile in = disk.open(root.resolve("out"));
        Closeable lock = disk.lock(root.resolve("flock.lock"));
        assertThat(disk.openFiles()).containsExactly("write /db/out", "read /db/out", "lock /db/flock.lock");
        assertThatThrownBy(disk::assertNothingOpen)
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("write /db/out was opened here");
        assertThat(disk.crash(1).openFiles()).isEmpty();
        disk.crash(1).assertNothingOpen();
        out.close();
        in.close();
        lock.close();
        lock.close();
        disk.assertNothingOpen();
    }

    private void write(String name, String content, boolean synced) throws IOException {
        try (WritableFile out = disk.create(root.resolve(name))) {
            out.write(content.getBytes(), 0, content.length());
            if (synced) {
                out.sync();
            }
        }
    }

    private Set<String> outcomes(Path folder) throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            outcomes.add(tree(disk.crash(seed), folder));
        }
        return outcomes;
    }

    private static String tree(MemoryDisk disk, Path folder) throws IOException {
        Set<String> lines = new TreeSet<>();
        collect(disk, folder, folder, lines);
        return lines.toString();
    }

    private static void collect(MemoryDisk disk, Path root, Path folder, Set<String> lines) throws IOException {
        for (String name : disk.list(folder)) {
            Path path = folder.resolve(name);
            String relative = root.relativize(path).toString();
            if (disk.isDirectory(path)) {
                lines.add(relative + "/");
                collect(disk, root, path, lines);
            } else {
                lines.add(relative + "=" + new String(AtomicFile.read(disk, path)));
            }
        }
    }
}
