package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.AtomicFile;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PartDirectoryTest {
    private static final Path TABLE = Path.of("/db/indexdb/18E9BAA1D3E07961");

    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void creatingIsDurableAndMayBeRepeated() throws IOException {
        PartDirectory.create(disk, TABLE);
        PartDirectory.create(disk, TABLE);
        for (long seed = 0; seed < 20; seed++) {
            assertThat(disk.crash(seed).list(TABLE)).containsExactly("tmp", "txn");
        }
    }

    @Test
    void openingWritesNothing() throws IOException {
        assertThatThrownBy(() -> PartDirectory.open(disk, TABLE))
                .isInstanceOf(IOException.class).hasMessageContaining(TABLE.toString());
        disk.createDirectory(TABLE);
        disk.createDirectory(TABLE.resolve("empty"));
        PartDirectory directory = PartDirectory.open(disk, TABLE);
        assertThat(directory.partNames()).isEmpty();
        assertThat(disk.list(TABLE)).containsExactly("empty");
    }

    @Test
    void everyFolderWithSomethingInItIsAPart() throws IOException {
        PartDirectory directory = PartDirectory.create(disk, TABLE);
        for (String name : new String[] {"1_1_A", "lost+found", "snapshots", "cache", "empty"}) {
            disk.createDirectory(TABLE.resolve(name));
            if (!name.equals("empty")) {
                AtomicFile.write(disk, TABLE.resolve(name).resolve("file"), new byte[1]);
            }
        }
        AtomicFile.write(disk, TABLE.resolve("flock.lock"), new byte[0]);
        disk.symbolicLink(TABLE.resolve("2_1_B"), TABLE.resolve("1_1_A"));
        assertThat(directory.partNames()).containsExactly("1_1_A", "2_1_B", "lost+found");
    }

    @Test
    void tidyingUpEmptiesTmpAndTxnAndRemovesEmptyFolders() throws IOException {
        PartDirectory directory = PartDirectory.create(disk, TABLE);
        disk.createDirectory(directory.tmp("1"));
        AtomicFile.write(disk, directory.tmp("1").resolve("items.bin"), new byte[1]);
        AtomicFile.write(disk, directory.txn().resolve("1"), new byte[1]);
        disk.createDirectory(TABLE.resolve("empty"));
        disk.createDirectory(TABLE.resolve("cache"));
        directory.emptyTmpAndTxn();
        assertThat(disk.list(TABLE)).containsExactly("cache", "tmp", "txn");
        assertThat(disk.list(TABLE.resolve("tmp"))).isEmpty();
        assertThat(disk.list(directory.txn())).isEmpty();
    }

    @Test
    void aPublishedPartSurvivesAPowerCut() throws IOException {
        PartDirectory directory = PartDirectory.create(disk, TABLE);
        Path tmp = directory.tmp("1");
        disk.createDirectory(tmp);
        AtomicFile.write(disk, tmp.resolve("items.bin"), new byte[] {7});
        directory.publish(tmp, "1_1_1");
        for (long seed = 0; seed < 20; seed++) {
            MemoryDisk after = disk.crash(seed);
            assertThat(AtomicFile.read(after, TABLE.resolve("1_1_1/items.bin"))).containsExactly(7);
        }
    }

    @Test
    void aDiscardedPartStaysAway() throws IOException {
        PartDirectory directory = PartDirectory.create(disk, TABLE);
        disk.createDirectory(directory.tmp("1"));
        AtomicFile.write(disk, directory.tmp("1").resolve("items.bin"), new byte[1]);
        directory.publish(directory.tmp("1"), "1_1_1");
        disk.createDirectory(directory.tmp("1_1_1"));
        AtomicFile.write(disk, directory.tmp("1_1_1/left"), new byte[1]);
        directory.discard("1_1_1");
        assertThat(directory.partNames()).isEmpty();
        assertThat(disk.list(TABLE.resolve("tmp"))).isEmpty();
        for (long seed = 0; seed < 20; seed++) {
            assertThat(disk.crash(seed).list(TABLE)).containsExactly("tmp", "txn");
        }
    }
}
