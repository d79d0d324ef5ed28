package io.laurel.series;

import io.laurel.bytes.Slice;
import io.laurel.regex.RegexPlan;
import io.laurel.series.TagFilter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Conditions that a series must all meet. Immutable: each method returns a longer list.
 *
 * <pre>
 *   k="v"     the label is there and has that value          k=""    the label is absent
 *   k!="v"    it has another value, or is absent             k!=""   the label is there
 *   k=~"re"   the expression matches the whole value; if it matches the empty text, series without the label count too
 *   k!~"re"   the opposite of that
 * </pre>
 *
 * <p>Expressions have the syntax of RE2 with Perl classes. {@code __name__}, or the empty text, is the metric group,
 * and {@code __graphite__="a.*.{b,c}"} finds metric groups by a pattern of Graphite. Texts given as strings are taken
 * as UTF-8.
 */
public final class TagFilters {
    private static final TagFilters NONE = new TagFilters(List.of());

    private final List<TagFilter> list;

    private TagFilters(List<TagFilter> list) {
        this.list = list;
    }

    /** No condition: every series that has a metric group. */
    public static TagFilters all() {
        return NONE;
    }

    /** The series of that metric group. */
    public static TagFilters metric(String group) {
        return NONE.equal("", group);
    }

    public TagFilters equal(String key, String value) {
        return equal(Slice.utf8(key), Slice.utf8(value));
    }

    public TagFilters equal(Slice key, Slice value) {
        return with(new TagFilter(key, Operator.EQUAL, value));
    }

    public TagFilters notEqual(String key, String value) {
        return notEqual(Slice.utf8(key), Slice.utf8(value));
    }

    public TagFilters notEqual(Slice key, Slice value) {
        return with(new TagFilter(key, Operator.NOT_EQUAL, value));
    }

    /** @throws IllegalArgumentException naming the expression and the place, if it cannot be read */
    public TagFilters matches(String key, String regex) {
        return matches(Slice.utf8(key), Slice.utf8(regex));
    }

    public TagFilters matches(Slice key, Slice regex) {
        return with(new TagFilter(key, Operator.MATCHES, regex));
    }

    /** @throws IllegalArgumentException naming the expression and the place, if it cannot be read */
    public TagFilters notMatches(String key, String regex) {
        return notMatches(Slice.utf8(key), Slice.utf8(regex));
    }

    public TagFilters notMatches(Slice key, Slice regex) {
        return with(new TagFilter(key, Operator.NOT_MATCHES, regex));
    }

    /** @throws IllegalArgumentException if the filter has a regular expression and that cannot be used */
    public TagFilters with(TagFilter filter) {
        if (filter.operator().isRegex()) {
            RegexPlan.of(filter.value());
        }
        List<TagFilter> longer = new ArrayList<>(list.size() + 1);
        longer.addAll(list);
        longer.add(filter);
        return new TagFilters(List.copyOf(longer));
    }

    /** The conditions in the order in which they were given. */
    public List<TagFilter> list() {
        return list;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagFilters that && list.equals(that.list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    /** As a selector, for messages. */
    @Override
    public String toString() {
        return list.stream().map(TagFilter::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
