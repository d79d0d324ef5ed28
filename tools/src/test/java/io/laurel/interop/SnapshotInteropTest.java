package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Snapshot;
import io.laurel.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of ours in the hands of the server, and the other way round. */
class SnapshotInteropTest {
    @TempDir
    Path temp;

    @Test
    void theServerListsDeletesAndRestoresOurs() throws Exception {
        Path directory = temp.resolve("storage");
        Content inside;
        Content all;
        Snapshot kept;
        Snapshot deleted;
        try (Storage ours = OurStorage.open(directory)) {
            OurStorage.write(ours, OddData.first());
            deleted = ours.createSnapshot();
            kept = ours.createSnapshot();
            inside = OurStorage.exportAll(ours);
            OurStorage.write(ours, OddData.second());
            ours.forceMerge();
            all = OurStorage.exportAll(ours);
        }
        assertThat(all.samplesCount()).isGreaterThan(inside.samplesCount());
        Path copy = restored(kept.path());
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.snapshots()).containsExactly(deleted.name(), kept.name());
            server.deleteSnapshot(deleted.name());
            assertThat(server.snapshots()).containsExactly(kept.name());
            assertThat(server.exportAll().difference("the server", all, "we")).isNull();
            server.stop();
        }
        assertNoTrace(directory, deleted.name());
        assertThat(OurStorage.contentOf(kept.path()).difference("the snapshot", inside, "the storage")).isNull();
        try (RealServer server = RealServer.start(copy)) {
            assertThat(server.exportAll().difference("the server", inside, "we")).isNull();
            server.write(OddData.second());
            server.stop();
        }
    }

    @Test
    void weListDeleteAndRestoreTheServers() throws Exception {
        Path directory = temp.resolve("storage");
        Content inside;
        Path kept;
        Path deleted;
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            deleted = server.snapshot();
            kept = server.snapshot();
            inside = server.exportAll();
            server.write(OddData.second());
            server.forceMerge();
            server.stop();
        }
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(ours.snapshots()).extracting(Snapshot::path).containsExactly(deleted, kept);
            ours.deleteSnapshot(deleted.getFileName().toString());
            ours.forceMerge();
            Snapshot made = ours.createSnapshot();
            assertThat(ours.snapshots()).extracting(Snapshot::path).containsExactly(kept, made.path());
            assertThat(OurStorage.contentOf(made.path()).difference("the snapshot", OurStorage.exportAll(ours), "we"))
                    .isNull();
        }
        assertNoTrace(directory, deleted.getFileName().toString());
        assertThat(OurStorage.contentOf(kept).difference("we", inside, "the server")).isNull();
        try (Storage restored = OurStorage.open(restored(kept))) {
            assertThat(OurStorage.exportAll(restored).difference("we", inside, "the server")).isNull();
        }
    }

    /** As anybody would do it. */
    private Path restored(Path snapshot) throws Exception {
        Path copy = temp.resolve("copy");
        Process process = new ProcessBuilder("cp", "-rL", snapshot.toString(), copy.toString()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return copy;
    }

    private static void assertNoTrace(Path directory, String name) throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> left = paths.filter(path -> path.toString().contains(name)).toList();
            assertThat(left).isEmpty();
        }
    }
}
