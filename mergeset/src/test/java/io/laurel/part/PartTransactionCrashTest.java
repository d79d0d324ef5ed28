package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.testkit.EveryOperation;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plug is pulled before every change of the disk; then either all of it has happened or nothing. */
class PartTransactionCrashTest {
    private static final Path ROOT = Path.of("/db");
    private static final List<String> OLD = List.of("small/A", "small/B", "big/X", "big/Y");
    private static final List<String> NEW = List.of("small/B", "big/C", "big/Y");

    private final MemoryDisk start = new MemoryDisk();

    @BeforeEach
    void createParts() throws IOException {
        PartFolders folders = PartFolders.create(start, ROOT);
        folders.addPart(folders.small, "A");
        folders.addPart(folders.small, "B");
        folders.addPart(folders.big, "X");
        folders.addPart(folders.big, "Y");
    }

    private static void swap(Disk disk) throws IOException {
        PartFolders folders = PartFolders.open(disk, ROOT);
        Path tmp = folders.writePart(folders.big.tmp(PartFolders.ID));
        PartTransaction.commit(disk, folders.small.txn(), PartFolders.ID,
                List.of(folders.small.path().resolve("A"), folders.big.path().resolve("X")),
                tmp, folders.big.path().resolve("C"), folders.roots());
    }

    private static void recover(Disk disk) throws IOException {
        PartFolders.open(disk, ROOT).recover();
    }

    private static void assertOldOrNew(Disk disk, boolean isNew) throws IOException {
        PartFolders folders = PartFolders.open(disk, ROOT);
        if (isNew) {
            assertThat(folders.parts()).isEqualTo(NEW);
        } else {
            assertThat(folders.parts()).isIn(OLD, NEW);
        }
        assertThat(folders.leftovers()).isEmpty();
    }

    @Test
    void aSwapHappensWhollyOrNotAtAll() {
        long changes = EveryOperation.powerCut(start, 30, PartTransactionCrashTest::swap, (disk, completed) -> {
            recover(disk);
            assertOldOrNew(disk, completed);
            disk.assertNothingOpen();
        });
        assertThat(changes).isBetween(15L, 40L);
    }

    @Test
    void aCrashDuringRecoveryChangesNothing() {
        EveryOperation.powerCut(start, 5, PartTransactionCrashTest::swap, (crashed, completed) -> {
            MemoryDisk expected = crashed.copy();
            recover(expected);
            List<String> parts = PartFolders.open(expected, ROOT).parts();
            EveryOperation.powerCut(crashed, 2, PartTransactionCrashTest::recover, (again, recovered) -> {
                recover(again);
                assertThat(PartFolders.open(again, ROOT).parts()).isEqualTo(parts);
                assertOldOrNew(again, completed);
            });
        });
    }

    @Test
    void aSwapWithoutResultHappensWhollyOrNotAtAll() {
        EveryOperation.powerCut(start, 20, disk -> {
            PartFolders folders = PartFolders.open(disk, ROOT);
            PartTransaction.commit(disk, folders.small.txn(), PartFolders.ID,
                    List.of(folders.small.path().resolve("A"), folders.big.path().resolve("X")),
                    folders.big.tmp(PartFolders.ID), null, folders.roots());
        }, (disk, completed) -> {
            recover(disk);
            List<String> after = List.of("small/B", "big/Y");
            assertThat(PartFolders.open(disk, ROOT).parts()).isIn(completed ? after : OLD, after);
        });
    }

    @Test
    void aTransactionOfTheReferenceEngineIsFinishedWhereverItStopped() {
        EveryOperation.powerCut(start, 10, disk -> {
            PartFolders folders = PartFolders.open(disk, ROOT);
            Path tmp = folders.writePart(folders.big.tmp(PartFolders.ID));
            disk.syncDirectory(tmp.getParent());
            folders.writeTransaction(folders.big, PartFolders.ID, "/db/data/small/2022_05/A\n/db/data/big/2022_05/X\n"
                    + "/db/data/big/2022_05/tmp/" + PartFolders.ID + " -> /db/data/big/2022_05/C\n");
            for (PartDirectory directory : List.of(folders.small, folders.big)) {
                // It deletes file by file, in place.
                Path source = directory.path().resolve(directory == folders.small ? "A" : "X");
                for (String file : disk.list(source)) {
                    disk.deleteFile(source.resolve(file));
                }
                disk.deleteTree(source);
                disk.syncDirectory(directory.path());
            }
            disk.rename(tmp, folders.big.path().resolve("C"));
            disk.syncDirectory(folders.small.path());
            disk.syncDirectory(folders.big.path());
            disk.deleteFile(folders.big.txn().resolve(PartFolders.ID));
        }, (disk, completed) -> {
            recover(disk);
            assertOldOrNew(disk, completed);
        });
    }

    @Test
    void partsAppearAndLeaveInOnePiece() {
        EveryOperation.powerCut(start, 20, disk -> {
            PartFolders folders = PartFolders.open(disk, ROOT);
            folders.addPart(folders.small, "N");
            folders.small.discard("A");
        }, (disk, completed) -> {
            recover(disk);
            List<String> after = List.of("small/B", "small/N", "big/X", "big/Y");
            assertThat(PartFolders.open(disk, ROOT).parts())
                    .isIn(completed ? after : OLD, List.of("small/A", "small/B", "small/N", "big/X", "big/Y"), after);
            assertThat(completed && disk.exists(ROOT.resolve("data/small/2022_05/A"))).isFalse();
        });
    }
}
