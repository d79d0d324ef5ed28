package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.Disk;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.FaultyDisk;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every change of the disk fails once: the exception says whether the swap may be tried again. */
class PartTransactionFaultTest {
    private static final Path ROOT = Path.of("/db");
    private static final List<String> OLD = List.of("small/A", "big/X");
    private static final List<String> NEW = List.of("big/C");

    private final MemoryDisk start = new MemoryDisk();

    @BeforeEach
    void createParts() throws IOException {
        PartFolders folders = PartFolders.create(start, ROOT);
        folders.addPart(folders.small, "A");
        folders.addPart(folders.big, "X");
        folders.writePart(folders.big.tmp(PartFolders.ID));
    }

    private static void swap(Disk disk, String id) throws IOException {
        PartFolders folders = PartFolders.open(disk, ROOT);
        PartTransaction.commit(disk, folders.small.txn(), id,
                List.of(folders.small.path().resolve("A"), folders.big.path().resolve("X")),
                folders.big.tmp(PartFolders.ID), folders.big.path().resolve("C"), folders.roots());
    }

    private static List<String> recoveredParts(Disk disk) throws IOException {
        PartFolders folders = PartFolders.open(disk, ROOT);
        folders.recover();
        assertThat(folders.leftovers()).isEmpty();
        return folders.parts();
    }

    @Test
    void aSwapThatFailedIsTriedAgainOrFinishedAtTheNextOpen() {
        EveryOperation.failure(start, disk -> {
            try {
                swap(disk, "1");
            } catch (UnfinishedSwapException e) {
                throw e;
            } catch (IOException e) {
                assertThat(PartFolders.open(disk, ROOT).parts()).isEqualTo(OLD);
                assertThat(disk.exists(PartFolders.open(disk, ROOT).small.txn().resolve("1"))).isFalse();
                swap(disk, "2");
            }
        }, (disk, completed) -> assertThat(recoveredParts(disk)).isEqualTo(NEW));
    }

    @Test
    void theTransactionIsNamedWithTheCause() {
        FaultyDisk disk = new FaultyDisk(start);
        disk.errorAt(Operation.RENAME, "**/small/2022_05/A", 1);
        assertThatThrownBy(() -> swap(disk, "1")).isInstanceOf(UnfinishedSwapException.class)
                .hasMessageContaining("/db/data/small/2022_05/txn/1").hasMessageContaining("/db/data/small/2022_05/A");
    }

    @Test
    void aFullDiskDecidesNothing() throws IOException {
        FaultyDisk disk = new FaultyDisk(start);
        disk.fullDiskFrom("**/txn/*", 1);
        assertThatThrownBy(() -> swap(disk, "1"))
                .isInstanceOf(IOException.class).isNotInstanceOf(UnfinishedSwapException.class);
        assertThat(recoveredParts(start)).isEqualTo(OLD);
    }

    @Test
    void aRecoveryThatFailedIsDoneAgain() throws IOException {
        FaultyDisk stopping = new FaultyDisk(start);
        stopping.errorAt(Operation.RENAME, "**/big/2022_05/C", 1);
        assertThatThrownBy(() -> swap(stopping, "1")).isInstanceOf(UnfinishedSwapException.class);
        EveryOperation.failure(start, disk -> PartFolders.open(disk, ROOT).recover(),
                (disk, completed) -> assertThat(recoveredParts(disk)).isEqualTo(NEW));
    }

    @Test
    void aFileThatCannotBeReadStopsTheRecovery() throws IOException {
        PartFolders folders = PartFolders.open(start, ROOT);
        folders.writeTransaction(folders.small, "1", "/db/data/small/2022_05/A\n/db/data/big/2022_05/tmp/1 -> \n");
        FaultyDisk disk = new FaultyDisk(start);
        disk.errorAt(Operation.READ, "**/txn/1", 1);
        assertThatThrownBy(() -> PartFolders.open(disk, ROOT).recover()).isInstanceOf(IOException.class);
        start.assertNothingOpen();
        assertThat(folders.parts()).isEqualTo(OLD);
    }
}
