package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageStats;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The series that we save at a close lie in the folder for the server's caches: it leaves them alone. */
class SavedSeriesInteropTest {
    private static final List<Rows> ROWS = List.of(row("a", 1), row("b", 2));

    @TempDir
    Path temp;

    private static Rows row(String job, double value) {
        return new Rows(List.of("__name__", "up", "job", job), new long[] {OddTimes.MAY_MS}, new double[] {value});
    }

    @Test
    void theServerLeavesThemAlone() throws Exception {
        Path directory = temp.resolve("storage");
        Path saved = directory.resolve("cache/laurel_known_series");
        Content written;
        try (Storage ours = OurStorage.open(directory)) {
            OurStorage.write(ours, ROWS);
            written = OurStorage.exportAll(ours);
        }
        assertThat(saved).isRegularFile();
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", written, "we")).isNull();
            server.stop();
        }
        assertThat(saved).isRegularFile();
        try (Storage ours = OurStorage.open(directory)) {
            StorageStats.Series series = ours.stats().series();
            assertThat(series.loaded() == ROWS.size()).isEqualTo(series.notLoaded() == null);
            assertThat(OurStorage.exportAll(ours).difference("we", written, "the server")).isNull();
        }
        Content later;
        try (RealServer server = RealServer.start(directory)) {
            server.delete(TagFilters.all().equal("job", "a"));
            server.write(List.of(row("c", 3)));
            server.flush();
            later = server.exportAll();
            server.stop();
        }
        assertThat(saved).isRegularFile();
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(ours.stats().series().notLoaded()).contains("the index is not the one");
            assertThat(OurStorage.exportAll(ours).difference("we", later, "the server")).isNull();
            OurStorage.write(ours, ROWS);
            later = OurStorage.exportAll(ours);
        }
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", later, "we")).isNull();
            server.stop();
        }
    }
}
