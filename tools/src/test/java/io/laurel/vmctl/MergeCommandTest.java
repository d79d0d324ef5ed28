package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** merge, on a storage of three months, one of them in 1971, with two parts in each. */
final class MergeCommandTest {
    private static final String[] EXPORT = {"--match", "{__name__!=\"\"}"};

    @TempDir
    private Path folder;

    private Path store;
    private String content;

    @BeforeEach
    void fill() {
        store = folder.resolve("store");
        for (int i = 0; i < 2; i++) {
            String lines = "";
            for (String job : List.of("node", "api")) {
                for (long timestampMs : new long[] {40_000_000_000L, 1_652_227_200_000L, 1_654_041_600_000L}) {
                    lines += "{\"metric\":{\"__name__\":\"up\",\"job\":\"" + job + "\"},\"values\":[" + i
                            + "],\"timestamps\":[" + (timestampMs + i) + "]}\n";
                }
            }
            assertThat(CommandRun.withInput(lines, "import", store).exitCode()).isZero();
        }
        content = export();
        assertThat(content).isNotEmpty();
    }

    private String export() {
        return String.join("\n", CommandRun.of("export", store, EXPORT[0], EXPORT[1]).sortedOut());
    }

    @Test
    void thePlanTellsAndTouchesNothing() throws IOException {
        var before = DirectoryTree.of(store);
        CommandRun run = CommandRun.of("merge", store, "--plan");
        assertThat(run.out()).startsWith("KIND ").hasLineCount(8)
                .containsPattern("(?m)^samples  1971_04 +2  +4  +[0-9]+  several parts become one$")
                .containsPattern("(?m)^index    [0-9A-F]{16} +1 .* nothing to do$")
                .containsPattern("(?m)^total    samples +6 +12 ");
        assertThat(run.err()).matches("vmctl-java: [0-9]+ bytes are free for merges\n");
        assertThat(run.exitCode()).isZero();
        assertThat(DirectoryTree.of(store)).isEqualTo(before);
        try (Storage open = Storage.open(store, StorageOptions.defaults())) {
            assertThat(open.seriesCount()).isEqualTo(2);
            assertThat(CommandRun.of("merge", store, "--plan").exitCode()).isZero();
            CommandRun locked = CommandRun.of("merge", store);
            assertThat(locked.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(locked.out()).isEmpty();
        }
    }

    @Test
    void mergesAMonthOrEverythingAndDropsNothing() {
        CommandRun one = CommandRun.of("merge", store, "--month", "2022_05");
        assertThat(one.exitCode()).isZero();
        assertThat(one.err()).startsWith("vmctl-java: there are 2 parts with ");
        assertThat(one.out()).hasLineCount(4)
                .containsPattern("(?m)^samples  2022_05 +2 +4 +[0-9]+ +1 +4 +[0-9]+ +0 +0 +[0-9.]+  several parts");
        CommandRun all = CommandRun.of("merge", store);
        assertThat(all.exitCode()).isZero();
        assertThat(all.out()).containsPattern("(?m)^samples  1971_04 +2 .* several parts become one$")
                .containsPattern("(?m)^samples  2022_05 +1 .* nothing to do$");
        assertThat(export()).isEqualTo(content);
        CommandRun again = CommandRun.of("merge", store, "--plan", "--month", "2022-06");
        assertThat(again.out()).containsPattern("(?m)^samples  2022_06 +1 .* nothing to do$");
    }

    @Test
    void givesBackWhatWasDeletedAndWhatIsTooOldIfAsked() {
        CommandRun.of("merge", store);
        CommandRun.of("delete", store, "--match", "up{job='api'}", "--yes");
        CommandRun deleted = CommandRun.of("merge", store);
        assertThat(deleted.out()).containsPattern("(?m)^samples  1971_04 +1 +4 +[0-9]+ +1 +2 +[0-9]+ +2 +0 ")
                .containsPattern("(?m)^total    samples .* 6 +0 +[0-9.]+  -$");
        assertThat(CommandRun.of("merge", store, "--plan").out()).doesNotContain("become", "deleted");

        assertThat(CommandRun.of("merge", store, "--plan", "--retention", "40y").out())
                .containsPattern("(?m)^samples  1971_04 .* one part, with something deleted or expired in it$");
        CommandRun expired = CommandRun.of("merge", store, "--retention", "40y");
        assertThat(expired.exitCode()).isZero();
        assertThat(export()).contains("1652227200000").doesNotContain("40000000000");
    }

    @Test
    void whatCannotBeDoneIsOneLine() throws IOException {
        assertThat(CommandRun.of("merge", store, "--month", "2031_01")).isEqualTo(new CommandRun(ExitCode.FOUND_WRONG,
                "", "vmctl-java: " + store + " has no samples of 2031_01\n"));
        assertThat(CommandRun.of("merge", store, "--month", "May")).isEqualTo(new CommandRun(ExitCode.USAGE, "",
                "vmctl-java: --month is 'May'; it must be like 2024_05\n"));
        assertThat(CommandRun.of("merge", store, "--retention", "-1d")).isEqualTo(new CommandRun(ExitCode.USAGE, "",
                "vmctl-java: age '-1d' is not like 90s, 1h30m, 7d, 4w or 1y\n"));
        Path other = folder.resolve("other");
        for (Object[] arguments : new Object[][] {{"merge", other}, {"merge", other, "--plan"}}) {
            assertThat(CommandRun.of(arguments)).isEqualTo(new CommandRun(ExitCode.IO, "",
                    "vmctl-java: " + other + " is no storage directory: it does not exist\n"));
        }
        assertThat(other).doesNotExist();
        assertThat(CommandRun.of("merge", "--help").out()).startsWith("Usage: vmctl-java merge ")
                .contains("Examples:\n  ");
    }
}
