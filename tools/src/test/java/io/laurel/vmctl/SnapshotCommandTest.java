package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.TimeSource;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** snapshot create, list and delete. */
final class SnapshotCommandTest {
    private static final String LINE = "{\"metric\":{\"__name__\":\"up\"},\"values\":[1],\"timestamps\":[1652227200000]}\n";

    @TempDir
    private Path folder;

    private Path store;

    @BeforeEach
    void fill() {
        store = folder.resolve("store");
        assertThat(CommandRun.withInput(LINE, "import", store).exitCode()).isZero();
    }

    @Test
    void makesListsAndRemoves() throws IOException {
        assertThat(CommandRun.of("snapshot", "list", store)).isEqualTo(new CommandRun(0, "", ""));
        CommandRun first = CommandRun.of("snapshot", "create", store);
        CommandRun second = CommandRun.of("snapshot", "create", store);
        assertThat(first.out()).matches("[0-9]{14}-[0-9A-F]{16}\n");
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        var before = DirectoryTree.of(store);
        assertThat(CommandRun.of("snapshot", "list", store))
                .isEqualTo(new CommandRun(0, first.out() + second.out(), ""));
        Path inPlace = store.resolve("snapshots").resolve(first.out().strip());
        assertThat(CommandRun.of("export", inPlace, "--match", "up")).isEqualTo(new CommandRun(0, LINE, ""));
        assertThat(CommandRun.of("snapshot", "list", inPlace)).isEqualTo(new CommandRun(0, "", ""));
        assertThat(DirectoryTree.of(store)).isEqualTo(before);

        assertThat(CommandRun.of("snapshot", "delete", store, first.out().strip()))
                .isEqualTo(new CommandRun(0, "", ""));
        assertThat(CommandRun.of("snapshot", "list", store).out()).isEqualTo(second.out());
        assertThat(CommandRun.of("export", store, "--match", "up").out()).isEqualTo(LINE);
    }

    @Test
    void removesOldOnes() {
        String first = CommandRun.of("snapshot", "create", store).out();
        assertThat(CommandRun.of("snapshot", "delete", store, "--older-than", "1h"))
                .isEqualTo(new CommandRun(0, "", "vmctl-java: removed 0 snapshots\n"));
        assertThat(CommandRun.of("snapshot", "list", store).out()).isEqualTo(first);
        long tomorrow = TimeSource.system().wallMs() + 86_400_000;
        assertThat(CommandRun.withInput(new byte[0], new FixedTime(tomorrow), "snapshot", "delete", store,
                "--older-than", "23h")).isEqualTo(new CommandRun(0, "", "vmctl-java: removed 1 snapshots\n"));
        assertThat(CommandRun.of("snapshot", "list", store).out()).isEmpty();
        for (Object[] wrong : new Object[][] {{}, {"20220511102030-16EE3A8E5D4E4C53", "--older-than", "7d"}}) {
            fails(ExitCode.USAGE, "name a snapshot or an age, --older-than; see vmctl-java snapshot delete --help",
                    "delete", Stream.concat(Stream.of(store), Stream.of(wrong)).toArray());
        }
        fails(ExitCode.USAGE, "age 'old' is not like 90s, 1h30m, 7d, 4w or 1y", "delete", store, "--older-than",
                "old");
    }

    @Test
    void whatCannotBeDoneIsOneLine() throws IOException {
        String name = "20220511102030-16EE3A8E5D4E4C53";
        fails(ExitCode.IO, "there is no snapshot " + name + " in " + store, "delete", store, name);
        fails(ExitCode.USAGE, "'..' is not the name of a snapshot", "delete", store, "..");
        for (String command : new String[] {"create", "list"}) {
            fails(ExitCode.IO, folder.resolve("other") + " is no storage directory: it does not exist", command,
                    folder.resolve("other"));
        }
        fails(ExitCode.IO, folder.resolve("other") + " is no storage directory: it does not exist", "delete",
                folder.resolve("other"), name);
        assertThat(folder.resolve("other")).doesNotExist();
        try (Storage open = Storage.open(store, StorageOptions.defaults())) {
            for (Object[] arguments : new Object[][] {{"snapshot", "create", store}, {"snapshot", "delete", store, name}}) {
                CommandRun run = CommandRun.of(arguments);
                assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
                assertThat(run.err()).contains(store.toString()).hasLineCount(1);
            }
            assertThat(open.snapshots()).isEmpty();
        }
    }

    @Test
    void wrongUsageIsOneLine() {
        assertThat(CommandRun.of("snapshot")).isEqualTo(new CommandRun(ExitCode.USAGE, "",
                "vmctl-java: a command is missing: create, list or delete; see vmctl-java snapshot --help\n"));
        CommandRun bogus = CommandRun.of("snapshot", "bogus", store);
        assertThat(bogus.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(bogus.err()).contains("bogus").hasLineCount(1);
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : new String[] {"create", "list", "delete"}) {
            CommandRun run = CommandRun.of("snapshot", command, "--help");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("Usage: vmctl-java snapshot " + command).contains("Examples:\n  ");
        }
    }

    private static void fails(int exitCode, String message, Object command, Object... arguments) {
        Object[] all = new Object[2 + arguments.length];
        all[0] = "snapshot";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        assertThat(CommandRun.of(all)).isEqualTo(new CommandRun(exitCode, "", "vmctl-java: " + message + "\n"));
    }
}
