package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.testkit.TestData;
import io.laurel.vmctl.VmctlJava;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line imports what the server can read, and exports byte for byte what it exports. */
class CommandLineInteropTest {
    @TempDir
    Path temp;

    @Test
    void importedMetricsAreReadByTheServer() throws Exception {
        Path directory = temp.resolve("storage");
        vmctl("import", directory.toString(), TestData.path("node/node.jsonl.gz").toString());
        Content imported = OurStorage.contentOf(directory);
        assertThat(imported.names()).containsExactlyElementsOf(NodeCapture.content().names());
        assertThat(imported.samplesCount()).isEqualTo(NodeCapture.content().samplesCount());
        try (RealServer server = RealServer.start(directory)) {
            assertThat(server.exportAll().difference("the server", imported, "we")).isNull();
            assertThat(sortedLines(server.exportText(Question.EVERYTHING))).isEqualTo(export(directory));
            server.stop();
        }
    }

    @Test
    void exportOfOddDataIsThatOfTheServer() throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            // Samples of one time come in no particular order
            server.write(OddData.first().stream().filter(rows -> !rows.labels().contains("repeated")).toList());
            Path snapshot = server.snapshot();
            assertThat(export(snapshot)).hasSizeGreaterThan(400)
                    .isEqualTo(sortedLines(server.exportText(Question.EVERYTHING)));
            server.stop();
        }
    }

    private static List<String> export(Path directory) throws Exception {
        return sortedLines(vmctl("export", directory.toString(), "--match", "{__name__!=\"\"}"));
    }

    /** What a command prints, as a byte text. */
    private static String vmctl(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = VmctlJava.run(arguments, InputStream.nullInputStream(), out, new PrintStream(err, true, "UTF-8"));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<String> sortedLines(String text) {
        return text.lines().sorted().toList();
    }
}
