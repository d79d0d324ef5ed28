package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import io.laurel.series.MetricName;
import io.laurel.storage.LabelRequest;
import io.laurel.storage.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code label-values DIR NAME} */
@Command(name = "label-values", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the values of a label, one a line; those with control characters in quotes.",
        footer = {"", LabelOptions.EXACTNESS, "", SearchOptions.TIMES, "",
            "Examples:",
            "  vmctl-java label-values ./metrics __name__ --prefix node_ --limit 100",
            "  vmctl-java label-values ./metrics mode --match node_cpu_seconds_total --start -1d"})
final class LabelValuesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    @Parameters(index = "1", paramLabel = "NAME", description = "The label; __name__ for the metric names.")
    private String label;

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Mixin
    private LabelOptions labels = new LabelOptions();

    LabelValuesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        LabelRequest request = labels.request(options);
        try (Reading reading = Reading.open(directory, options, console)) {
            if (!options.hasTimes()) {
                labels.print(reading.storage().labelValues(label, request), console);
                return ExitCode.FINE;
            }
            try (SearchResult found = reading.search()) {
                labels.print(labels.cut(valuesOf(found)), console);
                return reading.exitCode(found);
            }
        }
    }

    private TreeSet<Slice> valuesOf(SearchResult found) throws IOException {
        Slice wanted = Slice.utf8(label);
        TreeSet<Slice> values = new TreeSet<>();
        while (found.next()) {
            if (!found.hasSamples()) {
                continue;
            }
            MetricName name = found.metricName();
            if (wanted.equals(Selector.NAME_LABEL)) {
                if (!name.group().isEmpty()) {
                    values.add(Slice.of(name.group().toByteArray()));
                }
                continue;
            }
            name.forEachTag((key, value) -> {
                if (key.equals(wanted) && !values.contains(value)) {
                    values.add(Slice.of(value.toByteArray()));
                }
            });
        }
        return values;
    }
}
