package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.AtomicFile;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartFileWriterTest {
    private static final Path FILE = Path.of("/items.bin");

    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void allBytesArriveInOrderWhateverTheirPortions() throws IOException {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        Random random = new Random(2);
        int written = 0;
        try (PartFileWriter writer = new PartFileWriter(disk.create(FILE))) {
            while (written < bytes.length) {
                int length = Math.min(bytes.length - written, random.nextInt(1 << random.nextInt(18)));
                writer.write(bytes, written, length);
                written += length;
                assertThat(writer.offset()).isEqualTo(written);
            }
            writer.finish();
        }
        disk.syncDirectory(Path.of("/"));
        assertThat(AtomicFile.read(disk.crash(1), FILE)).isEqualTo(bytes);
        assertThat(disk.openFiles()).isEmpty();
    }

    @Test
    void portionsAroundTheSizeOfTheBuffer() throws IOException {
        byte[] bytes = new byte[65537];
        Arrays.fill(bytes, (byte) 3);
        try (PartFileWriter writer = new PartFileWriter(disk.create(FILE))) {
            for (int length : new int[] {65536, 1, 65535, 65537, 0}) {
                writer.write(bytes, 0, length);
            }
            writer.finish();
        }
        byte[] content = AtomicFile.read(disk, FILE);
        assertThat(content).hasSize(65536 + 1 + 65535 + 65537).containsOnly(3);
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        try (PartFileWriter writer = new PartFileWriter(disk.create(FILE))) {
            writer.finish();
        }
        assertThat(AtomicFile.read(disk, FILE)).isEmpty();
    }

    @Test
    void anAbandonedFileIsClosed() throws IOException {
        PartFileWriter writer = new PartFileWriter(disk.create(FILE));
        writer.write(new byte[9], 0, 9);
        writer.close();
        writer.close();
        assertThat(disk.openFiles()).isEmpty();
        assertThatThrownBy(() -> writer.write(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
}
