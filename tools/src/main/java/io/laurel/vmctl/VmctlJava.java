package io.laurel.vmctl;

import io.laurel.env.TimeSource;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command table and the way in. */
@Command(name = "vmctl-java", versionProvider = Version.class, mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Fills, reads and inspects storage directories of the VictoriaMetrics v1.79 line.",
        footer = {"", "Examples:",
            "  vmctl-java import ./metrics node.jsonl.gz",
            "  vmctl-java series ./metrics --match '{__name__=~\"node_cpu.*\",mode!=\"idle\"}'",
            "  vmctl-java export ./metrics --match node_load1 --start -1h > load.jsonl",
            "  vmctl-java parts ./metrics", "",
            "Exit codes:",
            "  0 fine, 1 something was found wrong, 2 wrong usage, 3 could not read or write"})
public final class VmctlJava implements Runnable {
    private static final int HELP_WIDTH = 100;

    /** Set by the launcher, which can ask; Java cannot. */
    private static final String TERMINAL_PROPERTY = "laurel.stderrTerminal";

    @Option(names = "--debug", scope = CommandLine.ScopeType.INHERIT,
            description = "Print the stack trace of a failure.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private VmctlJava() {}

    /** Every subcommand, in the order of the help. */
    private static List<Object> commands(Console console) {
        return List.of(
                new ImportCommand(console),
                new ExportCommand(console),
                new SeriesCommand(console),
                new LabelsCommand(console),
                new LabelValuesCommand(console),
                new CardinalityCommand(console),
                new PartsCommand(console),
                new InspectCommand(console),
                new SnapshotCommand(console),
                new DeleteCommand(console),
                new MergeCommand(console),
                new BenchCommand(console));
    }

    public static void main(String[] args) {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        System.exit(run(args, new Console(System.in, out, System.err, Boolean.getBoolean(TERMINAL_PROPERTY),
                TimeSource.system())));
    }

    /** Runs one command line in this process and returns its exit code. */
    public static int run(String[] args, InputStream in, OutputStream out, PrintStream err) {
        return run(args, new Console(in, out, err, false, TimeSource.system()));
    }

    static int run(String[] args, Console console) {
        VmctlJava root = new VmctlJava();
        CommandLine line = new CommandLine(root);
        for (Object command : commands(console)) {
            line.addSubcommand(command);
        }
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setOut(new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8)));
        line.setErr(new PrintWriter(console.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((failure, wrongArgs) -> root.usage(failure, console));
        line.setExecutionExceptionHandler((failure, command, parsed) -> root.report(failure, console));
        int exitCode = line.execute(args);
        return flush(root, console, exitCode);
    }

    private static int flush(VmctlJava root, Console console, int exitCode) {
        try {
            console.out().flush();
            return exitCode;
        } catch (IOException e) {
            // A failure that was reported already counts, not that the little that was written has no reader
            return exitCode == ExitCode.IO ? exitCode : root.report(StandardOutput.failed(e), console);
        }
    }

    private int usage(ParameterException failure, Console console) {
        boolean isCommand = failure instanceof UnmatchedArgumentException
                && failure.getCommandLine().getParent() == null;
        String message = isCommand ? "there is no such command: "
                + String.join(" ", ((UnmatchedArgumentException) failure).getUnmatched()) : failure.getMessage();
        console.err().println("vmctl-java: " + Failures.oneLine(message) + "; see "
                + failure.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help");
        return ExitCode.USAGE;
    }

    private int report(Throwable failure, Console console) {
        console.err().println("vmctl-java: " + Failures.message(failure));
        if (debug) {
            failure.printStackTrace(console.err());
        }
        return Failures.exitCode(failure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
