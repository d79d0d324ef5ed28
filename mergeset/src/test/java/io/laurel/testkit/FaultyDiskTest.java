package io.laurel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.ReadableFile;
import io.laurel.env.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FaultyDiskTest {
    private static final Path FILE = Path.of("/db/file");

    private final MemoryDisk inner = new MemoryDisk();
    private final FaultyDisk disk = new FaultyDisk(inner);

    FaultyDiskTest() throws IOException {
        inner.createDirectory(Path.of("/db/txn"));
    }

    @Test
    void theNthOfAKindOnAPathFailsOnce() throws IOException {
        disk.errorAt(Operation.RENAME, "**/txn/*", 2);
        write("/db/a");
        write("/db/b");
        disk.rename(Path.of("/db/a"), Path.of("/db/c"));
        disk.rename(Path.of("/db/b"), Path.of("/db/txn/b"));
        assertThat(disk.struck()).isFalse();
        assertThatThrownBy(() -> disk.rename(Path.of("/db/txn/b"), Path.of("/db/b")))
                .hasMessage("cannot rename /db/txn/b to /db/b: the disk was told to fail here");
        assertThat(disk.struck()).isTrue();
        assertThat(inner.exists(Path.of("/db/txn/b"))).isTrue();
        disk.rename(Path.of("/db/txn/b"), Path.of("/db/b"));
    }

    @Test
    void shortWritesLeaveHalf() throws IOException {
        disk.shortWriteAt("**", 1);
        assertThatThrownBy(() -> write("/db/file")).isInstanceOf(IOException.class);
        assertThat(AtomicFile.read(inner, FILE)).asString().isEqualTo("con");
        inner.assertNothingOpen();
    }

    @Test
    void aFullDiskStaysFullUntilHealed() throws IOException {
        disk.fullDiskFrom("**", 2);
        assertThatThrownBy(() -> write("/db/file")).hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> write("/db/other")).hasMessageContaining("No space left on device");
        disk.deleteFile(FILE);
        disk.heal();
        write("/db/file");
        assertThat(AtomicFile.read(inner, FILE)).asString().isEqualTo("content");
    }

    @Test
    void bitsFlipOnTheWayInAndOut() throws IOException {
        disk.flipBitAt(Operation.WRITE, "**", 1);
        disk.flipBitAt(Operation.READ, "**", 2);
        write("/db/file");
        assertThat(AtomicFile.read(inner, FILE)).asString().isEqualTo("conuent");
        assertThat(AtomicFile.read(disk, FILE)).asString().isEqualTo("conuent");
        assertThat(AtomicFile.read(disk, FILE)).asString().isEqualTo("content");
        assertThat(AtomicFile.read(disk, FILE)).asString().isEqualTo("conuent");
    }

    @Test
    void afterAStopNothingWorks() throws IOException {
        disk.stopBefore(3);
        WritableFile out = disk.create(FILE);
        out.write(new byte[10], 0, 10);
        assertThatThrownBy(out::sync).isInstanceOf(StoppedException.class).hasMessage("stopped before sync /db/file");
        assertThatThrownBy(() -> disk.list(Path.of("/db"))).isInstanceOf(StoppedException.class);
        assertThatThrownBy(out::close).isInstanceOf(StoppedException.class);
        inner.assertNothingOpen();
        assertThat(disk.changes()).isEqualTo(3);
    }

    @Test
    void everyPowerCutIsTried() throws IOException {
        AtomicFile.write(inner, FILE, "old".getBytes());
        long changes = EveryOperation.powerCut(inner, 20, FaultyDiskTest::replaceAtomically,
                (after, completed) -> assertThat(AtomicFile.read(after, FILE)).asString()
                        .isIn("new", completed ? "new" : "old"));
        assertThat(changes).isEqualTo(6);
        assertThatThrownBy(() -> EveryOperation.powerCut(inner, 20, FaultyDiskTest::replaceCarelessly,
                (after, completed) -> assertThat(AtomicFile.read(after, FILE)).asString().isIn("new", "old")))
                .isInstanceOf(AssertionError.class).hasMessageContaining("after power cut before change ");
    }

    @Test
    void everyFailureIsTried() throws IOException {
        AtomicFile.write(inner, FILE, "old".getBytes());
        long changes = EveryOperation.failure(inner, FaultyDiskTest::replaceAtomically,
                (after, completed) -> assertThat(AtomicFile.read(after, FILE)).asString()
                        .isIn("new", completed ? "new" : "old"));
        assertThat(changes).isEqualTo(6);
        assertThatThrownBy(() -> EveryOperation.failure(inner, FaultyDiskTest::forgetToClose, (after, completed) -> {}))
                .isInstanceOf(AssertionError.class).hasMessageContaining("not closed: [read /db/file]");
    }

    private static void replaceAtomically(Disk disk) throws IOException {
        AtomicFile.write(disk, FILE, "new".getBytes());
    }

    private static void replaceCarelessly(Disk disk) throws IOException {
        disk.deleteFile(FILE);
        try (WritableFile out = disk.create(FILE)) {
            out.write("new".getBytes(), 0, 3);
        }
    }

    private static void forgetToClose(Disk disk) throws IOException {
        ReadableFile in = disk.open(FILE);
        disk.deleteFile(FILE);
        in.close();
    }

    private void write(String path) throws IOException {
        try (WritableFile out = disk.create(Path.of(path))) {
            out.write("content".getBytes(), 0, 7);
        }
    }
}
