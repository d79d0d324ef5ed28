package io.laurel.vmctl;

import io.laurel.storage.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code series DIR} */
@Command(name = "series", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the series that have samples, one a line, as a selector that finds just it.",
        footer = {"", SearchOptions.TIMES, "",
            "Examples:",
            "  vmctl-java series ./metrics",
            "  vmctl-java series ./metrics --match '{job=\"node\"}' --start 2022-05-11 --end 2022-05-12"})
final class SeriesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    @Mixin
    private SearchOptions options = new SearchOptions();

    SeriesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        StandardOutput output = new StandardOutput(console);
        try (Reading reading = Reading.open(directory, options, console);
                SearchResult found = reading.search()) {
            while (found.next()) {
                if (found.hasSamples()) {
                    SelectorText.append(output.buffer(), found.metricName());
                    output.buffer().u8('\n');
                    output.drain();
                }
            }
            output.flush();
            return reading.exitCode(found);
        }
    }
}
