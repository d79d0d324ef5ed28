package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that searches. */
final class SearchOptions {
    /** Text for the help of each of these commands. */
    static final String TIMES = "A time is 2022-05-11T10:20:30Z, 2022-05-11 (its first moment, UTC), unix seconds, "
            + "unix milliseconds, now, or one before now such as -1h30m, -1d, -2w.";

    /** Those with a metric name, and those without. */
    private static final List<TagFilters> EVERY_SERIES = List.of(
            TagFilters.all().notEqual(Slice.EMPTY, Slice.EMPTY), TagFilters.all().equal(Slice.EMPTY, Slice.EMPTY));

    @Option(names = "--match", paramLabel = "SELECTOR",
            description = "Only series that match, for instance 'up{job=\"node\",instance=~\"10\\.0\\..*\"}'. "
                    + "Given more than once: series that match any.")
    private List<String> match = new ArrayList<>();

    @Option(names = "--start", paramLabel = "TIME", description = "Only from this time on.")
    private String start;

    @Option(names = "--end", paramLabel = "TIME", description = "Only up to this time, itself included.")
    private String end;

    /** For a command that must not read everything by mistake. */
    void requireMatch() {
        if (!hasSelectors()) {
            throw new CommandFailure(ExitCode.USAGE,
                    "--match is missing; for all series that have a name write --match '{__name__!=\"\"}'");
        }
    }

    /** Whether the user chose series; if not, all are meant. */
    boolean hasSelectors() {
        return !match.isEmpty();
    }

    /** Whether the user chose times; if not, all are meant. */
    boolean hasTimes() {
        return start != null || end != null;
    }

    /** Filters of which a wanted series matches at least one. */
    List<TagFilters> anyOf() {
        return hasSelectors()
                ? match.stream().map(text -> SelectorParser.parse(text).toFilters()).toList()
                : EVERY_SERIES;
    }

    TimeRange range(long nowMs) {
        long fromMs = start == null ? TimeRange.all().fromMs() : TimeText.parse(start, nowMs);
        long toMs = end == null ? TimeRange.all().toMs() : TimeText.parse(end, nowMs);
        if (fromMs > toMs) {
            throw new CommandFailure(ExitCode.USAGE, "--start " + (start == null ? "" : start) + " is after --end "
                    + (end == null ? "" : end));
        }
        return TimeRange.ofMillis(fromMs, toMs);
    }
}
