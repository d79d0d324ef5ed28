package io.laurel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TracingDiskTest {
    private final Path root = Path.of("/db");
    private final TracingDisk disk = new TracingDisk(new MemoryDisk(), root);

    @Test
    void theDiaryHasALineForEachOperation() throws IOException {
        disk.createDirectory(root);
        disk.note("a small file");
        AtomicFile.write(disk, root.resolve("txn"), new byte[7]);
        AtomicFile.read(disk, root.resolve("txn"));
        disk.list(root);
        disk.lock(Path.of("/flock.lock")).close();
        assertThat(disk.text()).isEqualTo("""
                create directory .
                # a small file
                delete file txn.tmp.1
                create txn.tmp.1
                write txn.tmp.1
                sync txn.tmp.1
                close txn.tmp.1
                rename txn.tmp.1 -> txn
                sync directory .
                lock /flock.lock
                unlock /flock.lock
                """);
        disk.clear();
        assertThat(disk.lines()).isEmpty();
    }

    @Test
    void neighbouringWritesAreOneLine() throws IOException {
        disk.createDirectory(root);
        disk.clear();
        try (var one = disk.create(root.resolve("one")); var two = disk.create(root.resolve("two"))) {
            one.write(new byte[10], 0, 5);
            one.write(new byte[10], 5, 5);
            two.write(new byte[10], 0, 10);
            one.write(new byte[10], 0, 1);
        }
        assertThat(disk.lines()).containsExactly("create one", "create two", "write one", "write two", "write one",
                "close two", "close one");
    }
}
