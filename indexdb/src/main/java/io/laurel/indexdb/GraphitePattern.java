package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import io.laurel.regex.RegexPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Patterns of Graphite, one node (the text between two dots) at a time:
 *
 * <pre>
 *   *         [^.]*          anything without dots
 *   {a,b*}    (?:a|b[^.]*)   one of these
 *   [a-z]     [a-z]          one of these characters
 *   other     quoted         an opening brace or bracket that is not closed stands for itself
 * </pre>
 */
final class GraphitePattern {
    /** The label that takes a pattern instead of a value. */
    static final Slice KEY = Slice.utf8("__graphite__");

    private static final Pattern GROUP = Pattern.compile("\\(([^)]*)\\)");

    private final String pattern;
    private int at;

    private GraphitePattern(String pattern) {
        this.pattern = pattern;
    }

    /**
     * The pattern with groups of expressions written as wildcards: {@code (a|b)} as {@code {a,b}}, {@code (.*)} as *.
     */
    static String withWildcards(String pattern) {
        return GROUP.matcher(pattern).replaceAll(group -> Matcher.quoteReplacement(
                group.group(1).equals(".*") ? "*" : "{" + group.group(1).replace('|', ',') + "}"));
    }

    /**
     * The expression for the names that a whole pattern means, dots and all.
     *
     * @throws IllegalArgumentException if the pattern cannot be read
     */
    static Slice wholeRegex(Slice pattern) {
        String regex = regex(withWildcards(pattern.utf8()));
        if (regex == null) {
            throw new IllegalArgumentException("'" + pattern.utf8() + "' is no Graphite pattern");
        }
        return Slice.utf8(regex);
    }

    /** The expression for a node, or null if the node cannot be read. */
    static String regex(String node) {
        GraphitePattern reader = new GraphitePattern(node);
        String regex = reader.sequence();
        return reader.at < node.length() ? null : "^" + regex + "$";
    }

    /** Reads up to the end, or to a comma or closing brace. */
    private String sequence() {
        StringBuilder regex = new StringBuilder();
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == ',' || c == '}') {
                break;
            }
            int close = c == '[' ? pattern.indexOf(']', at) : -1;
            if (c == '*') {
                regex.append("[^.]*");
                at++;
            } else if (c == '{') {
                at++;
                regex.append(alternatives());
            } else if (c == '[' && close >= 0) {
                regex.append(pattern, at, close + 1);
                at = close + 1;
            } else if (c == '[') {
                regex.append(RegexPlan.quote(pattern.substring(at)));
                at = pattern.length();
            } else {
                regex.append(RegexPlan.quote(String.valueOf(c)));
                at++;
            }
        }
        return regex.toString();
    }

    /** Behind an opening brace. */
    private String alternatives() {
        List<String> options = new ArrayList<>();
        options.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == ',') {
            at++;
            options.add(sequence());
        }
        if (at == pattern.length()) {
            return "\\{" + String.join(",", options);
        }
        at++;
        return options.size() == 1 ? options.get(0) : "(?:" + String.join("|", options) + ")";
    }
}
