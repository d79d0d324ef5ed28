package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server writes, we read its directory. */
class ServerWritesInteropTest {
    @TempDir
    Path temp;

    @Test
    void goldenInput() throws Exception {
        exchange(List.of(GoldenInput.phase(1), GoldenInput.phase(2), GoldenInput.phase(3)));
    }

    @Test
    void oddData() throws Exception {
        exchange(List.of(OddData.first(), OddData.second()));
    }

    @Test
    void nodeCapture() throws Exception {
        exchange(List.of(NodeCapture.rows()));
    }

    private void exchange(List<List<Rows>> phases) throws Exception {
        Content exported;
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            for (List<Rows> phase : phases) {
                server.write(phase);
                server.flush();
            }
            Path snapshot = server.snapshot();
            exported = server.exportAll();
            try (Storage ours = OurStorage.openReadOnly(snapshot)) {
                assertThat(OurStorage.exportAll(ours).difference("we", exported, "the server")).isNull();
                new Comparison(server, ours, exported).askForSamples().askForNames().assertEqual(200, 10_000);
            }
            server.stop();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", exported, "the server")).isNull();
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(OurStorage.exportAll(ours).difference("we", exported, "the server")).isNull();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", exported, "the server")).isNull();
    }
}
