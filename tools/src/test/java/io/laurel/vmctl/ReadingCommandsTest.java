package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.RowBatch;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that only read, on one small storage. */
final class ReadingCommandsTest {
    private static final String LINES = """
            {"metric":{"__name__":"up","job":"node","instance":"a:1"},"values":[1,0.5],"timestamps":[1652227200000,1652227215000]}
            {"metric":{"__name__":"up","job":"api","instance":"b:1"},"values":[1],"timestamps":[1654041600000]}
            {"metric":{"__name__":"odd name","x":"a\\"b\\\\c\\nd\\u003c\\u0027"},"values":[-2],"timestamps":[1652227200000]}
            {"metric":{"job":"nameless"},"values":[3],"timestamps":[1652227200000]}
            """;
    private static final String[] COMMANDS =
            {"export", "series", "labels", "label-values", "cardinality", "parts", "snapshot", "delete", "merge"};

    @TempDir
    private static Path folder;

    private static Path store;

    @BeforeAll
    static void fill() {
        store = folder.resolve("store");
        assertThat(CommandRun.withInput(LINES, "import", store).exitCode()).isZero();
    }

    @Test
    void exportsWhatWasImported() {
        CommandRun run = CommandRun.of("export", store, "--match", "{__name__!=\"\"}", "--match", "{__name__=\"\"}");
        assertThat(run.sortedOut()).containsExactly(LINES.lines().sorted().toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void exportsWhatTheSelectorSays() {
        assertThat(CommandRun.of("export", store, "--match", "up{job=~'n.*'}").out())
                .isEqualTo(LINES.lines().findFirst().orElseThrow() + "\n");
        assertThat(CommandRun.of("export", store, "--match", "down")).isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    void exportsWhatLiesInTime() {
        String half = "{\"metric\":{\"__name__\":\"up\",\"job\":\"node\",\"instance\":\"a:1\"},\"values\":[0.5],"
                + "\"timestamps\":[1652227215000]}\n";
        assertThat(CommandRun.of("export", store, "--match", "up", "--start", "1652227200.001", "--end", "2022-05-12").out())
                .isEqualTo(half);
        assertThat(CommandRun.of("export", store, "--match", "up", "--start", "2022-05-11T00:00:15Z", "--end",
                "1652227215000").out()).isEqualTo(half);
        assertThat(CommandRun.of("export", store, "--match", "up", "--start", "-1h").out()).isEmpty();
    }

    @Test
    void listsSeriesAsSelectorsThatFindThem() {
        CommandRun run = CommandRun.of("series", store);
        assertThat(run.sortedOut()).containsExactly(
                "up{job=\"api\",instance=\"b:1\"}",
                "up{job=\"node\",instance=\"a:1\"}",
                "{__name__=\"odd name\",x=\"a\\\"b\\\\c\\nd<'\"}",
                "{job=\"nameless\"}");
        for (String selector : run.sortedOut()) {
            assertThat(CommandRun.of("export", store, "--match", selector).out()).as(selector).hasLineCount(1);
        }
        assertThat(CommandRun.of("series", store, "--match", "up", "--start", "2022-06-01").out())
                .isEqualTo("up{job=\"api\",instance=\"b:1\"}\n");
    }

    @Test
    void listsLabels() {
        assertThat(CommandRun.of("labels", store).out()).isEqualTo("__name__\ninstance\njob\nx\n");
        assertThat(CommandRun.of("labels", store, "--match", "up").out()).isEqualTo("__name__\ninstance\njob\n");
        assertThat(CommandRun.of("labels", store, "--match", "{job='nameless'}").out()).isEqualTo("job\n");
    }

    @Test
    void listsLabelValues() {
        assertThat(CommandRun.of("label-values", store, "__name__").out()).isEqualTo("odd name\nup\n");
        assertThat(CommandRun.of("label-values", store, "job").out()).isEqualTo("api\nnameless\nnode\n");
        assertThat(CommandRun.of("label-values", store, "x").out()).isEqualTo("\"a\\\"b\\\\c\\nd<'\"\n");
        assertThat(CommandRun.of("label-values", store, "job", "--match", "up").out()).isEqualTo("api\nnode\n");
        assertThat(CommandRun.of("label-values", store, "__name__", "--match", "{job!=''}").out()).isEqualTo("up\n");
        assertThat(CommandRun.of("label-values", store, "bogus")).isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    void listsOnlyWhatHasSamplesInTime() {
        String gap = "2022-05-11T00:00:01Z";
        for (String end : List.of("2022-05-11T00:00:14Z", "2022-05-11T00:00:15Z")) {
            boolean some = end.endsWith("15Z");
            assertThat(CommandRun.of("series", store, "--start", gap, "--end", end).out())
                    .isEqualTo(some ? "up{job=\"node\",instance=\"a:1\"}\n" : "");
            assertThat(CommandRun.of("labels", store, "--match", "up", "--start", gap, "--end", end).out())
                    .isEqualTo(some ? "__name__\ninstance\njob\n" : "");
            assertThat(CommandRun.of("label-values", store, "job", "--match", "up", "--start", gap, "--end", end).out())
                    .isEqualTo(some ? "node\n" : "");
        }
    }

    @Test
    void listsBytesThatAreNoTextAsTheyAre() throws IOException {
        Path odd = folder.resolve("odd");
        byte[] line = "{\"metric\":{\"__name__\":\"m\",\"k_\":\"v_\"},\"values\":[1],\"timestamps\":[1652227200000]}\n"
                .replace('_', '\u00ff').replace("\u00ff\u00ffname\u00ff\u00ff", "__name__")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(CommandRun.of("import", odd, Files.write(folder.resolve("odd.jsonl"), line)).exitCode()).isZero();
        for (List<String> more : List.of(List.<String>of(), List.of("--match", "m"))) {
            assertThat(CommandRun.of(Stream.concat(Stream.of("labels", odd), more.stream()).toArray()).out())
                    .isEqualTo("__name__\nk\u00ff\n");
            assertThat(CommandRun.of("series", odd).out()).isEqualTo("m{k\\xff=\"v\\xff\"}\n");
        }
    }

    @Test
    void listsLabelsAsFarAsAskedFor() {
        CommandRun cut = CommandRun.of("label-values", store, "job", "--prefix", "n", "--limit", "1");
        assertThat(cut.out()).isEqualTo("nameless\n");
        assertThat(cut.err()).isEqualTo("vmctl-java: there are more than these 1\n");
        assertThat(cut.exitCode()).isZero();
        String[] late = {"--start", "2022-05-11T00:00:01Z", "--match", "{job!=''}"};
        assertThat(CommandRun.of("label-values", store, "job", late[0], late[1], late[2], late[3]).out())
                .isEqualTo("api\nnode\n");
        assertThat(CommandRun.of("label-values", store, "job", late[0], late[1], "--prefix", "a", "--limit", "1"))
                .isEqualTo(new CommandRun(0, "api\n", ""));
        assertThat(CommandRun.of("labels", store, "--limit", "2").out()).isEqualTo("__name__\ninstance\n");
        assertThat(CommandRun.of("labels", store, "--limit", "2", late[0], late[1]).err()).contains("more");
        assertThat(CommandRun.of("labels", store, "--limit", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void countsSeries() {
        assertThat(CommandRun.of("cardinality", store, "--label", "job", "--top", "2").out()).isEqualTo("""
                4 series, 10 labels with their values

                SERIES  METRIC
                     2  up
                     1  ""

                SERIES  LABEL
                     4  __name__
                     3  job

                SERIES  VALUE OF job
                     1  api
                     1  nameless

                SERIES  LABEL=VALUE
                     2  __name__=up
                     1  __name__=

                VALUES  LABEL
                     3  __name__
                     3  job
                """);
        assertThat(CommandRun.of("cardinality", store, "--date", "2022-06-01").out())
                .startsWith("1 series, 3 labels").contains("1  job=api\n").doesNotContain("VALUE OF");
        assertThat(CommandRun.of("cardinality", store, "--match", "up{job='node'}", "--match", "up{job='api'}").out())
                .startsWith("2 series, 6 labels");
        assertThat(CommandRun.of("cardinality", store, "--date", "yesterday").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("cardinality", store, "--top", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void listsParts() {
        CommandRun run = CommandRun.of("parts", store);
        assertThat(run.exitCode()).isZero();
        List<String> lines = run.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.get(0)).isEqualTo("KIND TABLE PART ROWS BLOCKS FROM TO BYTES BYTES/SAMPLE");
        assertThat(lines).anyMatch(line -> line.matches(
                "small 2022_05 \\S+ 4 3 2022-05-11T00:00:00Z 2022-05-11T00:00:15Z [0-9]+ [0-9.]+"));
        assertThat(lines).anyMatch(line -> line.matches(
                "small 2022_06 \\S+ 1 1 2022-06-01T00:00:00Z 2022-06-01T00:00:00Z [0-9]+ [0-9.]+"));
        assertThat(lines).anyMatch(line -> line.matches(
                "total samples 2 parts 5 4 2022-05-11T00:00:00Z 2022-06-01T00:00:00Z [0-9]+ [0-9.]+"));
        assertThat(lines).anyMatch(line -> line.matches("index [0-9A-F]{16} \\S+ [0-9]+ 1 - - [0-9]+ -"));
        assertThat(lines.get(lines.size() - 1)).matches("total index 1 part [0-9]+ 1 - - [0-9]+ -");
    }

    @Test
    void writeNothing() throws IOException {
        var before = DirectoryTree.of(store);
        for (String command : COMMANDS) {
            assertThat(run(command, store).exitCode()).as(command).isZero();
        }
        assertThat(DirectoryTree.of(store)).isEqualTo(before);
    }

    @Test
    void workOnSnapshotsAndBesideAWriter() throws IOException {
        Path other = folder.resolve("kept");
        assertThat(CommandRun.withInput(LINES, "import", other).exitCode()).isZero();
        Path snapshot = other.resolve("snapshots").resolve(CommandRun.of("snapshot", "create", other).out().strip());
        List<String> expected = new ArrayList<>();
        for (String command : COMMANDS) {
            expected.add(run(command, other).out());
        }
        try (Storage open = Storage.open(other, StorageOptions.defaults().withManualHousekeeping())) {
            RowBatch rows = new RowBatch();
            rows.series("up", "job", "pending").add(1_652_227_200_000L, 1);
            open.addRows(rows);
            var before = DirectoryTree.of(other);
            for (int i = 0; i < COMMANDS.length; i++) {
                CommandRun beside = run(COMMANDS[i], other);
                assertThat(beside.exitCode()).as(COMMANDS[i]).isZero();
                assertThat(beside.out()).as(COMMANDS[i]).isEqualTo(expected.get(i));
                CommandRun kept = run(COMMANDS[i], snapshot);
                assertThat(kept.exitCode()).as(COMMANDS[i]).isZero();
                assertThat(kept.out()).as(COMMANDS[i])
                        .isEqualTo(COMMANDS[i].equals("snapshot") ? "" : expected.get(i));
            }
            assertThat(DirectoryTree.of(other)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "nowhere", "file", "letters"})
    void refuseWhatIsNoStorageAndTouchNothing(String name) throws IOException {
        Path other = Files.createDirectories(folder.resolve("refused"));
        Files.createDirectories(other.resolve("empty"));
        Files.writeString(other.resolve("file"), "dear");
        Files.writeString(Files.createDirectories(other.resolve("letters")).resolve("letter"), "dear");
        var before = DirectoryTree.of(other);
        for (String command : COMMANDS) {
            CommandRun run = run(command, other.resolve(name));
            assertThat(run.exitCode()).as(command).isEqualTo(ExitCode.IO);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("vmctl-java: " + other.resolve(name) + " is no storage directory: ")
                    .hasLineCount(1);
        }
        assertThat(DirectoryTree.of(other)).isEqualTo(before);
    }

    @Test
    void nameThePartFileThatWasCutAndLeaveItAlone() throws IOException {
        Path damaged = folder.resolve("damaged");
        CommandRun.withInput(LINES, "import", damaged);
        for (String place : List.of("data/timestamps.bin", "data/values.bin", "data/index.bin", "data/metaindex.bin",
                "indexdb/items.bin", "indexdb/lens.bin", "indexdb/index.bin", "indexdb/metaindex.bin")) {
            Path file = find(damaged.resolve(place).getParent(), Path.of(place).getFileName().toString());
            byte[] whole = Files.readAllBytes(file);
            for (int length : new int[] {whole.length - 1, 0}) {
                Files.write(file, Arrays.copyOf(whole, length));
                var before = DirectoryTree.of(damaged);
                for (String command : COMMANDS) {
                    isDamaged(run(command, damaged), file);
                }
                isDamaged(CommandRun.withInput(LINES, "import", damaged), file);
                assertThat(DirectoryTree.of(damaged)).as(place).isEqualTo(before);
            }
            Files.write(file, whole);
        }
    }

    private static void isDamaged(CommandRun run, Path file) {
        assertThat(run.exitCode()).as(file.toString()).isEqualTo(ExitCode.IO);
        assertThat(run.err()).startsWith("vmctl-java: " + file.toAbsolutePath() + " at offset ").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void failWhenTheStandardOutputDoes() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = VmctlJava.run(new String[] {"export", store.toString(), "--match", "up"},
                InputStream.nullInputStream(), full, new PrintStream(err, true));
        assertThat(exitCode).isEqualTo(ExitCode.IO);
        assertThat(err).hasToString("vmctl-java: cannot write to the standard output: No space left on device\n");
    }

    private static CommandRun run(String command, Path directory) {
        return switch (command) {
            case "export" -> CommandRun.of(command, directory, "--match", "up");
            case "label-values" -> CommandRun.of(command, directory, "job");
            case "snapshot" -> CommandRun.of(command, "list", directory);
            case "delete" -> CommandRun.of(command, directory, "--match", "up");
            case "merge" -> CommandRun.of(command, directory, "--plan");
            default -> CommandRun.of(command, directory);
        };
    }

    private static Path find(Path directory, String name) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.endsWith(name)
                    && (path.toString().contains("2022_05") || path.toString().contains("indexdb")))
                    .findFirst().orElseThrow();
        }
    }
}
