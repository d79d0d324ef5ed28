package io.laurel.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.testkit.MemoryDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Disk} promises, held against the real one and the one in memory. */
final class DiskContractTest {
    @Nested
    final class OfRealDisk extends Contract {
        @BeforeEach
        void setUp(@TempDir Path folder) {
            disk = new RealDisk();
            root = folder;
        }
    }

    @Nested
    final class OfMemoryDisk extends Contract {
        @BeforeEach
        void setUp() throws IOException {
            disk = new MemoryDisk();
            root = Path.of("/some/root");
            disk.createDirectory(root);
        }
    }

    abstract static class Contract {
        Disk disk;
        Path root;

        @Test
        void bytesComeBackFromAnyPlace() throws IOException {
            Path file = root.resolve("file");
            try (WritableFile out = disk.create(file)) {
                assertThat(out.path()).isEqualTo(file);
                out.write(bytes("--hello"), 2, 5);
                out.write(bytes(" world"), 0, 6);
                out.sync();
            }
            try (ReadableFile in = disk.open(file)) {
                assertThat(in.path()).isEqualTo(file);
                assertThat(in.size()).isEqualTo(11);
                byte[] target = bytes("........");
                in.read(4, target, 1, 5);
                assertThat(target).asString().isEqualTo(".o wor..");
                in.read(11, target, 0, 0);
                assertThatThrownBy(() -> in.read(7, target, 0, 5))
                        .isInstanceOf(CorruptedDataException.class)
                        .hasMessageContaining(file + " at offset 7");
            }
        }

        @Test
        void closedFilesRefuse() throws IOException {
            Path file = root.resolve("file");
            WritableFile out = disk.create(file);
            out.close();
            assertThatThrownBy(() -> out.write(new byte[1], 0, 1))
                    .isInstanceOf(IOException.class).hasMessage("cannot write " + file + ": it is closed");
            ReadableFile in = disk.open(file);
            in.close();
            assertThatThrownBy(() -> in.read(0, new byte[1], 0, 1))
                    .isInstanceOf(IOException.class).hasMessage("cannot read " + file + ": it is closed");
        }

        @Test
        void createWantsANewNameInAnExistingFolder() throws IOException {
            Path file = write("file", "old");
            assertThatThrownBy(() -> disk.create(file))
                    .isInstanceOf(IOException.class).hasMessage("cannot create " + file + ": it exists already");
            assertThat(read("file")).isEqualTo("old");
            assertThatThrownBy(() -> disk.create(root.resolve("no/file")))
                    .isInstanceOf(IOException.class).hasMessageContaining("cannot create " + root.resolve("no/file"));
        }

        @Test
        void openWantsAFile() throws IOException {
            assertThatThrownBy(() -> disk.open(root.resolve("no")))
                    .isInstanceOf(IOException.class).hasMessageContaining("cannot open " + root.resolve("no"));
            assertThatThrownBy(() -> disk.open(root))
                    .isInstanceOf(IOException.class).hasMessage("cannot open " + root + ": it is a folder");
        }

        @Test
        void anOpenFileOutlivesItsName() throws IOException {
            Path file = write("file", "content");
            try (ReadableFile in = disk.open(file)) {
                disk.deleteFile(file);
                assertThat(disk.exists(file)).isFalse();
                byte[] target = new byte[7];
                in.read(0, target, 0, 7);
                assertThat(target).asString().isEqualTo("content");
            }
        }

        @Test
        void foldersListTheirNamesInOrder() throws IOException {
            write("b", "");
            write("a", "");
            disk.createDirectory(root.resolve("c/d/e"));
            disk.createDirectory(root.resolve("c/d/e"));
            assertThat(disk.list(root)).containsExactly("a", "b", "c");
            assertThat(disk.list(root.resolve("c/d/e"))).isEmpty();
            assertThat(disk.isDirectory(root.resolve("c/d"))).isTrue();
            assertThat(disk.isDirectory(root.resolve("a"))).isFalse();
            assertThat(disk.isDirectory(root.resolve("no/where"))).isFalse();
            assertThat(disk.exists(root.resolve("no/where"))).isFalse();
            assertThatThrownBy(() -> disk.list(root.resolve("no"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> disk.list(root.resolve("a")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot list " + root.resolve("a") + ": it is not a folder");
            assertThatThrownBy(() -> disk.createDirectory(root.resolve("a"))).isInstanceOf(IOException.class);
        }

        @Test
        void renameReplacesAFile() throws IOException {
            write("new", "new");
            write("old", "old");
            disk.rename(root.resolve("new"), root.resolve("old"));
            assertThat(disk.list(root)).containsExactly("old");
            assertThat(read("old")).isEqualTo("new");
        }

        @Test
        void renameMovesAFolderButNotOntoAFullOne() throws IOException {
            disk.createDirectory(root.resolve("tmp/part"));
            write("tmp/part/file", "content");
            disk.createDirectory(root.resolve("empty"));
            disk.rename(root.resolve("tmp/part"), root.resolve("empty"));
            assertThat(read("empty/file")).isEqualTo("content");
            disk.createDirectory(root.resolve("other"));
            assertThatThrownBy(() -> disk.rename(root.resolve("other"), root.resolve("empty")))
                    .isInstanceOf(IOException.class).hasMessageContaining("not empty");
            assertThatThrownBy(() -> disk.rename(root.resolve("no"), root.resolve("other")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot rename " + root.resolve("no") + " to");
        }

        @Test
        void linksShareTheBytes() throws IOException {
            write("one", "content");
            disk.link(root.resolve("one"), root.resolve("two"));
            disk.deleteFile(root.resolve("one"));
            assertThat(read("two")).isEqualTo("content");
            write("three", "");
            assertThatThrownBy(() -> disk.link(root.resolve("two"), root.resolve("three")))
                    .isInstanceOf(IOException.class).hasMessageContaining("it exists already");
        }

        @Test
        void symbolicLinksAreFollowedAndRemovedThemselves() throws IOException {
            disk.createDirectory(root.resolve("real"));
            write("real/file", "content");
            disk.symbolicLink(root.resolve("relative"), Path.of("real"));
            disk.symbolicLink(root.resolve("absolute"), root.resolve("real/file"));
            disk.symbolicLink(root.resolve("dangling"), Path.of("no"));
            assertThat(read("relative/file")).isEqualTo("content");
            assertThat(read("absolute")).isEqualTo("content");
            assertThat(disk.isDirectory(root.resolve("relative"))).isTrue();
            assertThat(disk.exists(root.resolve("dangling"))).isFalse();
            assertThat(disk.list(root)).contains("dangling");
            disk.deleteTree(root.resolve("relative"));
            disk.deleteFile(root.resolve("absolute"));
            disk.deleteFile(root.resolve("dangling"));
            assertThat(disk.list(root)).containsExactly("real");
            assertThat(read("real/file")).isEqualTo("content");
        }

        @Test
        void deletingWhatIsNotThereIsFine() throws IOException {
            disk.deleteFile(root.resolve("no"));
            disk.deleteFile(root.resolve("no/where"));
            disk.deleteTree(root.resolve("no/where"));
            disk.createDirectory(root.resolve("folder"));
            assertThatThrownBy(() -> disk.deleteFile(root.resolve("folder")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot delete " + root.resolve("folder") + ": it is a folder");
        }

        @Test
        void treesGoWithEverythingInThem() throws IOException {
            disk.createDirectory(root.resolve("a/b/c"));
            write("a/b/file", "content");
            write("a/file", "content");
            disk.syncDirectory(root.resolve("a"));
            disk.deleteTree(root.resolve("a"));
            disk.syncDirectory(root);
            assertThat(disk.list(root)).isEmpty();
            assertThatThrownBy(() -> disk.syncDirectory(root.resolve("a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot sync the folder " + root.resolve("a"));
        }

        @Test
        void aLockIsHeldByOne() throws IOException {
            Path file = root.resolve("flock.lock");
            try (Closeable lock = disk.lock(file)) {
                assertThat(lock).isNotNull();
                assertThatThrownBy(() -> disk.lock(file))
                        .isInstanceOf(LockedException.class)
                        .hasMessageContaining(file + " is locked by another storage in this process");
            }
            assertThat(read("flock.lock")).isEmpty();
            disk.lock(file).close();
        }

        @Test
        void thereIsSpace() throws IOException {
            assertThat(disk.freeBytes(root)).isPositive();
            assertThatThrownBy(() -> disk.freeBytes(root.resolve("no"))).isInstanceOf(IOException.class);
        }

        @Test
        void atomicFilesReplaceEachOther() throws IOException {
            Path file = root.resolve("small");
            AtomicFile.write(disk, file, bytes("first"));
            AtomicFile.write(disk, file, bytes("second"));
            assertThat(AtomicFile.read(disk, file)).asString().isEqualTo("second");
            assertThat(disk.list(root)).containsExactly("small");
        }

        private Path write(String name, String content) throws IOException {
            Path file = root.resolve(name);
            try (WritableFile out = disk.create(file)) {
                out.write(bytes(content), 0, content.length());
            }
            return file;
        }

        private String read(String name) throws IOException {
            return new String(AtomicFile.read(disk, root.resolve(name)), StandardCharsets.UTF_8);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
