package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VmctlJavaTest {
    @TempDir
    private Path folder;

    @Test
    void helpShowsCommandsAndExamples() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("import", "export", "series", "labels", "label-values", "parts", "snapshot", "delete",
                "Examples:");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"import", "export", "series", "labels", "label-values", "parts", "snapshot", "delete"})
    void everyCommandHasHelpWithExamples(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: vmctl-java " + command).contains("Examples:\n  ");
        assertThat(CommandRun.of("help", command).out()).isEqualTo(run.out());
    }

    @Test
    void versionNamesProgramFormatAndJdk() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("vmctl-java ").contains("VictoriaMetrics v1.79\n", "JDK " + Runtime.version().feature());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "| a command is missing; see vmctl-java --help",
        "bogus | there is no such command: bogus; see vmctl-java --help",
        "--bogus | there is no such command: --bogus; see vmctl-java --help",
        "import | Missing required parameter: 'DIR'; see vmctl-java import --help",
        "import d --format yaml | Invalid value for option '--format': expected one of [JSON, PROMETHEUS] (case-insensitive) "
                + "but was 'yaml'; see vmctl-java import --help",
        "export d | --match is missing; for all series that have a name write --match '{__name__!=\"\"}'",
        "export d --match | Missing required parameter for option '--match' (SELECTOR); see vmctl-java export --help",
        "export d --match v{ | selector v{: at character 3 a label name was expected, found the end",
        "export d --match v{a=~'('} | selector v{a=~'('}: at character 6 regular expression \"(\": missing ) at position 1",
        "export d e --match v | Unmatched argument at index 2: 'e'; see vmctl-java export --help",
        "series d --start bogus | time 'bogus' is none of 2022-05-11T10:20:30Z, 2022-05-11, unix seconds, unix milliseconds, "
                + "now, -1h30m",
        "labels d --start -1h --end -2h | --start -1h is after --end -2h",
        "label-values d | Missing required parameter: 'NAME'; see vmctl-java label-values --help",
        "parts d --match v | Unknown options: '--match', 'v'; see vmctl-java parts --help",
    })
    void wrongUsageIsOneLineAndTouchesNothing(String arguments, String message) {
        CommandRun run = CommandRun.of(arguments == null ? new Object[0] : Stream.of(arguments.split(" "))
                .map(word -> word.equals("d") ? folder.resolve("d") : word).toArray());
        assertThat(run).isEqualTo(new CommandRun(ExitCode.USAGE, "", "vmctl-java: " + message + "\n"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void debugShowsTheStackTrace() {
        assertThat(CommandRun.of("series", folder, "--debug").err()).contains("\tat io.laurel.");
        assertThat(CommandRun.of("--debug", "series", folder).err()).contains("\tat io.laurel.");
        assertThat(CommandRun.of("series", folder).err()).hasLineCount(1);
    }

    @Test
    void messagesStayOnOneLine() {
        CommandRun run = CommandRun.of("series", folder.resolve("a\nb"));
        assertThat(run.err()).contains("a b is no storage").hasLineCount(1);
    }
}
