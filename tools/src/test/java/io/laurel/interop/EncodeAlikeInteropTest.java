package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both engines get the same rows and encode them on their own: what they then return is equal, bit by bit.
 *
 * <p>A block has one power of ten for all its values, so which values share a block decides about their last digits.
 * Here the samples of a series always fit into one block. Of longer series, where every engine has its own ways of
 * dividing, values of very different size may come back different in the last place.
 */
class EncodeAlikeInteropTest {
    /** The server adds rows by that many. */
    private static final int MAX_ROWS = 8000;

    @TempDir
    Path temp;

    @Test
    void goldenInput() throws Exception {
        encode(List.of(GoldenInput.phase(1), GoldenInput.phase(2), GoldenInput.phase(3)));
    }

    @Test
    void oddData() throws Exception {
        encode(List.of(OddData.first(), OddData.second()));
    }

    /** The server may keep both labels. */
    private static boolean isNamedTwice(String label, List<String> labels) {
        return labels.indexOf(label) != labels.lastIndexOf(label);
    }

    private void encode(List<List<Rows>> phases) throws IOException {
        try (RealServer server = RealServer.start(temp.resolve("theirs"));
                Storage ours = OurStorage.open(temp.resolve("ours"))) {
            for (List<Rows> phase : phases) {
                phase.removeIf(rows -> rows.timestamps().length > MAX_ROWS || isNamedTwice("job", rows.labels()));
                server.write(phase);
                server.flush();
                OurStorage.write(ours, phase);
                ours.flush();
            }
            assertThat(OurStorage.exportAll(ours).difference("we", server.exportAll(), "the server")).isNull();
            server.forceMerge();
            ours.forceMerge();
            assertThat(OurStorage.exportAll(ours).difference("we", server.exportAll(), "the server")).isNull();
            server.stop();
        }
    }
}
