package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.TimeSource;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportCommandTest {
    private static final String UP = "{\"metric\":{\"__name__\":\"up\",\"job\":\"node\"},\"values\":[1,0],"
            + "\"timestamps\":[1652227200000,1652227215000]}\n";
    private static final String ALL = "{__name__!=\"\"}";

    @TempDir
    private Path folder;

    @Test
    void importsJsonLinesAndReportsThem() {
        CommandRun run = CommandRun.withInput(UP, "import", store());
        assertThat(run.err()).matches("imported 2 rows of 1 series in [0-9.]+ s, [0-9]+ rows/s\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(export().out()).isEqualTo(UP);
    }

    @Test
    void saysNothingOfSeriesThatItCannotTellFromOthers() {
        CommandRun.withInput(UP, "import", store());
        CommandRun run = CommandRun.withInput("down 1 1652227200000\n", "import", store());
        assertThat(run.err()).matches("imported 1 rows in [0-9.]+ s, [0-9]+ rows/s\n");
    }

    @Test
    void importsPrometheusText() {
        CommandRun run = CommandRun.withInput("# HELP up x\nup{job=\"node\"} 1 1652227200000\n"
                + "up{job=\"node\"} 0 1652227215000\n# EOF\n", "import", store(), "-");
        assertThat(run.err()).startsWith("imported 2 rows of 1 series");
        assertThat(run.exitCode()).isZero();
        assertThat(export().out()).isEqualTo(UP);
    }

    @Test
    void importsSeveralFilesOfSeveralKinds() throws Exception {
        Path json = Files.writeString(folder.resolve("a.json"), UP);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream target = new GZIPOutputStream(packed)) {
            target.write("down 1 1652227200000".getBytes(StandardCharsets.UTF_8));
        }
        Path text = Files.write(folder.resolve("b.gz"), packed.toByteArray());
        CommandRun run = CommandRun.withInput("sideways 3 1652227200000\n", "import", store(), json, text, "-");
        assertThat(run.err()).startsWith("imported 4 rows of 3 series");
        assertThat(run.exitCode()).isZero();
        assertThat(export().sortedOut()).hasSize(3);
    }

    @Test
    void addsToAStorageThatIsThere() {
        CommandRun.withInput(UP, "import", store());
        CommandRun.withInput(UP.replace("[1652227200000,1652227215000]", "[1652227230000,1652227245000]"), "import", store());
        assertThat(export().out()).isEqualTo("{\"metric\":{\"__name__\":\"up\",\"job\":\"node\"},\"values\":[1,0,1,0],"
                + "\"timestamps\":[1652227200000,1652227215000,1652227230000,1652227245000]}\n");
    }

    @Test
    void leavesOutABadLineAndTakesTheOthers() {
        String lines = UP.repeat(16) + UP.substring(0, 60) + "\n" + UP.repeat(3);
        CommandRun run = CommandRun.withInput(lines, "import", store());
        assertThat(run.err()).matches("imported 38 rows of 1 series [^\n]*\nrejected 1 line:\n"
                + "  standard input:17: column 57: the string that begins here has no closing quote\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_WRONG);
    }

    @Test
    void countsOnlyLabelsThatHaveAValue() {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 31; i++) {
            labels.append("\"l").append(i).append(i % 2 == 0 ? "\":\"\"," : "\":\"v\",");
        }
        CommandRun.withInput("{\"metric\":{" + labels + "\"__name__\":\"m\"},\"values\":[1],"
                + "\"timestamps\":[1652227200000]}\n", "import", store());
        assertThat(CommandRun.of("series", store()).out()).startsWith("m{l1=").endsWith("l9=\"v\"}\n")
                .matches(line -> line.split(",").length == 15);
    }

    @Test
    void showsTheFirstBadLinesAndCountsAll() {
        String lines = "up 1 1652227200000\n" + "up x 1\n".repeat(25);
        CommandRun run = CommandRun.withInput(lines, "import", store());
        assertThat(run.err().lines().skip(1)).hasSize(12)
                .contains("rejected 25 lines:", "  standard input:11: column 4: a number was expected here",
                        "  ... and 15 more");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_WRONG);
    }

    @Test
    void leavesOutASampleOutsideOfTimeAndTakesTheOthers() {
        String lines = UP + "{\"metric\":{\"__name__\":\"up\",\"job\":\"node\"},\"values\":[5,6,7],"
                + "\"timestamps\":[32503680000000,1652227230000,-1]}\nup -1 -5000000000\n";
        CommandRun run = CommandRun.withInput(lines, "import", store());
        assertThat(run.err()).contains("imported 3 rows of 1 series", "rejected 2 lines:\n",
                "  standard input:2: timestamp 32503680000000 (3000-01-01T00:00:00Z) is more than two days ahead of the "
                        + "clock; 2 of the 3 samples of the line left out\n",
                "  standard input:3: column 1: a JSON object was expected here\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_WRONG);
        run = CommandRun.withInput("up 1 -5000000000\n", "import", store());
        assertThat(run.err()).contains("standard input:1: timestamp -5000000000 (1969-11-04T03:06:40Z) is before 1970\n");
        assertThat(export().out()).contains("\"values\":[1,0,6]");
    }

    @Test
    void admitsTwoDaysAheadOfTheClock() {
        TimeSource time = new FixedTime(1652227200000L);
        String lines = "up 1 1652400000000\nup 2 1652400000001\n";
        CommandRun run = CommandRun.withInput(lines.getBytes(StandardCharsets.UTF_8), time, "import", store());
        assertThat(run.err()).contains("imported 1 rows", "standard input:2: timestamp 1652400000001");
    }

    @Test
    void givesSamplesWithoutATimeThatOfTheImport() {
        TimeSource time = new FixedTime(1652227200000L);
        CommandRun.withInput("up 1\n".getBytes(StandardCharsets.UTF_8), time, "import", store());
        assertThat(export().out()).contains("[1652227200000]");
    }

    @Test
    void passesOverSamplesWithoutAValue() {
        CommandRun run = CommandRun.withInput("{\"metric\":{\"a\":\"b\"},\"values\":[null,NaN,1,\"Infinity\"],"
                + "\"timestamps\":[1652227200000,1652227200001,1652227200002,1652227200003]}\n", "import", store());
        assertThat(run.err()).contains("imported 2 rows of 1 series", "passed over 2 samples without a value\n");
        assertThat(run.exitCode()).isZero();
        assertThat(CommandRun.of("export", store(), "--match", "{a=\"b\"}").out()).contains("\"values\":[1,+Inf],");
    }

    @Test
    void keepsTheFormatOnceALineWasRead() {
        CommandRun run = CommandRun.withInput("\ngarbage\n" + UP + "more garbage\n", "import", store());
        assertThat(run.err()).contains("imported 2 rows", "rejected 2 lines:",
                "standard input:2: column 8: a value was expected here", "standard input:4: column 1: a JSON object");
    }

    @Test
    void takesTheFormatItIsTold() {
        CommandRun run = CommandRun.withInput(UP, "import", store(), "--format", "prometheus");
        assertThat(run.err()).contains("standard input:1: column 1: a metric name was expected here");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_WRONG);
    }

    @Test
    void storesALineOfManySamples() {
        StringBuilder line = new StringBuilder("{\"metric\":{\"__name__\":\"long\"},\"values\":[0");
        for (int i = 1; i < 50_000; i++) {
            line.append(',').append(i % 100);
        }
        line.append("],\"timestamps\":[1652227200000");
        for (int i = 1; i < 50_000; i++) {
            line.append(',').append(1652227200000L + i * 1000L);
        }
        line.append("]}\n");
        assertThat(CommandRun.withInput(line.toString(), "import", store()).err()).startsWith("imported 50000 rows of 1 series");
        assertThat(export().out()).isEqualTo(line.toString());
    }

    @Test
    void refusesNamesThatAreTooLongForTheIndex() {
        StringBuilder line = new StringBuilder("long{");
        for (int i = 0; i < 5; i++) {
            line.append("l").append(i).append("=\"").append("v".repeat(16_000)).append("\",");
        }
        CommandRun run = CommandRun.withInput(line + "} 1 1652227200000\nup 1 1652227200000\n", "import", store());
        assertThat(run.err()).contains("imported 1 rows",
                "standard input:1: the labels are longer than 65510 bytes in all");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_WRONG);
    }

    @Test
    void saysWhereCompressedInputWasCut() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream target = new GZIPOutputStream(packed)) {
            target.write(UP.repeat(1000).getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 12));
        CommandRun run = CommandRun.of("import", store(), file);
        assertThat(run.err()).containsPattern("imported [0-9]+ rows of 1 series")
                .containsPattern("vmctl-java: " + file + ": the compressed data is damaged after line [0-9]+: ");
        assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
    }

    @Test
    void saysWhichCompressedInputWasCutInItsFirstBytes() throws Exception {
        Path file = Files.write(folder.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        CommandRun run = CommandRun.of("import", store(), file);
        assertThat(run.err()).startsWith("imported 0 rows of 0 series").hasLineCount(2)
                .contains("vmctl-java: " + file + ": the compressed data is damaged after line 0: ");
        assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
    }

    @Test
    void doesNotClaimRowsThatCouldNotBeStored() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream saboteur = new SequenceInputStream(
                new ByteArrayInputStream(UP.getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        DirectoryTree.delete(store().resolve("indexdb"));
                        Files.createFile(store().resolve("indexdb"));
                        return -1;
                    }
                });
        int exitCode = VmctlJava.run(new String[] {"import", store().toString()}, saboteur,
                OutputStream.nullOutputStream(), new PrintStream(err, true));
        assertThat(err.toString()).matches("read 2 rows of 1 series in [^\n]+, but not all of them were stored\n"
                + "vmctl-java: [^\n]*" + store() + "/indexdb/[^\n]+\n");
        assertThat(exitCode).isEqualTo(ExitCode.IO);
    }

    @Test
    void touchesNothingIfAFileIsMissing() {
        CommandRun run = CommandRun.withInput(UP, "import", store(), "-", folder.resolve("nowhere"));
        assertThat(run).isEqualTo(new CommandRun(ExitCode.IO, "",
                "vmctl-java: cannot read " + folder.resolve("nowhere") + ": no such file or directory\n"));
        assertThat(store()).doesNotExist();
    }

    @Test
    void refusesAStorageInUse() throws Exception {
        CommandRun.withInput(UP, "import", store());
        try (Storage inUse = Storage.open(store(), StorageOptions.defaults())) {
            CommandRun run = CommandRun.withInput(UP, "import", store());
            assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(run.err()).startsWith("vmctl-java: " + store() + "/flock.lock is locked by ").hasLineCount(1);
            assertThat(inUse.stats().rows().added()).isZero();
        }
        assertThat(export().out()).isEqualTo(UP);
    }

    @Test
    void refusesADirectoryOfSomethingElse() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("letter.txt"), "dear");
        var before = DirectoryTree.of(folder);
        CommandRun run = CommandRun.withInput(UP, "import", other);
        assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(run.err()).startsWith("vmctl-java: " + other + " is no storage directory: ").hasLineCount(1);
        assertThat(DirectoryTree.of(folder)).isEqualTo(before);
    }

    @Test
    void refusesAFileInPlaceOfADirectory() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "dear");
        CommandRun run = CommandRun.withInput(UP, "import", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(run.err()).startsWith("vmctl-java: ").contains(file.toString()).hasLineCount(1);
        assertThat(file).hasContent("dear");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private CommandRun export() {
        return CommandRun.of("export", store(), "--match", ALL);
    }
}
