package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.indexdb.Cardinality;
import io.laurel.indexdb.Cardinality.Entry;
import io.laurel.series.TagFilters;
import io.laurel.storage.CardinalityRequest;
import io.laurel.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cardinality DIR} */
@Command(name = "cardinality", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Counts series, and shows which metric names, labels and values most of them have.",
        footer = {"",
            "Series that were deleted do not count; those without a metric name count under an empty one. Of equal "
                + "counts at the end of a table the first by name are shown.", "",
            "Examples:",
            "  vmctl-java cardinality ./metrics",
            "  vmctl-java cardinality ./metrics --date 2022-05-11 --top 5",
            "  vmctl-java cardinality ./metrics --label instance --match node_cpu_seconds_total"})
final class CardinalityCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    @Option(names = "--date", paramLabel = "YYYY-MM-DD",
            description = "Only series with samples on that day, UTC; all series if not given.")
    private String date;

    @Option(names = "--top", paramLabel = "N", description = "Lines in each table; 10 if not given.")
    private int top = CardinalityRequest.DEFAULT_TOP;

    @Option(names = "--label", paramLabel = "NAME", description = "Shows the values of that label, too.")
    private String label;

    @Option(names = "--match", paramLabel = "SELECTOR",
            description = "Only series that match. Given more than once: series that match any.")
    private List<String> match = new ArrayList<>();

    CardinalityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        CardinalityRequest request = request();
        Cardinality found;
        try (Storage storage = Reading.open(directory, console)) {
            found = storage.cardinality(request);
        }
        ByteBuilder text = new ByteBuilder();
        text(text, found.series() + " series, " + found.labelValuePairs() + " labels with their values\n");
        table(text, "SERIES", "METRIC", found.seriesByMetric());
        table(text, "SERIES", "LABEL", found.seriesByLabel());
        if (label != null) {
            table(text, "SERIES", "VALUE OF " + label, found.seriesByFocusValue());
        }
        table(text, "SERIES", "LABEL=VALUE", found.seriesByPair());
        table(text, "VALUES", "LABEL", found.valuesByLabel());
        StandardOutput output = new StandardOutput(console);
        output.buffer().bytes(text.slice());
        output.flush();
        return ExitCode.FINE;
    }

    private CardinalityRequest request() {
        CardinalityRequest request = date == null ? CardinalityRequest.allTime() : CardinalityRequest.ofDay(day());
        request = request.withTop(top);
        if (label != null) {
            request = request.withFocusLabel(label);
        }
        for (int i = 0; i < match.size(); i++) {
            TagFilters filters = SelectorParser.parse(match.get(i)).toFilters();
            request = i == 0 ? request.matching(filters) : request.or(filters);
        }
        return request;
    }

    private LocalDate day() {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new CommandFailure(ExitCode.USAGE, "--date is '" + date + "'; it must be like 2022-05-11");
        }
    }

    /** Counts first, aligned to the right: names may hold any bytes, and have no width then. */
    private static void table(ByteBuilder text, String countHead, String nameHead, List<Entry> entries) {
        int width = countHead.length();
        for (Entry entry : entries) {
            width = Math.max(width, Long.toString(entry.count()).length());
        }
        text(text, "\n" + right(countHead, width) + "  ");
        SelectorText.appendLine(text, Slice.utf8(nameHead));
        for (Entry entry : entries) {
            text(text, right(Long.toString(entry.count()), width) + "  ");
            SelectorText.appendLine(text, entry.text());
        }
    }

    private static String right(String cell, int width) {
        return " ".repeat(width - cell.length()) + cell;
    }

    private static void text(ByteBuilder target, String text) {
        target.bytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
