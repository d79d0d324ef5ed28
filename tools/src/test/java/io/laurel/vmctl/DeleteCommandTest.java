package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeleteCommandTest {
    private static final String LINES = """
            {"metric":{"__name__":"up","job":"node"},"values":[1,0.5],"timestamps":[1652227200000,1654041600000]}
            {"metric":{"__name__":"up","job":"api"},"values":[1],"timestamps":[1654041600000]}
            {"metric":{"__name__":"load","job":"node"},"values":[2],"timestamps":[1652227200000]}
            """;

    @TempDir
    private Path folder;

    private Path store;

    @BeforeEach
    void fill() {
        store = folder.resolve("store");
        assertThat(CommandRun.withInput(LINES, "import", store).exitCode()).isZero();
    }

    @Test
    void withoutYesItOnlyLists() {
        CommandRun run = CommandRun.of("delete", store, "--match", "up{job='node'}", "--match", "load");
        assertThat(run.sortedOut()).containsExactly("1 load{job=\"node\"}", "2 up{job=\"node\"}");
        assertThat(run.err()).isEqualTo(
                "vmctl-java: would delete 2 series with 3 samples; nothing is deleted without --yes\n");
        assertThat(run.exitCode()).isZero();
        assertThat(CommandRun.of("series", store).out()).hasLineCount(3);
    }

    @Test
    void withYesTheSeriesAreGone() {
        assertThat(CommandRun.of("delete", store, "--match", "up{job='node'}", "--match", "load", "--yes"))
                .isEqualTo(new CommandRun(0, "", "vmctl-java: deleted 2 series\n"));
        assertThat(CommandRun.of("series", store).out()).isEqualTo("up{job=\"api\"}\n");
        assertThat(CommandRun.of("label-values", store, "job").out()).isEqualTo("api\n");
        assertThat(CommandRun.of("delete", store, "--match", "load").err()).contains("would delete 0 series");
        assertThat(CommandRun.withInput(LINES.lines().skip(2).findFirst().orElseThrow(), "import", store).exitCode())
                .isZero();
        assertThat(CommandRun.of("delete", store, "--match", "{job='node'}").out()).isEqualTo("1 load{job=\"node\"}\n");
    }

    @Test
    void seriesMustBeNamedAndTheStorageMustBeThere() {
        assertThat(CommandRun.of("delete", store, "--yes").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("delete", store, "--match", "{}", "--yes").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("delete", store, "--match", "up{", "--yes").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("delete", folder.resolve("none"), "--match", "up", "--yes").exitCode()).isEqualTo(3);
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(CommandRun.of("series", store).out()).hasLineCount(3);
    }
}
