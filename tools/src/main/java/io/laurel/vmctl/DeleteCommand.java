package io.laurel.vmctl;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.SearchRequest;
import io.laurel.storage.SearchResult;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code delete DIR --match SELECTOR... [--yes]} */
@Command(name = "delete", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Deletes series with all their samples, of all times. Without --yes nothing is deleted: what "
                + "would be is listed, one series a line, its number of samples and a selector that finds just it.",
            "What is deleted is gone for good. vmctl-java merge gives back its space."},
        footer = {"", "Examples:",
            "  vmctl-java delete ./metrics --match 'up{job=\"test\"}'",
            "  vmctl-java delete ./metrics --match 'up{job=\"test\"}' --match '{__name__=~\"tmp_.*\"}' --yes"})
final class DeleteCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory.")
    private Path directory;

    @Option(names = "--match", paramLabel = "SELECTOR", required = true,
            description = "Series that match. Given more than once: series that match any.")
    private List<String> match = new ArrayList<>();

    @Option(names = "--yes", description = "Do delete. Nobody else may have the directory open for writing.")
    private boolean yes;

    DeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<TagFilters> anyOf = match.stream().map(text -> SelectorParser.parse(text).toFilters()).toList();
        if (yes) {
            delete(anyOf);
        } else {
            list(anyOf);
        }
        return ExitCode.FINE;
    }

    private void delete(List<TagFilters> anyOf) throws IOException {
        // Fails if there is no storage; opened for writing, one would be made
        Reading.open(directory, console).close();
        try (Storage storage = Storage.open(directory, StorageOptions.defaults().withTime(console.time()))) {
            console.err().println("vmctl-java: deleted " + storage.deleteSeries(anyOf) + " series");
        }
    }

    private void list(List<TagFilters> anyOf) throws IOException {
        SearchRequest request = null;
        for (TagFilters filters : anyOf) {
            request = request == null ? SearchRequest.of(filters, TimeRange.all()) : request.or(filters);
        }
        StandardOutput output = new StandardOutput(console);
        long series = 0;
        long samples = 0;
        try (Storage storage = Reading.open(directory, console); SearchResult found = storage.search(request)) {
            while (found.next()) {
                int size = found.samples().size();
                output.buffer().bytes((size + " ").getBytes(StandardCharsets.US_ASCII));
                SelectorText.append(output.buffer(), found.metricName());
                output.buffer().u8('\n');
                output.drain();
                series++;
                samples += size;
            }
        }
        output.flush();
        console.err().println("vmctl-java: would delete " + series + " series with " + samples
                + " samples; nothing is deleted without --yes");
    }
}
