package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A directory of ours is given to the server, and comes back. */
final class Handover {
    private Handover() {}

    /**
     * The server reads the directory, merges it, takes a snapshot, writes more; we read, write and merge what came
     * back; the server reads that. After every step both see the same.
     *
     * @param written what we wrote to the directory, which is closed
     * @param later rows that both write in the end
     */
    static void assertBothSeeTheSame(Path directory, Content written, List<Rows> later) throws IOException {
        Path copy = DirectoryCopy.of(directory, directory.resolveSibling("copy"));
        assertThat(OurStorage.contentOf(copy).difference("the reopened", written, "the written")).isNull();
        Content more;
        try (RealServer server = RealServer.start(directory); Storage ours = OurStorage.openReadOnly(copy)) {
            assertThat(server.exportAll().difference("the server", written, "we")).isNull();
            new Comparison(server, ours, written).askForSamples().askForNames().assertEqual(200, 10_000);

            server.forceMerge();
            assertThat(server.exportAll().difference("the merged", written, "the written")).isNull();
            assertThat(OurStorage.contentOf(server.snapshot()).difference("the snapshot", written, "the written"))
                    .isNull();

            server.write(later);
            server.flush();
            server.snapshot();
            more = server.exportAll();
            assertThat(more.samplesCount()).isGreaterThan(written.samplesCount());
            server.stop();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", more, "the server")).isNull();
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(OurStorage.exportAll(ours).difference("we", more, "the server")).isNull();
            OurStorage.write(ours, later);
            ours.forceMerge();
            more = OurStorage.exportAll(ours);
        }
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", more, "we")).isNull();
            server.stop();
        }
    }
}
