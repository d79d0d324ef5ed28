package io.laurel.vmctl;

import io.laurel.storage.Snapshot;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code snapshot create|list|delete DIR [NAME]}, {@code snapshot delete DIR --older-than AGE} */
@Command(name = "snapshot", mixinStandardHelpOptions = true, sortOptions = false, synopsisSubcommandLabel = "COMMAND",
        description = "Makes, lists and removes snapshots: hard links to all that a storage holds at one moment.",
        footer = {"",
            "A snapshot lies in DIR/snapshots/NAME. All reading commands work on it where it is. To restore one, copy "
                + "it with what its symbolic links point at. Nobody else may have the storage open while one is made "
                + "or removed here.",
            "",
            "Examples:",
            "  vmctl-java snapshot create ./metrics",
            "  vmctl-java snapshot list ./metrics",
            "  cp -rL ./metrics/snapshots/20220511102030-16EE3A8E5D4E4C53 /backup/metrics",
            "  vmctl-java snapshot delete ./metrics --older-than 7d"})
final class SnapshotCommand implements Runnable {
    private static final String DIRECTORY = "The storage directory.";

    private final Console console;

    @Spec
    private CommandSpec spec;

    SnapshotCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: create, list or delete");
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a snapshot and prints its name.",
            footer = {"", "Examples:", "  vmctl-java snapshot create ./metrics"})
    int create(@Parameters(paramLabel = "DIR", description = DIRECTORY) Path directory) throws IOException {
        try (Storage storage = openForWriting(directory)) {
            print(storage.createSnapshot());
        }
        return ExitCode.FINE;
    }

    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "Prints the names of the snapshots, the oldest first.",
            footer = {"", "Examples:", "  vmctl-java snapshot list ./metrics"})
    int list(@Parameters(paramLabel = "DIR", description = DIRECTORY) Path directory) throws IOException {
        try (Storage storage = Reading.open(directory, console)) {
            for (Snapshot snapshot : storage.snapshots()) {
                print(snapshot);
            }
        }
        return ExitCode.FINE;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true,
            description = "Removes a snapshot, or all that were begun longer ago than some time.",
            footer = {"", "Examples:",
                "  vmctl-java snapshot delete ./metrics 20220511102030-16EE3A8E5D4E4C53",
                "  vmctl-java snapshot delete ./metrics --older-than 7d"})
    int delete(@Parameters(index = "0", paramLabel = "DIR", description = DIRECTORY) Path directory,
            @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "As list prints it.")
            String name,
            @Option(names = "--older-than", paramLabel = "AGE", description = "All that are older, like 36h or 7d.")
            String age) throws IOException {
        if ((name == null) == (age == null)) {
            throw new CommandFailure(ExitCode.USAGE, "name a snapshot or an age, --older-than; see "
                    + "vmctl-java snapshot delete --help");
        }
        Duration olderThan = age == null ? null : Duration.ofMillis(TimeText.age(age));
        try (Storage storage = openForWriting(directory)) {
            if (age == null) {
                storage.deleteSnapshot(name);
            } else {
                console.err().println("vmctl-java: removed " + storage.deleteSnapshotsOlderThan(olderThan)
                        + " snapshots");
            }
        }
        return ExitCode.FINE;
    }

    /** A storage that exists: one that was mistyped is not to be made. */
    private Storage openForWriting(Path directory) throws IOException {
        Reading.open(directory, console).close();
        return Storage.open(directory,
                StorageOptions.defaults().withTime(console.time()).withManualHousekeeping());
    }

    private void print(Snapshot snapshot) throws IOException {
        StandardOutput output = new StandardOutput(console);
        output.buffer().bytes((snapshot.name() + "\n").getBytes(StandardCharsets.UTF_8));
        output.flush();
    }
}
