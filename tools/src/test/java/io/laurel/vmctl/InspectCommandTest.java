package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import io.laurel.testkit.GoldenStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** inspect, on parts of samples and of the index: sound, damaged, in snapshots and beside a writer. */
final class InspectCommandTest {
    private static final String LINES = """
            {"metric":{"__name__":"up","job":"node"},"values":[1,0.5,null],"timestamps":[1652227200000,1652227215000,1652227230000]}
            {"metric":{"__name__":"odd é","x":"a\\nb"},"values":[7],"timestamps":[1652227200000]}
            """;

    @TempDir
    private Path folder;

    private Path store;
    private Path samples;
    private Path items;

    @BeforeEach
    void fill() throws IOException {
        store = folder.resolve("store");
        assertThat(CommandRun.withInput(utf8(LINES), "import", store).exitCode()).isZero();
        samples = part(store.resolve("data/small/2022_05"));
        items = part(store.resolve("indexdb"));
    }

    /** As the bytes that {@link CommandRun} wants. */
    private static String utf8(String text) {
        return text.replace("é", "\u00c3\u00a9");
    }

    /** The only part below a folder. */
    private static Path part(Path below) throws IOException {
        try (Stream<Path> paths = Files.walk(below)) {
            return paths.filter(path -> path.endsWith("metaindex.bin")).map(Path::getParent).findFirst().orElseThrow();
        }
    }

    @Test
    void showsTheHeaderOfSamples() {
        CommandRun run = CommandRun.of("inspect", samples);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("part       " + samples.getFileName() + "\n", "rows       3\n",
                "blocks     2\n", "from       2022-05-11T00:00:00Z\n", "to         2022-05-11T00:00:15Z\n",
                "dedup      0s\n", "\nFILE ", "\nvalues.bin ", "\nmetaindex  1 row, 56 bytes unpacked\n");
    }

    @Test
    void showsBlocksAndSamplesWithTheirSeries() {
        CommandRun metaindex = CommandRun.of("inspect", "--metaindex", samples);
        assertThat(metaindex.out()).startsWith("ROW  BLOCKS  FROM ").hasLineCount(2);
        CommandRun blocks = CommandRun.of("inspect", "--blocks", samples);
        assertThat(blocks.out()).startsWith("BLOCK  ROWS  FROM ").hasLineCount(3)
                .contains("  up{job=\"node\"}\n", utf8("  {__name__=\"odd é\",x=\"a\\nb\"}\n"), "  delta-const  ");
        CommandRun all = CommandRun.of("inspect", "--samples", samples);
        assertThat(all.out()).hasLineCount(5).contains("  up{job=\"node\"}\n  2022-05-11T00:00:00Z  1\n"
                + "  2022-05-11T00:00:15Z  0.5\n");
        assertThat(all.err()).isEmpty();
        CommandRun some = CommandRun.of("inspect", "--samples", "--limit", 2, samples);
        assertThat(some.out().lines().filter(line -> line.startsWith("  "))).hasSize(2);
        assertThat(some.err()).isEqualTo("vmctl-java: there are more than these 2\n");
        assertThat(some.exitCode()).isZero();
    }

    @Test
    void showsThePartsOfTheIndex() {
        CommandRun header = CommandRun.of("inspect", items);
        assertThat(header.err()).isEmpty();
        assertThat(header.out()).contains("part       " + items.getFileName() + "\n", "\nitems.bin ",
                "first      name to tsid  ", "last       day tag to ids  2022-05-11  ", "metaindex  1 row\n");
        assertThat(CommandRun.of("inspect", "--metaindex", items).out()).startsWith("ROW  BLOCKS").hasLineCount(2);
        assertThat(CommandRun.of("inspect", "--blocks", items).out()).startsWith("BLOCK  ITEMS  CODING")
                .hasLineCount(2).contains("name to tsid  ");
        CommandRun all = CommandRun.of("inspect", "--items", items);
        assertThat(all.exitCode()).isZero();
        assertThat(all.out()).startsWith("BLOCK  KIND ");
        for (String row : List.of("name to tsid    -           up\\{job=\"node\"\\} = [-0-9a-f]{51}",
                "tag to ids      -           up\\{job=\"node\"\\} = [0-9a-f]{16}",
                "tag to ids      -           \\{job=\"node\"\\} = [0-9a-f]{16}",
                "tag to ids      -           up = [0-9a-f]{16}",
                "id to tsid      -           [0-9a-f]{16} = [-0-9a-f]{51}",
                "id to name      -           [0-9a-f]{16} = up\\{job=\"node\"\\}",
                "day to id       2022-05-11  [0-9a-f]{16}",
                "day tag to ids  2022-05-11  \\{job=\"node\"\\} = [0-9a-f]{16}")) {
            assertThat(all.out()).containsPattern("(?m)^    0  " + row + "$");
        }
        assertThat(CommandRun.of("inspect", "--items", "--limit", 3, items).out()).hasLineCount(4);
    }

    @Test
    void looksIntoSnapshotsAndBesideAWriterWithoutTouchingAnything() throws IOException {
        String name = CommandRun.of("snapshot", "create", store).out().strip();
        Path kept = part(store.resolve("snapshots").resolve(name).resolve("data/small").toRealPath());
        Path inSnapshot = store.resolve("snapshots").resolve(name).resolve("data/small/2022_05")
                .resolve(kept.getFileName());
        var before = DirectoryTree.of(store);
        String expected = CommandRun.of("inspect", "--blocks", samples).out();
        assertThat(expected).contains("up{job=\"node\"}");
        for (Path path : List.of(kept, inSnapshot, samples.resolve("../.").resolve(samples.getFileName()))) {
            assertThat(CommandRun.of("inspect", "--blocks", path)).isEqualTo(new CommandRun(0, expected, ""));
        }
        assertThat(DirectoryTree.of(store)).isEqualTo(before);
        try (Storage open = Storage.open(store, StorageOptions.defaults())) {
            assertThat(open.seriesCount()).isEqualTo(2);
            assertThat(CommandRun.of("inspect", "--blocks", samples)).isEqualTo(new CommandRun(0, expected, ""));
        }
        Path alone = Files.createDirectories(folder.resolve("alone").resolve(samples.getFileName()));
        for (String file : List.of("metaindex.bin", "index.bin", "timestamps.bin", "values.bin")) {
            Files.copy(samples.resolve(file), alone.resolve(file));
        }
        assertThat(CommandRun.of("inspect", "--samples", alone)).isEqualTo(new CommandRun(0,
                CommandRun.of("inspect", "--samples", samples).out()
                        .replaceAll("(?m)^(block .*  )(\\S+\\{.*|\\{.*)$", "$1-"),
                "vmctl-java: the part lies in no storage, so the names of series are not known\n"));
    }

    @Test
    void looksIntoThePartsOfTheServer() throws IOException {
        Path server = GoldenStorage.unpack(folder.resolve("golden"));
        List<Path> parts;
        try (Stream<Path> paths = Files.walk(server)) {
            parts = paths.filter(path -> path.endsWith("metaindex.bin")).map(Path::getParent).toList();
        }
        assertThat(parts).hasSizeGreaterThan(5);
        for (Path part : parts) {
            String[] counts = part.getFileName().toString().split("_");
            boolean ofSamples = counts.length == 5;
            CommandRun all = CommandRun.of("inspect", ofSamples ? "--samples" : "--items", part);
            assertThat(all.exitCode()).as(part.toString()).isZero();
            assertThat(all.err()).isEmpty();
            int entries = Integer.parseInt(counts[0]);
            int blocks = Integer.parseInt(counts[1]);
            assertThat(all.out()).hasLineCount(ofSamples ? entries + blocks : entries + 1);
            assertThat(CommandRun.of("inspect", "--blocks", part).out()).hasLineCount(blocks + 1);
            assertThat(CommandRun.of("inspect", part).exitCode()).isZero();
        }
    }

    @Test
    void showsWhatLiesInFrontOfDamage() throws IOException {
        byte[] values = Files.readAllBytes(samples.resolve("values.bin"));
        Files.write(samples.resolve("values.bin"), Arrays.copyOf(values, values.length - 1));
        for (String option : List.of("--blocks", "--samples")) {
            CommandRun run = CommandRun.of("inspect", option, samples);
            assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
            assertThat(run.out()).contains("up{job=\"node\"}");
            assertThat(run.err()).startsWith("vmctl-java: " + samples.resolve("values.bin") + " at offset ")
                    .hasLineCount(1);
        }
        CommandRun header = CommandRun.of("inspect", samples);
        assertThat(header.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(header.out()).contains("rows       3\n", "values.bin ");
        Files.delete(samples.resolve("values.bin"));
        assertThat(CommandRun.of("inspect", samples).out()).contains("values.bin          missing");

        Files.write(items.resolve("items.bin"), new byte[0]);
        CommandRun run = CommandRun.of("inspect", "--items", items);
        assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(run.err()).contains("items.bin at offset 0").hasLineCount(1);
    }

    @Test
    void whatIsNoPartIsToldWhatToDo() throws IOException {
        fails(": no such file or directory", folder.resolve("none"));
        fails(" is no part but a storage; vmctl-java parts " + store + " lists its parts", store);
        fails(" is no part; vmctl-java parts " + store + " lists those of its storage", store.resolve("data"));
        fails(" is no part but has one in it, " + samples, samples.getParent());
        fails(" is a file of a part; name its folder, " + samples, samples.resolve("index.bin"));
        fails(" is a file; a part is a folder", store.resolve("flock.lock"));
        fails(" is no part: that is a folder called rows_blocks_first_last_suffix, of samples, or items_blocks_suffix, "
                + "of the index", folder);
        Path unnamed = Files.createDirectories(samples.resolveSibling("tmp").resolve("18E9CDDDFE8D6881"));
        Files.createFile(unnamed.resolve("values.bin"));
        fails(" is a part that is being written or was removed; it has no name yet", unnamed);
    }

    private static void fails(String problem, Path path) {
        assertThat(CommandRun.of("inspect", path))
                .isEqualTo(new CommandRun(ExitCode.IO, "", "vmctl-java: " + path + problem + "\n"));
    }

    @Test
    void wrongUsageIsOneLine() {
        for (CommandRun run : List.of(CommandRun.of("inspect", "--items", samples),
                CommandRun.of("inspect", "--samples", items), CommandRun.of("inspect", "--limit", 0, samples),
                CommandRun.of("inspect", "--blocks", "--metaindex", samples), CommandRun.of("inspect"))) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).hasLineCount(1);
        }
        assertThat(CommandRun.of("inspect", "--help").out()).startsWith("Usage: vmctl-java inspect ")
                .contains("Examples:\n  ");
    }
}
