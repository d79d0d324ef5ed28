package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.laurel.storage.RowBatch;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a storage that has one sample of each series of D1: enough for the questions about series. */
class BenchCommandTest {
    @TempDir
    private Path directory;

    @Test
    void rightAnswersAreMeasured() throws IOException {
        fill();
        CommandRun run = CommandRun.of("bench", "--dir", directory, "--reuse", "--queries", "Q6,Q5");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FINE);
        assertThat(run.err()).contains("Q5    again      300");
        assertThat(values(run.out(), "list")).containsExactly("Q6", "Q6", "Q5", "Q5");
        assertThat(values(run.out(), "found")).containsExactly("29240", "29240", "120000", "120000");
        assertThat(values(run.out(), "rowsPerSecond")).isEmpty();
    }

    @Test
    void figuresOfWrongAnswersAreNotPrinted() throws IOException {
        fill();
        for (String check : List.of("before", "after")) {
            CommandRun run = CommandRun.of("bench", "--dir", directory, "--reuse", "--queries", "Q5,Q1",
                    "--check", check);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_WRONG);
            assertThat(run.err()).startsWith("vmctl-java: wrong answers to D1 Q1: ").contains("samples=1000")
                    .contains("samples=8640000");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void wrongUsageIsNamed() throws IOException {
        assertUsage("D1 has no list Q9; it has Q1, Q2, Q3, Q3x2, Q4, Q5, Q6", "bench", "--queries", "Q9");
        assertUsage("--writers is 3; it must be 1 or 2", "bench", "--writers", 3);
        assertUsage("--reuse needs --dir: which storage?", "bench", "--reuse");
        Files.createFile(directory.resolve("something"));
        assertUsage(directory + " is not empty; give another, or --reuse", "bench", "--dir", directory);
    }

    private static void assertUsage(String message, Object... args) {
        CommandRun run = CommandRun.of(args);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isEqualTo("vmctl-java: " + message + System.lineSeparator());
    }

    @Test
    void tasksRunAtTheSameTimeAndTheirFailuresCount() throws IOException {
        CyclicBarrier together = new CyclicBarrier(2);
        assertThat(BenchThreads.run(2, i -> () -> together.await() >= 0 ? i : -1)).containsExactly(0, 1);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BenchThreads.run(2, i -> () -> {
            if (i == 1) {
                throw new IOException("disk full");
            }
            return i;
        })).withMessage("disk full");
    }

    private void fill() throws IOException {
        try (Storage storage = Storage.open(directory, StorageOptions.defaults())) {
            RowBatch batch = new RowBatch();
            for (int series = 0; series < BenchData.D1.seriesCount(); series++) {
                batch.series(BenchData.D1.name(series)).add(BenchData.D1.full().fromMs(), 1);
            }
            storage.addRows(batch);
        }
    }

    /** The values of all fields of that name. */
    private static List<String> values(String json, String field) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals(field)) {
                    parser.nextToken();
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }
}
