package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.storage.LabelRequest;
import io.laurel.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the server and a storage of ours the same questions and fails if an answer differs. */
final class Comparison {
    /** Names below this one are missing from the server's list of labels once a metric name has two series. */
    private static final String NAME_LABEL = "__name__";

    private static final int RANGES_PER_SELECTOR = 2;

    private final RealServer server;
    private final Storage ours;
    private final Questions about;
    private final List<TimeRange> ranges;
    private final List<String> differences = new ArrayList<>();
    private int questions;
    private long samples;

    /** Questions about that content. */
    Comparison(RealServer server, Storage ours, Content content) {
        this.server = server;
        this.ours = ours;
        this.about = Questions.about(content.names());
        this.ranges = Questions.ranges(content.span());
    }

    /** Every selector in two of the ranges, in turn, with all samples; labels and their values in each range. */
    Comparison askForSamples() throws IOException {
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

    private void ask(Question question) throws IOException {
        Content theirs = server.export(question);
        String difference = theirs.difference("the server", OurStorage.export(ours, question), "we");
        if (difference != null) {
            differences.add(question + ": " + difference);
        }
        questions++;
        samples += theirs.samplesCount();
    }

    private void askForLabels(TimeRange range) throws IOException {
        LabelRequest request = LabelRequest.of(range);
        List<String> theirs = server.labels(range);
        List<String> our = OurStorage.labels(ours, request);
        if (!visible(our).equals(visible(theirs)) || !our.containsAll(theirs)) {
            differences.add("labels in " + range + ": the server has " + theirs + ", we have " + our);
        }
        for (String label : our) {
            if (isAskable(label)) {
                compare("values of " + ByteText.quoted(label) + " in " + range, server.labelValues(label, range),
                        OurStorage.labelValues(ours, label, request));
            }
        }
    }

    /** The names of the series that match, by day, and their labels; every selector in one of the ranges, in turn. */
    Comparison askForNames() throws IOException {
        int turn = RANGES_PER_SELECTOR;
        for (TagFilters selector : about.selectors()) {
            Question question = new Question(selector, ranges.get(turn++ % ranges.size()));
            LabelRequest request = LabelRequest.of(question.range()).matching(selector);
            Set<SeriesName> names = OurStorage.series(ours, question);
            compare("series of " + question, server.series(question), names);
            // The server lists the metric name even if no series has one
            boolean named = names.stream().flatMap(name -> name.labels().stream())
                    .anyMatch(label -> label.name().equals(NAME_LABEL));
            List<String> theirLabels = server.labels(question).stream()
                    .filter(label -> named || !label.equals(NAME_LABEL)).toList();
            compare("labels of " + question, theirLabels, OurStorage.labels(ours, request));
            String label = selector.list().isEmpty() ? "" : ByteText.of(selector.list().get(0).key());
            String asked = label.isEmpty() ? NAME_LABEL : label;
            if (isAskable(asked)) {
                compare("values of " + ByteText.quoted(asked) + " of " + question, server.labelValues(asked, question),
                        OurStorage.labelValues(ours, asked, request));
            }
        }
        return this;
    }

    private void compare(String what, Collection<?> theirs, Collection<?> our) {
        questions++;
        if (!theirs.equals(our)) {
            List<Object> onlyTheirs = new ArrayList<>(theirs);
            onlyTheirs.removeAll(our);
            List<Object> onlyOurs = new ArrayList<>(our);
            onlyOurs.removeAll(theirs);
            differences.add(what + ": only the server has " + onlyTheirs + ", only we have " + onlyOurs);
        }
    }

    /** The label is a part of the path of the request there. */
    private static boolean isAskable(String label) {
        return ByteText.isUtf8(label) && label.indexOf('/') < 0;
    }

    private static List<String> visible(List<String> labels) {
        return labels.stream().filter(label -> label.compareTo(NAME_LABEL) >= 0).toList();
    }

    /** Fails if anything differed, or if next to nothing was asked or found. */
    void assertEqual(int atLeastQuestions, long atLeastSamples) {
        assertThat(differences.stream().limit(20).collect(Collectors.joining("\n")))
                .as("%d differences in %d questions", differences.size(), questions).isEmpty();
        assertThat(questions).as("questions").isGreaterThanOrEqualTo(atLeastQuestions);
        assertThat(samples).as("samples found").isGreaterThanOrEqualTo(atLeastSamples);
    }
}
