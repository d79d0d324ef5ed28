package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names of almost 64 KiB. An index row with such a name has a block for itself, which holds no bytes, so that it has the
 * place of the next one; the server mistakes one for the other and makes a new series each time samples come. We find
 * all of them, and as one series.
 */
class GiantNamesInteropTest {
    private static final int VISITS = 5;

    @TempDir
    Path temp;

    @Test
    void areReadAndWritten() throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            for (int i = 0; i < VISITS; i++) {
                server.write(List.of(giant(0, i), giant(1, i)));
                server.snapshot();
            }
            server.stop();
        }
        Content read = OurStorage.contentOf(directory);
        assertThat(read.seriesCount()).isEqualTo(1);
        assertThat(read.samplesCount()).isEqualTo(VISITS);
        try (Storage ours = OurStorage.open(directory)) {
            for (int i = 0; i < VISITS; i++) {
                OurStorage.write(ours, List.of(giant(0, VISITS + i), giant(1, VISITS + i)));
                ours.flush();
            }
            ours.forceMerge();
            read = OurStorage.exportAll(ours);
        }
        assertThat(read.seriesCount()).isEqualTo(1);
        assertThat(read.samplesCount()).isEqualTo(2 * VISITS);
        assertThat(OurStorage.contentOf(directory).difference("the reopened", read, "the merged")).isNull();
    }

    /** The longest name there may be, or one longer by some bytes, which is refused. */
    private static Rows giant(int bytesTooMany, int visit) {
        return new Rows(List.of("__name__", "size", "a", "1".repeat(16384), "b", "2".repeat(16384), "c",
                "3".repeat(16384), "d", "4".repeat(16384 - 43 + bytesTooMany)),
                new long[] {OddTimes.START_MS + visit}, new double[] {visit});
    }
}
