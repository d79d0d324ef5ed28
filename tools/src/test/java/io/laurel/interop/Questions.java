package io.laurel.interop;

import io.laurel.series.Days;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilter.Operator;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Selectors made from names, so that each finds something and misses something, in every form a condition can have. */
final class Questions {
    private static final int LABELS = 20;
    /** The bytes 0 to this one are two bytes each in the index. */
    private static final int LAST_ESCAPED = 2;

    private static final int VALUES_PER_LABEL = 4;

    private final Set<TagFilters> selectors = new LinkedHashSet<>();
    private final Set<List<TagFilter>> refused = new LinkedHashSet<>();
    private final TreeMap<String, TreeSet<String>> values = new TreeMap<>();
    private final List<String> groups;

    private Questions(Iterable<SeriesName> names) {
        for (SeriesName name : names) {
            for (SeriesName.Label label : name.labels()) {
                values.computeIfAbsent(label.name(), key -> new TreeSet<>()).add(label.value());
            }
        }
        groups = some(values.getOrDefault("__name__", new TreeSet<>()), 7);
    }

    /** Selectors about these series: some hundreds. */
    static Questions about(Iterable<SeriesName> names) {
        Questions questions = new Questions(names);
        questions.ask();
        return questions;
    }

    Set<TagFilters> selectors() {
        return selectors;
    }

    /** Conditions that we do not take: expressions in which a class would have one of the characters 0 to 2. */
    Set<List<TagFilter>> refused() {
        return refused;
    }

    private void ask() {
        Set<String> labels = new LinkedHashSet<>();
        labels.add("__name__");
        labels.addAll(some(values.keySet(), LABELS));
        for (String label : labels) {
            List<String> chosen = some(values.get(label), VALUES_PER_LABEL);
            add(condition(label, Operator.NOT_EQUAL, ""));
            add(condition(label, Operator.EQUAL, ""), condition("__name__", Operator.NOT_EQUAL, groups.get(0)));
            add(condition(label, Operator.MATCHES, ".+"));
            add(condition(label, Operator.NOT_MATCHES, ".+"), group(1));
            add(condition(label, Operator.MATCHES, ".*"), group(2));
            add(condition(label, Operator.NOT_MATCHES, ".*"));
            for (int i = 0; i < chosen.size(); i++) {
                askAbout(label, chosen.get(i), chosen.get((i + 1) % chosen.size()));
            }
        }
        askByTwo(new ArrayList<>(labels));
    }

    private void askAbout(String label, String value, String other) {
        add(condition(label, Operator.EQUAL, value));
        add(condition(label, Operator.NOT_EQUAL, value), group(0));
        // Expressions have to be valid UTF-8
        if (ByteText.isUtf8(value) && ByteText.isUtf8(other)) {
            String prefix = quoted(part(value, 0, (value.length() + 1) / 2));
            String suffix = quoted(part(value, value.length() / 2, value.length()));
            add(condition(label, Operator.MATCHES, quoted(value)));
            add(condition(label, Operator.NOT_MATCHES, quoted(value)), condition(label, Operator.NOT_EQUAL, ""));
            add(condition(label, Operator.MATCHES, prefix + ".*"));
            add(condition(label, Operator.NOT_MATCHES, prefix + ".+"), group(3));
            add(condition(label, Operator.MATCHES, ".*" + suffix));
            add(condition(label, Operator.MATCHES, ".+" + suffix), group(4));
            add(condition(label, Operator.MATCHES, ".*" + quoted(part(value, 1, value.length() - 1)) + ".*"));
            add(condition(label, Operator.MATCHES, quoted(value) + "|" + quoted(other)));
            add(condition(label, Operator.NOT_MATCHES, quoted(value) + "|" + quoted(other)),
                    condition(label, Operator.MATCHES, ".+"));
            add(condition(label, Operator.MATCHES, quoted(value) + "|"), group(5));
            add(condition(label, Operator.NOT_MATCHES, "|" + quoted(value)));
            add(condition(label, Operator.MATCHES, "[^" + (isAsciiLetter(value.charAt(0)) ? value.charAt(0) : 'a')
                    + "].*"));
            add(condition(label, Operator.MATCHES, "[a-m].*[0-9n-z]"));
            add(condition(label, Operator.MATCHES, "(?i)" + quoted(upper(value))));
            if (suffix.chars().noneMatch(c -> c <= LAST_ESCAPED)) {
                // The server escapes these bytes in the text of the expression: "?" is then for half of one only
                add(condition(label, Operator.MATCHES, "(" + prefix + "|" + quoted(other) + ")(" + suffix + ")?"));
            }
        }
    }

    private void askByTwo(List<String> labels) {
        for (int i = 1; i < labels.size(); i++) {
            String a = labels.get(i);
            String b = labels.get(i * 5 % labels.size());
            String valueOfA = some(values.get(a), 3).get(i % Math.min(3, values.get(a).size()));
            String valueOfB = some(values.get(b), 3).get(0);
            add(condition(a, Operator.EQUAL, valueOfA), condition(b, Operator.NOT_EQUAL, valueOfB));
            add(condition(a, Operator.NOT_EQUAL, valueOfA), condition(b, Operator.EQUAL, valueOfB));
            add(group(i), condition(a, Operator.EQUAL, valueOfA));
            add(group(i), condition(a, Operator.NOT_EQUAL, valueOfA), condition(b, Operator.MATCHES, ".+"));
            add(condition(a, Operator.MATCHES, ".*1.*"), condition(b, Operator.NOT_MATCHES, ".*0"));
        }
        for (int i = 0; i < groups.size(); i++) {
            String either = ByteText.isUtf8(groups.get(i)) ? quoted(groups.get(i)) + "|nothing" : "nothing|.*a.*";
            String label = labels.get(1 + i % (labels.size() - 1));
            add(condition("__name__", Operator.MATCHES, either), condition(label, Operator.NOT_EQUAL, ""));
            add(condition("__name__", Operator.MATCHES, either), condition(label, Operator.MATCHES, ".*[0-9a-z].*"));
        }
    }

    private TagFilter group(int index) {
        return condition("__name__", Operator.EQUAL, groups.get(index % groups.size()));
    }

    private void add(TagFilter... filters) {
        TagFilters all = TagFilters.all();
        try {
            for (TagFilter filter : filters) {
                all = all.with(filter);
            }
        } catch (IllegalArgumentException e) {
            refused.add(List.of(filters));
            return;
        }
        selectors.add(all);
    }

    private static TagFilter condition(String label, Operator operator, String value) {
        return new TagFilter(ByteText.slice(label), operator, ByteText.slice(value));
    }

    /** That many of a set, from all over it. */
    private static List<String> some(Set<String> all, int count) {
        List<String> list = new ArrayList<>(all);
        List<String> chosen = new ArrayList<>();
        int wanted = Math.min(count, list.size());
        for (int i = 0; i < wanted; i++) {
            chosen.add(list.get(wanted == 1 ? 0 : i * (list.size() - 1) / (wanted - 1)));
        }
        return chosen;
    }

    /** A part of a text without halves of characters at its ends. */
    private static String part(String text, int from, int to) {
        int start = Math.min(from, text.length());
        int end = Math.max(start, to);
        while (start < text.length() && isContinuation(text.charAt(start))) {
            start++;
        }
        while (end < text.length() && isContinuation(text.charAt(end))) {
            end++;
        }
        return text.substring(Math.min(start, end), end);
    }

    private static boolean isContinuation(char c) {
        return c >= 0x80 && c < 0xc0;
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static String upper(String text) {
        StringBuilder upper = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            upper.setCharAt(i, c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        }
        return upper.toString();
    }

    /** An expression for exactly that text. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (char c : text.toCharArray()) {
            quoted.append("\\.+*?()|[]{}^$".indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return quoted.toString();
    }

    /**
     * Ranges on both sides of what is looked up day by day. None ends at midnight: the server then forgets the last
     * day, unless it looks at all days.
     */
    static List<TimeRange> ranges(TimeRange span) {
        long firstMs = span.fromMs();
        long day = Days.of(firstMs) * Days.DAY_MS;
        long middle = Days.of((firstMs + span.toMs()) / 2) * Days.DAY_MS;
        return List.of(Question.EVER,
                TimeRange.ofMillis(span.toMs() - 1, span.toMs() + 1),
                TimeRange.ofMillis(middle, middle + Days.DAY_MS - 1),
                TimeRange.ofMillis(firstMs + 1, firstMs + 3 * 3_600_000 + 1),
                TimeRange.ofMillis(day + 5000, day + 40 * Days.DAY_MS + 1),
                TimeRange.ofMillis(day + 5000, day + 41 * Days.DAY_MS + 1),
                TimeRange.ofMillis(day - 30 * Days.DAY_MS, day - 1));
    }
}
