package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks the server and a storage of ours the same questions and fails if an answer differs. */
final class Comparison {
    /** Names below this one are missing from the server's list of labels once a metric name has two series. */
    private static final String NAME_LABEL = "__name__";

    private static final int RANGES_PER_SELECTOR = 3;

    private final RealServer server;
    private final Storage ours;
    private final List<String> differences = new ArrayList<>();
    private int questions;
    private long samples;

    Comparison(RealServer server, Storage ours) {
        this.server = server;
        this.ours = ours;
    }

    /** Every selector in three of the ranges, in turn, with all samples; then labels and their values in each range. */
    Comparison ask(Questions about, List<TimeRange> ranges) throws IOException {
        int turn = 0;
        for (TagFilters selector : about.selectors()) {
            for (int i = 0; i < RANGES_PER_SELECTOR; i++) {
                ask(new Question(selector, ranges.get((turn + i) % ranges.size())));
            }
            turn++;
        }
        for (List<TagFilter> filters : about.refused()) {
            String selector = Question.selector(filters);
            if (!selector.matches(".*\\\\x0[0-2].*") && !server.refuses(filters)) {
                differences.add("only we refuse " + ByteText.quoted(selector));
            }
        }
        for (TimeRange range : ranges) {
            askForLabels(range);
        }
        return this;
    }

    void ask(Question question) throws IOException {
        Content theirs = server.export(question);
        String difference = theirs.difference("the server", OurStorage.export(ours, question), "we");
        if (difference != null) {
            differences.add(question + ": " + difference);
        }
        questions++;
        samples += theirs.samplesCount();
    }

    private void askForLabels(TimeRange range) throws IOException {
        List<String> theirs = server.labels(range);
        List<String> our = OurStorage.labels(ours, range);
        if (!visible(our).equals(visible(theirs)) || !our.containsAll(theirs)) {
            differences.add("labels in " + range + ": the server has " + theirs + ", we have " + our);
        }
        for (String label : our) {
            // The label is a part of the path of the request there
            if (ByteText.isUtf8(label) && label.indexOf('/') < 0) {
                List<String> theirValues = server.labelValues(label, range);
                List<String> ourValues = OurStorage.labelValues(ours, label, range);
                if (!lenient(theirValues).equals(lenient(ourValues))) {
                    differences.add("values of " + ByteText.quoted(label) + " in " + range + ": the server has "
                            + theirValues.size() + ", we have " + ourValues.size());
                }
            }
        }
    }

    private static List<String> visible(List<String> labels) {
        return labels.stream().filter(label -> label.compareTo(NAME_LABEL) >= 0).toList();
    }

    /** Our lists are of texts: bytes that are not UTF-8 became a replacement there. */
    private static TreeSet<String> lenient(List<String> values) {
        return values.stream().map(value -> ByteText.utf8(new String(ByteText.bytes(value), StandardCharsets.UTF_8)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Fails if anything differed, or if next to nothing was asked or found. */
    void assertEqual(int atLeastQuestions, long atLeastSamples) {
        assertThat(differences.stream().limit(20).collect(Collectors.joining("\n")))
                .as("%d differences in %d questions", differences.size(), questions).isEmpty();
        assertThat(questions).as("questions").isGreaterThanOrEqualTo(atLeastQuestions);
        assertThat(samples).as("samples found").isGreaterThanOrEqualTo(atLeastSamples);
    }
}
