package io.laurel.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.RealDisk;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTransactionTest {
    private static final String MONTH = "/db/data/small/2022_05/";

    private final MemoryDisk disk = new MemoryDisk();
    private PartFolders folders;
    private Path a;
    private Path b;

    @BeforeEach
    void createTwoParts() throws IOException {
        folders = PartFolders.create(disk, Path.of("/db"));
        a = folders.addPart(folders.small, "A");
        b = folders.addPart(folders.big, "B");
    }

    private void commit(List<Path> sources, Path tmp, Path target) throws IOException {
        PartTransaction.commit(disk, folders.small.txn(), PartFolders.ID, sources, tmp, target, folders.roots());
    }

    private void replay(String text) throws IOException {
        folders.writeTransaction(folders.small, PartFolders.ID, text);
        folders.recover();
    }

    @Test
    void sourcesOfBothFoldersBecomeOnePart() throws IOException {
        Path tmp = folders.writePart(folders.big.tmp(PartFolders.ID));
        commit(List.of(a, b), tmp, folders.big.path().resolve("C"));
        assertThat(folders.parts()).containsExactly("big/C");
        assertThat(folders.leftovers()).isEmpty();
        assertThat(disk.openFiles()).isEmpty();
    }

    @Test
    void aMergeMayLeaveNothing() throws IOException {
        commit(List.of(a), folders.big.tmp(PartFolders.ID), null);
        assertThat(folders.parts()).containsExactly("big/B");
        Path written = folders.writePart(folders.big.tmp(PartFolders.ID));
        commit(List.of(b), written, null);
        assertThat(folders.parts()).isEmpty();
        assertThat(folders.leftovers()).isEmpty();
    }

    @Test
    void sourcesInMemoryLeaveOnlyTheRename() throws IOException {
        Path tmp = folders.writePart(folders.big.tmp(PartFolders.ID));
        commit(List.of(), tmp, folders.big.path().resolve("C"));
        assertThat(folders.parts()).containsExactly("small/A", "big/B", "big/C");
    }

    @Test
    void pathsOutsideOfTheTableAreRefusedBeforeAnythingIsWritten() throws IOException {
        Path tmp = folders.writePart(folders.big.tmp(PartFolders.ID));
        Path target = folders.big.path().resolve("C");
        for (Path foreign : List.of(Path.of("/db/data/small/2022_06/A"), folders.small.path(), Path.of("/db"),
                folders.small.txn(), folders.small.path().resolve("tmp"), a.resolve("index.bin"),
                folders.small.path().resolve(".."), folders.small.tmp(".."), Path.of(""))) {
            assertThatThrownBy(() -> commit(List.of(foreign), tmp, target))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(foreign.toString());
            assertThatThrownBy(() -> commit(List.of(a), tmp, foreign)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folders.parts()).containsExactly("small/A", "big/B");
        assertThat(folders.leftovers()).containsExactly(PartFolders.ID);
    }

    @Test
    void aPathThatTheTextCannotHoldIsRefused() throws IOException {
        PartFolders odd = PartFolders.create(disk, Path.of("/x -> y"));
        Path part = odd.addPart(odd.small, "A");
        assertThatThrownBy(() -> PartTransaction.commit(disk, odd.small.txn(), PartFolders.ID, List.of(part),
                odd.small.tmp(PartFolders.ID), null, odd.roots()))
                .isInstanceOf(IOException.class).hasMessageContaining(part.toString());
        assertThat(odd.leftovers()).isEmpty();
    }

    @Test
    void replayCarriesOutWhatIsLeft() throws IOException {
        folders.writePart(folders.small.tmp(PartFolders.ID));
        replay(MONTH + "A\n" + "/db/data/big/2022_05/B\n" + MONTH + "gone\n"
                + MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C\n");
        assertThat(folders.parts()).containsExactly("small/C");
        assertThat(folders.leftovers()).isEmpty();
        assertThat(PartFolders.read(disk, Path.of(MONTH, "C", "index.bin"))).isEqualTo("18E9BB2F013D85C4 index.bin");
    }

    @Test
    void replayAcceptsAMissingLineFeed() throws IOException {
        folders.writePart(folders.small.tmp(PartFolders.ID));
        replay(MONTH + "A\n" + MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C");
        assertThat(folders.parts()).containsExactly("small/C", "big/B");
    }

    @Test
    void replayAcceptsAResultThatIsInItsPlace() throws IOException {
        folders.addPart(folders.small, "C");
        replay(MONTH + "A\n" + MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C\n");
        assertThat(folders.parts()).containsExactly("small/C", "big/B");
    }

    @Test
    void replayKeepsAResultThatIsInBothPlaces() throws IOException {
        folders.addPart(folders.small, "C");
        folders.writePart(folders.small.tmp(PartFolders.ID));
        replay(MONTH + "A\n" + MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C\n");
        assertThat(folders.parts()).containsExactly("small/C", "big/B");
        assertThat(folders.leftovers()).isEmpty();
    }

    @Test
    void replayFillsAnEmptyFolderInThePlaceOfTheResult() throws IOException {
        disk.createDirectory(Path.of(MONTH, "C"));
        folders.writePart(folders.small.tmp(PartFolders.ID));
        replay(MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C\n");
        assertThat(folders.parts()).containsExactly("small/A", "small/C", "big/B");
    }

    @Test
    void replayAcceptsAResultThatWasMergedAway() throws IOException {
        replay(MONTH + "gone\n" + MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C\n");
        assertThat(folders.parts()).containsExactly("small/A", "big/B");
    }

    @Test
    void replayRemovesWithoutResult() throws IOException {
        folders.writePart(folders.small.tmp(PartFolders.ID));
        replay(MONTH + "A\n" + MONTH + "tmp/18E9BB2F013D85C4 -> \n");
        assertThat(folders.parts()).containsExactly("big/B");
        assertThat(folders.leftovers()).isEmpty();
    }

    @Test
    void replayGoesByNameAndSkipsUnfinishedFiles() throws IOException {
        folders.writePart(folders.small.tmp("1"));
        folders.writeTransaction(folders.small, "0000000000000002", MONTH + "C\n" + MONTH + "tmp/2 -> \n");
        folders.writeTransaction(folders.small, "0000000000000001", MONTH + "tmp/1 -> " + MONTH + "C\n");
        folders.writeTransaction(folders.small, "0000000000000003.tmp.7", "rubb");
        folders.recover();
        assertThat(folders.parts()).containsExactly("small/A", "big/B");
        assertThat(folders.leftovers()).isEmpty();
    }

    @Test
    void replayMayBeDoneAgain() throws IOException {
        String text = MONTH + "A\n" + MONTH + "tmp/18E9BB2F013D85C4 -> " + MONTH + "C\n";
        folders.writePart(folders.small.tmp(PartFolders.ID));
        replay(text);
        replay(text);
        assertThat(folders.parts()).containsExactly("small/C", "big/B");
    }

    @Test
    void nothingToReplayIsFine() throws IOException {
        PartTransaction.replayAll(disk, Path.of("/db/none/txn"), folders.roots());
        folders.recover();
        assertThat(folders.parts()).containsExactly("small/A", "big/B");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n", "rubbish", "/db/data/small/2022_05/A\n", "\0\0\0\0",
        "/db/data/small/2022_05/tmp/1 ->",
        "/db/data/small/2022_05/tmp/1 -> /db/data/small/2022_05/C -> /db/data/small/2022_05/D",
        " -> /db/data/small/2022_05/C", " -> ",
        "/db/data/small/2022_05/tmp/1 -> /db/data/small/2022_05/C\n\n",
        "\n/db/data/small/2022_05/tmp/1 -> /db/data/small/2022_05/C\n",
        "/db/data/small/2022_06/A\n/db/data/small/2022_05/tmp/1 -> ",
        "/db/data/small/2022_05/A\n/etc/passwd -> ",
        "/db/data/small/2022_05/A\n/db/data/small/2022_05/tmp/1 -> /elsewhere/C",
        "/db/data/small/2022_05\n/db/data/small/2022_05/tmp/1 -> ",
        "/db/data/small/2022_05/txn\n/db/data/small/2022_05/tmp/1 -> ",
        "/db/data/small/2022_05/../2022_06/A\n/db/data/small/2022_05/tmp/1 -> ",
        "/\n/db/data/small/2022_05/tmp/1 -> "})
    void rubbishIsRefusedByNameAndNothingIsTouched(String text) throws IOException {
        folders.writePart(folders.small.tmp("1"));
        assertThatThrownBy(() -> replay(text)).isInstanceOfSatisfying(CorruptedDataException.class,
                e -> assertThat(e.file()).isEqualTo(MONTH + "txn/18E9BB2F013D85C4"));
        assertThat(folders.parts()).containsExactly("small/A", "big/B");
        assertThat(folders.leftovers()).containsExactly("1", PartFolders.ID);
        assertThat(disk.openFiles()).isEmpty();
    }

    @Test
    void aTransactionOfAMovedStorageIsBroughtHome() throws IOException {
        PartFolders old = PartFolders.create(disk, Path.of("/old/place"));
        old.addPart(old.small, "A");
        folders.writePart(folders.big.tmp("1"));
        folders.writeTransaction(folders.big, "1", "/old/place/data/small/2022_05/A\n"
                + "/old/place/data/big/2022_05/B\n"
                + "/old/place/data/big/2022_05/tmp/1 -> /old/place/data/big/2022_05/C\n");
        folders.recover();
        assertThat(folders.parts()).containsExactly("big/C");
        assertThat(old.parts()).as("what is at the old place now is not ours").containsExactly("small/A");
    }

    @Test
    void theDiskOfTheOperatingSystemDoesItTooAndLinksAreNotFollowed(@TempDir Path root) throws IOException {
        RealDisk real = new RealDisk();
        PartFolders before = PartFolders.create(real, root.resolve("before"));
        before.addPart(before.small, "A");
        Path elsewhere = before.writePart(root.resolve("elsewhere"));
        real.symbolicLink(before.big.path().resolve("B"), elsewhere);
        before.writePart(before.big.tmp("1"));
        String path = root + "/before/data/";
        before.writeTransaction(before.small, "1", path + "small/2022_05/A\n" + path + "big/2022_05/B\n"
                + path + "big/2022_05/tmp/1 -> " + path + "big/2022_05/C\n");
        real.rename(root.resolve("before"), root.resolve("after"));

        PartFolders after = PartFolders.open(real, root.resolve("after"));
        assertThat(after.parts()).containsExactly("small/A", "big/B");
        after.recover();
        assertThat(after.parts()).containsExactly("big/C");
        assertThat(after.leftovers()).isEmpty();
        PartTransaction.commit(real, after.small.txn(), "2", List.of(after.big.path().resolve("C")),
                after.writePart(after.small.tmp("2")), after.small.path().resolve("D"), after.roots());
        assertThat(after.parts()).containsExactly("small/D");
        assertThat(after.leftovers()).isEmpty();
        assertThat(real.list(elsewhere)).as("what a link led to is not ours").hasSize(2);
    }
}
