package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.LabelRequest;
import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many short series, one way and back: indexes of several blocks, rows with many ids, timestamps shared by blocks. */
class ManySeriesInteropTest {
    private static final int SERIES = 100_000;

    @TempDir
    Path temp;

    @Test
    void exchange() throws Exception {
        Path directory = temp.resolve("storage");
        Content written;
        try (Storage ours = OurStorage.open(directory)) {
            OurStorage.write(ours, rows(0, SERIES));
            written = OurStorage.exportAll(ours);
        }
        assertThat(written.seriesCount()).isEqualTo(SERIES);
        Content more;
        try (RealServer server = RealServer.start(directory); Storage ours = OurStorage.openReadOnly(directory)) {
            assertThat(server.exportAll().difference("the server", written, "we")).isNull();
            assertThat(OurStorage.labelValues(ours, "pod", LabelRequest.of(Question.EVER))).hasSize(SERIES / 10)
                    .isEqualTo(server.labelValues("pod", Question.EVER));
            // Half of them anew, half of them known
            server.write(rows(SERIES / 2, SERIES));
            server.snapshot();
            server.forceMerge();
            more = server.exportAll();
            server.stop();
        }
        assertThat(more.seriesCount()).isEqualTo(SERIES * 3 / 2);
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(OurStorage.exportAll(ours).difference("we", more, "the server")).isNull();
            ours.forceMerge();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", more, "the server")).isNull();
    }

    private static List<Rows> rows(int from, int count) {
        List<Rows> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            long start = OddTimes.START_MS + i % 7 * 1000;
            rows.add(new Rows(List.of("__name__", "many_" + i % 13, "instance", "host-" + i % 100 + ":9100", "job",
                    "job" + i % 3, "pod", "pod-" + i / 10, "i", "" + i),
                    new long[] {start, start + 15_000, start + 30_000}, new double[] {i, i / 4.0, i % 5}));
        }
        return rows;
    }
}
