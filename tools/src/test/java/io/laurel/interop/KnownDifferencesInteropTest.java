package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.Days;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.LabelRequest;
import io.laurel.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server is wrong and we are not: what it forgets, we say. */
class KnownDifferencesInteropTest {
    private static final long MIDNIGHT_MS = OddTimes.START_MS;

    @TempDir
    Path temp;

    @Test
    void areKnown() throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            server.write(List.of(
                    new Rows(List.of("__name__", "a", "9lives", "x", "Upper", "y", "lower", "z"),
                            new long[] {MIDNIGHT_MS}, new double[] {1}),
                    new Rows(List.of("__name__", "b", "v", "a\1"), new long[] {MIDNIGHT_MS}, new double[] {2})));
            server.flush();
            try (Storage ours = OurStorage.openReadOnly(server.snapshot())) {
                aRangeThatEndsAtMidnightReachesTheDayThatBeginsThere(server, ours);
                labelsThatSortBeforeTheNameAreListed(server, ours);
            }
            server.stop();
        }
    }

    private static void aRangeThatEndsAtMidnightReachesTheDayThatBeginsThere(RealServer server, Storage ours)
            throws Exception {
        Question question = new Question(TagFilters.metric("a"),
                TimeRange.ofMillis(MIDNIGHT_MS - Days.DAY_MS, MIDNIGHT_MS));
        assertThat(OurStorage.export(ours, question).seriesCount()).isEqualTo(1);
        assertThat(server.export(question).seriesCount()).isZero();
    }

    private static void labelsThatSortBeforeTheNameAreListed(RealServer server, Storage ours) throws Exception {
        assertThat(OurStorage.labels(ours, LabelRequest.of(Question.EVER))).containsExactly("9lives", "Upper", "__name__", "lower", "v");
        assertThat(server.labels(Question.EVER)).containsExactly("__name__", "lower", "v");
    }
}
