package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer, empty index table makes the current one the previous one: what is known there keeps its names and ids. */
class RotatedIndexInteropTest {
    @TempDir
    Path temp;

    @Test
    void bothTablesAreAsked() throws Exception {
        Path directory = temp.resolve("storage");
        Content before;
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            server.flush();
            before = server.exportAll();
            server.stop();
        }
        rotate(directory);
        assertThat(OurStorage.contentOf(directory).difference("we", before, "the server")).isNull();
        Content more;
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(OurStorage.exportAll(ours).difference("we", before, "the server")).isNull();
            OurStorage.write(ours, OddData.second());
            ours.flush();
            more = OurStorage.exportAll(ours);
        }
        Path copy = DirectoryCopy.of(directory, temp.resolve("copy"));
        try (RealServer server = RealServer.start(directory); Storage ours = OurStorage.openReadOnly(copy)) {
            assertThat(server.exportAll().difference("the server", more, "we")).isNull();
            new Comparison(server, ours, more).askForSamples().askForNames().assertEqual(200, 10_000);
            server.write(OddData.first());
            server.flush();
            more = server.exportAll();
            server.stop();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", more, "the server")).isNull();
    }

    private static void rotate(Path directory) throws Exception {
        Path indexdb = directory.resolve("indexdb");
        List<String> tables;
        try (Stream<Path> files = Files.list(indexdb)) {
            tables = files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[0-9A-F]{16}"))
                    .sorted().toList();
        }
        assertThat(tables).hasSize(2);
        long newest = Long.parseUnsignedLong(tables.get(1), 16);
        Files.createDirectory(indexdb.resolve(String.format("%016X", newest + 1000)));
    }
}
