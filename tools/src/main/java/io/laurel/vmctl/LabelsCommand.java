package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import io.laurel.storage.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code labels DIR} */
@Command(name = "labels", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the names of the labels, one a line.",
        footer = {"", SearchOptions.TIMES, "",
            "Examples:",
            "  vmctl-java labels ./metrics",
            "  vmctl-java labels ./metrics --match node_cpu_seconds_total"})
final class LabelsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    @Mixin
    private SearchOptions options = new SearchOptions();

    LabelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        StandardOutput output = new StandardOutput(console);
        try (Reading reading = Reading.open(directory, options, console)) {
            if (!options.hasSelectors()) {
                for (Slice name : reading.storage().rawLabelNames(reading.range())) {
                    SelectorText.appendLine(output.buffer(), name);
                }
                output.flush();
                return ExitCode.FINE;
            }
            try (SearchResult found = reading.search()) {
                for (Slice name : namesOf(found)) {
                    SelectorText.appendLine(output.buffer(), name);
                }
                output.flush();
                return reading.exitCode(found);
            }
        }
    }

    private static Collection<Slice> namesOf(SearchResult found) throws IOException {
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
