package io.laurel.vmctl;

import io.laurel.series.MetricName;
import io.laurel.storage.Samples;
import io.laurel.storage.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code export DIR --match SELECTOR...} */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes samples as JSON lines, one series a line, exactly as /api/v1/export of the server does.",
        footer = {"", SearchOptions.TIMES, "",
            "Examples:",
            "  vmctl-java export ./metrics --match up",
            "  vmctl-java export ./metrics --match '{__name__!=\"\"}' | gzip > all.jsonl.gz",
            "  vmctl-java export ./metrics --match 'node_load1{instance=~\"web.*\"}' --start -1d --end -1h"})
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    @Mixin
    private SearchOptions options = new SearchOptions();

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        options.requireMatch();
        StandardOutput output = new StandardOutput(console);
        ExportLine line = new ExportLine(output.buffer());
        try (Reading reading = Reading.open(directory, options, console);
                SearchResult found = reading.search()) {
            while (found.next()) {
                Samples samples = found.samples();
                if (samples.size() > 0) {
                    write(line, found.metricName(), samples);
                    output.drain();
                }
            }
            output.flush();
            return reading.exitCode(found);
        }
    }

    private static void write(ExportLine line, MetricName name, Samples samples) {
        line.begin();
        line.labels(name);
        line.values();
        int size = samples.size();
        double[] values = samples.values();
        for (int i = 0; i < size; i++) {
            line.value(values[i]);
        }
        line.timestamps();
        long[] timestamps = samples.timestamps();
        for (int i = 0; i < size; i++) {
            line.timestamp(timestamps[i]);
        }
        line.end();
    }
}
