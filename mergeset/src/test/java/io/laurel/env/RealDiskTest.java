package io.laurel.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealDiskTest {
    private final Disk disk = new RealDisk();

    @TempDir
    private Path root;

    @Test
    void aFullDiskIsToldFromOtherFailures() {
        Path file = root.resolve("file");
        for (String said : List.of("No space left on device", "Disk quota exceeded")) {
            assertThat(RealDisk.failed("write", file, new IOException(said))).isInstanceOf(DiskFullException.class)
                    .hasMessage("cannot write " + file + ": " + said);
            assertThat(RealDisk.failed("create", file, new FileSystemException(file.toString(), null, said)))
                    .isInstanceOf(DiskFullException.class);
        }
        assertThat(RealDisk.failed("write", file, new IOException("Input/output error")))
                .isNotInstanceOf(DiskFullException.class);
        assertThat(RealDisk.failed("open", file, new NoSuchFileException(file.toString())))
                .isNotInstanceOf(DiskFullException.class);
    }

    @Test
    void anInterruptHarmsNobody() throws IOException {
        Path file = root.resolve("file");
        try (WritableFile out = disk.create(file)) {
            Thread.currentThread().interrupt();
            out.write(new byte[] {1, 2, 3}, 0, 3);
            out.sync();
            disk.syncDirectory(root);
        }
        byte[] target = new byte[3];
        try (ReadableFile in = disk.open(file)) {
            disk.deleteFile(file);
            in.read(0, target, 0, 3);
            assertThat(Thread.interrupted()).as("the flag stays for the caller").isTrue();
            assertThat(target).containsExactly(1, 2, 3);
            in.read(1, target, 0, 2);
            assertThat(target).containsExactly(2, 3, 3);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aForbiddenFolderIsNotTakenForAnEmptyOne() throws IOException {
        Path secret = Files.createDirectory(root.resolve("secret"));
        Files.createFile(secret.resolve("file"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        try {
            Assumptions.assumeFalse(Files.isExecutable(secret), "root may look everywhere");
            assertThatThrownBy(() -> disk.exists(secret.resolve("file")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot look at " + secret.resolve("file") + ": permission denied");
        } finally {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void writtenBytesAreTheFilesContent() throws IOException {
        Path file = root.resolve("file");
        byte[] content = new byte[100_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 >> 3);
        }
        try (WritableFile out = disk.create(file)) {
            for (int at = 0; at < content.length; at += 10_000) {
                out.write(content, at, 10_000);
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }
}
