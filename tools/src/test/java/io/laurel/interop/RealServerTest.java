package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what the other tests rely on works: the server takes rows, answers, and survives both kinds of stop. */
class RealServerTest {
    private static final List<Rows> ROWS = List.of(
            new Rows(List.of("__name__", "up", "job", "a\1\n\u00ff"), new long[] {OddTimes.MAY_MS, OddTimes.MAY_MS + 1},
                    new double[] {1.5, Content.STALE}),
            new Rows(List.of("k", "v"), new long[] {OddTimes.MAY_MS, OddTimes.MAY_MS},
                    new double[] {Double.NEGATIVE_INFINITY, 1e-300}));

    @TempDir
    Path temp;

    @Test
    void keepsWhatItWasGiven() throws Exception {
        Content sent = new Content();
        for (Rows rows : ROWS) {
            List<SeriesName.Label> labels = new ArrayList<>();
            for (int i = 0; i < rows.labels().size(); i += 2) {
                labels.add(new SeriesName.Label(rows.labels().get(i), rows.labels().get(i + 1)));
            }
            sent.add(new SeriesName(labels), rows.timestamps(), rows.values(), rows.values().length);
        }
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            server.write(ROWS);
            server.flush();
            assertThat(server.exportAll().difference("server", sent, "input")).isNull();
            assertThat(server.labels(Question.EVER)).containsExactly("__name__", "job", "k");
            assertThat(server.labelValues("job", Question.EVER)).containsExactly("a\1\n\u00ff");
            assertThat(server.series(Question.NAMELESS)).hasToString("[{\"k\"=\"v\"}]");
            assertThat(server.snapshot().resolve("data")).isDirectory();
            server.kill9();
        }
        try (RealServer server = RealServer.start(directory)) {
            server.write(ROWS);
            server.flush();
            server.forceMerge();
            assertThat(server.exportAll().difference("server", sent.addAll(sent), "input")).isNull();
            server.stop();
        }
    }
}
