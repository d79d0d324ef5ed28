package io.laurel.vmctl;

import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import io.laurel.storage.StorageStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import DIR [FILE|-]...} */
@Command(name = "import", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Adds the samples of text files to a storage, which is created if DIR is new or empty.",
        footer = {"",
            "Reads JSON lines as /api/v1/import takes them and /api/v1/export writes them, and the Prometheus text "
                + "format; gzip is recognised. A line that cannot be taken is reported with its number and does not "
                + "stop the others, but the exit code is then 1. Samples without a value (null, NaN) are passed over.",
            "",
            "Examples:",
            "  vmctl-java import ./metrics node.jsonl.gz more.jsonl",
            "  curl -s http://localhost:9100/metrics | vmctl-java import ./metrics -",
            "  curl -s http://victoria:8428/api/v1/export -d 'match[]=up' | vmctl-java import ./metrics"})
final class ImportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "The storage directory.")
    private Path directory;

    @Parameters(index = "1..*", paramLabel = "FILE",
            description = "Files to read; - is the standard input, and so is none.")
    private List<String> files = List.of(Input.STANDARD_INPUT);

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; by default each file's first lines tell.")
    private InputFormat format;

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        long startNs = console.time().monotonicNs();
        ImportReport report = new ImportReport();
        try {
            importTo(report);
            report.stored();
        } catch (CommandFailure e) {
            if (e.getSuppressed().length == 0) {    // Closing the storage did not fail as well
                report.stored();
            }
            throw e;
        } finally {
            report.print(console.err(), console.time().monotonicNs() - startNs);
        }
        return report.exitCode();
    }

    private void importTo(ImportReport report) throws IOException {
        try (InputFiles inputs = InputFiles.open(files, console);
                Storage storage = Storage.open(directory, StorageOptions.defaults().withTime(console.time()))) {
            report.begin();
            read(inputs, storage, report);
        }
    }

    private void read(InputFiles inputs, Storage storage, ImportReport report) throws IOException {
        try (Progress progress = Progress.of(console, inputs.totalBytes())) {
            Importer importer = new Importer(storage, console.time(), report, progress);
            for (Input input : inputs.list()) {
                importer.read(input, format);
            }
            importer.finish();
        } finally {
            StorageStats.Series series = storage.stats().series();
            if (series.loaded() == 0 && series.forgettings() == 0) {
                report.series(series.known());
            }
        }
    }
}
