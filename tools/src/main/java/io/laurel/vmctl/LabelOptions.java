package io.laurel.vmctl;

import io.laurel.bytes.Slice;
import io.laurel.indexdb.LabelList;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.LabelRequest;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The options of the commands that list names or values of labels. */
final class LabelOptions {
    /** Text for the help of each of these commands. */
    static final String EXACTNESS = "Without --start and --end the index answers, which is quick, for every series it "
            + "knows, even one whose samples are gone. With one of them every series that matches is looked at, since "
            + "the index knows days and no times: what is listed belongs to series that have samples from --start "
            + "to --end.";

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only what starts with that text.")
    private String prefix = "";

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N; says so if there are more.")
    private int limit = Integer.MAX_VALUE;

    /** Reads the options: wrong ones are told before any file is touched. */
    LabelRequest request(SearchOptions options) {
        LabelRequest request = LabelRequest.of(TimeRange.all()).withPrefix(prefix).withLimit(limit);
        if (!options.hasSelectors()) {
            return request;
        }
        List<TagFilters> anyOf = options.anyOf();
        request = request.matching(anyOf.get(0));
        for (TagFilters filters : anyOf.subList(1, anyOf.size())) {
            request = request.or(filters);
        }
        return request;
    }

    /** What the index would make of these. */
    LabelList cut(TreeSet<Slice> all) {
        Slice start = Slice.utf8(prefix);
        List<Slice> wanted = all.stream().filter(text -> text.startsWith(start)).toList();
        return wanted.size() <= limit
                ? new LabelList(wanted, true)
                : new LabelList(wanted.subList(0, limit), false);
    }

    void print(LabelList list, Console console) throws IOException {
        StandardOutput output = new StandardOutput(console);
        for (Slice text : list.texts()) {
            SelectorText.appendLine(output.buffer(), text);
            output.drain();
        }
        output.flush();
        if (!list.complete()) {
            console.err().println("vmctl-java: there are more than these " + list.texts().size());
        }
    }
}
