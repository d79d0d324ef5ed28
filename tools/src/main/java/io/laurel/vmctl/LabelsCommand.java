package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import io.laurel.storage.LabelRequest;
import io.laurel.storage.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code labels DIR} */
@Command(name = "labels", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the names of the labels, one a line.",
        footer = {"", LabelOptions.EXACTNESS, "", SearchOptions.TIMES, "",
            "Examples:",
            "  vmctl-java labels ./metrics",
            "  vmctl-java labels ./metrics --match node_cpu_seconds_total"})
final class LabelsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Mixin
    private LabelOptions labels = new LabelOptions();

    LabelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        LabelRequest request = labels.request(options);
        try (Reading reading = Reading.open(directory, options, console)) {
            if (!options.hasTimes()) {
                labels.print(reading.storage().labelNames(request), console);
                return ExitCode.FINE;
            }
            try (SearchResult found = reading.search()) {
                labels.print(labels.cut(namesOf(found)), console);
                return reading.exitCode(found);
            }
        }
    }

    private static TreeSet<Slice> namesOf(SearchResult found) throws IOException {
        TreeSet<Slice> names = new TreeSet<>();
        while (found.next()) {
            if (!found.hasSamples()) {
                continue;
            }
            if (!found.metricName().group().isEmpty()) {
                names.add(Selector.NAME_LABEL);
            }
            found.metricName().forEachTag((key, value) -> {
                if (!names.contains(key)) {
                    names.add(Slice.of(key.toByteArray()));
                }
            });
        }
        return names;
    }
}
