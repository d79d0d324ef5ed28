package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names of almost 64 KiB. An index row with such a name makes the server write a block with no other row, which holds
 * no bytes and so has the place of the next one: the server mistakes one for the other and makes a new series each
 * time samples come. We find all of them, as one series, and write blocks that the server can read.
 */
class GiantNamesInteropTest {
    private static final int VISITS = 5;

    @TempDir
    Path temp;

    @Test
    void ofTheServerAreRead() throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            for (int visit = 0; visit < VISITS; visit++) {
                server.write(giants(1, visit));
                server.snapshot();
            }
            server.stop();
        }
        Content read = OurStorage.contentOf(directory);
        assertThat(read.seriesCount()).isEqualTo(1);
        assertThat(read.samplesCount()).isEqualTo(VISITS);
    }

    @Test
    void ofOursAreReadByTheServer() throws Exception {
        Path directory = temp.resolve("storage");
        Content written;
        try (Storage ours = OurStorage.open(directory)) {
            for (int visit = 0; visit < VISITS; visit++) {
                OurStorage.write(ours, giants(3, visit));
                ours.flush();
            }
            ours.forceMerge();
            written = OurStorage.exportAll(ours);
        }
        assertThat(written.seriesCount()).isEqualTo(3);
        assertThat(written.samplesCount()).isEqualTo(3 * VISITS);
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", written, "we")).isNull();
            assertThat(server.series(Question.EVERYTHING)).containsExactlyInAnyOrderElementsOf(written.names());
            // Each visit is a part of the index, so that the server merges some of them, ours among them
            for (int visit = 0; visit < 20; visit++) {
                server.write(List.of(new Rows(List.of("__name__", "later", "visit", "" + visit),
                        new long[] {OddTimes.START_MS}, new double[] {visit})));
                server.snapshot();
            }
            server.stop();
        }
        Content more = OurStorage.contentOf(directory);
        assertThat(more.seriesCount()).isEqualTo(3 + 20);
        assertThat(more.missing(written)).isNull();
    }

    /** Series with the longest name there may be, and one with a name a byte longer, which is refused. */
    private static List<Rows> giants(int count, int visit) {
        List<Rows> rows = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            int bytesTooMany = i == count ? 1 : 0;
            rows.add(new Rows(List.of("__name__", "size", "a", "1".repeat(16384), "b", "2".repeat(16384), "c",
                    "3".repeat(16384), "d", ("" + i).repeat(16384 - 43 + bytesTooMany)),
                    new long[] {OddTimes.START_MS + visit}, new double[] {visit}));
        }
        return rows;
    }
}
