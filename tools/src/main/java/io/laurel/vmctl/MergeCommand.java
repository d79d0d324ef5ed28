package io.laurel.vmctl;

import io.laurel.part.MergeDone;
import io.laurel.part.PartsSize;
import io.laurel.part.PlannedMerge;
import io.laurel.part.TableMerge;
import io.laurel.storage.MergePlan;
import io.laurel.storage.MergeReport;
import io.laurel.storage.MergeRequest;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge DIR [--month YYYY_MM] [--plan]} */
@Command(name = "merge", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Merges the samples of each month, and each table of the index, to one part, and gives back the "
                + "space of deleted series. Lists what it did, or with --plan what it would do.",
            "Nobody else may have the directory open for writing; with --plan they may, and a snapshot will do."},
        footer = {"",
            "While a part is written its sources are still there: a month for which there is not enough free space is "
                + "left as it is, and the exit code is 1.", "",
            "Examples:",
            "  vmctl-java merge ./metrics --plan",
            "  vmctl-java merge ./metrics",
            "  vmctl-java merge ./metrics --month 2024_05",
            "  vmctl-java merge ./metrics --retention 400d --plan"})
final class MergeCommand implements Callable<Integer> {
    private static final String NONE = "-";

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory.")
    private Path directory;

    @Option(names = "--month", paramLabel = "YYYY_MM",
            description = "Only the samples of that month of UTC, and not the index.")
    private String month;

    @Option(names = "--plan", description = "Only lists what there is to merge.")
    private boolean plan;

    @Option(names = "--retention", paramLabel = "AGE",
            description = "Drops the samples that are older, like 400d; without it nothing is too old.")
    private String retention;

    MergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        MergeRequest request = month == null ? MergeRequest.all() : MergeRequest.of(month());
        StorageOptions options = StorageOptions.defaults().withTime(console.time()).withManualHousekeeping();
        if (retention != null) {
            options = options.withRetention(Duration.ofMillis(TimeText.age(retention)));
        }
        MergePlan planned;
        try (Storage storage = Storage.openReadOnly(directory, options)) {
            planned = storage.mergePlan(request);
        }
        if (month != null && planned.tables().isEmpty()) {
            throw new CommandFailure(ExitCode.FOUND_WRONG, directory + " has no samples of " + month);
        }
        if (plan) {
            print(table(planned));
            console.err().println("vmctl-java: " + planned.availableBytes() + " bytes are free for merges");
            return ExitCode.FINE;
        }
        return merge(request, options, planned);
    }

    private YearMonth month() {
        try {
            return YearMonth.parse(month.replace('_', '-'));
        } catch (DateTimeException e) {
            throw new CommandFailure(ExitCode.USAGE, "--month is '" + month + "'; it must be like 2024_05");
        }
    }

    private int merge(MergeRequest request, StorageOptions options, MergePlan planned) throws IOException {
        PartsSize size = planned.tables().stream().filter(table -> table.verdict().merges())
                .map(PlannedMerge::parts).reduce(PartsSize.NOTHING, PartsSize::plus);
        console.err().println("vmctl-java: there are " + size.parts() + " parts with " + size.bytes()
                + " bytes to merge");
        MergeReport report;
        try (Storage storage = Storage.open(directory, options)) {
            report = storage.forceMerge(request);
        }
        print(table(report));
        if (report.leftOut().isEmpty()) {
            return ExitCode.FINE;
        }
        console.err().println("vmctl-java: " + report.leftOut().size() + " tables are left as they are: not enough "
                + "free space");
        return ExitCode.FOUND_WRONG;
    }

    private static String table(MergePlan planned) {
        TextTable text = new TextTable("KIND", "TABLE", ">PARTS", ">ROWS", ">BYTES", "MERGE");
        for (MergeDone.Kind kind : MergeDone.Kind.values()) {
            PartsSize total = PartsSize.NOTHING;
            for (PlannedMerge table : planned.tables()) {
                if (table.kind() == kind) {
                    row(text, word(kind), table.table(), table.parts(), table.verdict().text());
                    total = total.plus(table.parts());
                }
            }
            row(text, "total", word(kind), total, NONE);
        }
        return text.toString();
    }

    private static void row(TextTable text, String kind, String table, PartsSize size, String verdict) {
        text.row(kind, table, Integer.toString(size.parts()), Long.toString(size.entries()),
                Long.toString(size.bytes()), verdict);
    }

    private static String table(MergeReport report) {
        TextTable text = new TextTable("KIND", "TABLE", ">PARTS", ">ROWS", ">BYTES", ">PARTS NOW", ">ROWS", ">BYTES",
                ">DELETED", ">EXPIRED", ">SECONDS", "MERGE");
        for (MergeDone.Kind kind : MergeDone.Kind.values()) {
            PartsSize before = PartsSize.NOTHING;
            PartsSize after = PartsSize.NOTHING;
            MergeDone.Dropped dropped = MergeDone.Dropped.NOTHING;
            long durationNs = 0;
            for (TableMerge table : report.tables()) {
                if (table.kind() == kind) {
                    row(text, word(kind), table.table(), table.before(), table.after(), table.dropped(),
                            table.durationNs(), table.verdict().text());
                    before = before.plus(table.before());
                    after = after.plus(table.after());
                    dropped = dropped.plus(table.dropped());
                    durationNs += table.durationNs();
                }
            }
            row(text, "total", word(kind), before, after, dropped, durationNs, NONE);
        }
        return text.toString();
    }

    private static void row(TextTable text, String kind, String table, PartsSize before, PartsSize after,
            MergeDone.Dropped dropped, long durationNs, String verdict) {
        text.row(kind, table, Integer.toString(before.parts()), Long.toString(before.entries()),
                Long.toString(before.bytes()), Integer.toString(after.parts()), Long.toString(after.entries()),
                Long.toString(after.bytes()), Long.toString(dropped.deleted()), Long.toString(dropped.expired()),
                String.format(Locale.ROOT, "%.3f", durationNs / 1e9), verdict);
    }

    private static String word(MergeDone.Kind kind) {
        return kind == MergeDone.Kind.SAMPLES ? "samples" : "index";
    }

    private void print(String text) {
        StandardOutput output = new StandardOutput(console);
        output.buffer().bytes(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }
}
