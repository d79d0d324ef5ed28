package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.series.TagCoding;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the filters of a user into conditions for the index, in which only values occur: a label that is absent is
 * one with the empty value, which no row has.
 *
 * <pre>
 *   k=""                             k!~".+"
 *   k!=""                            k=~".+"
 *   k=~".*"                          nothing
 *   k!~".*"                          k!~".+"
 *   k!~"x|"                          k!~"x|" and k=~".+"
 *   __name__=~".*\.foo"              that, and on the reversed group =~"oof\..*"
 *   __graphite__="a.*.b"             __name__=~"a\.[^.]*\.b", whatever the operator except for its not
 *   nothing at all                   __name__=~".+"
 * </pre>
 */
final class FilterCompiler {
    private static final Slice ANYTHING = Slice.utf8(".*");
    private static final Slice SOMETHING = Slice.utf8(".+");

    private FilterCompiler() {}

    /** The conditions that a series must all meet. */
    static List<TagMatcher> compile(TagFilters filters) {
        List<TagMatcher> conditions = compile(filters.list());
        return conditions.isEmpty()
                ? List.of(TagMatcher.of(Slice.EMPTY, ValueMatcher.regex(SOMETHING), false))
                : conditions;
    }

    /** An empty list if the filters say nothing. */
    static List<TagMatcher> compile(List<TagFilter> filters) {
        List<TagMatcher> conditions = new ArrayList<>();
        filters.forEach(filter -> compile(filter, conditions));
        return conditions;
    }

    private static void compile(TagFilter filter, List<TagMatcher> target) {
        Slice key = filter.key();
        boolean negative = filter.operator().isNegative();
        boolean regex = filter.operator().isRegex();
        TagMatcher condition;
        if (filter.value().isEmpty()) {
            condition = TagMatcher.of(key, ValueMatcher.regex(SOMETHING), !negative);
        } else if (key.equals(GraphitePattern.KEY)) {
            Slice expression = GraphitePattern.wholeRegex(filter.value());
            condition = TagMatcher.of(Slice.EMPTY, ValueMatcher.regex(expression), negative);
        } else if (regex && filter.value().equals(ANYTHING)) {
            if (!negative) {
                return;
            }
            condition = TagMatcher.of(key, ValueMatcher.regex(SOMETHING), true);
        } else {
            ValueMatcher values = regex ? ValueMatcher.regex(filter.value()) : ValueMatcher.equal(filter.value());
            condition = TagMatcher.of(key, values, negative);
        }
        target.add(condition);
        if (condition.isNegative() && condition.isEmptyMatch()) {
            target.add(TagMatcher.of(condition.key(), ValueMatcher.regex(SOMETHING), false));
        }
        Slice reversed = reversedSuffix(condition);
        if (!reversed.isEmpty()) {
            target.add(TagMatcher.of(TagMatcher.REVERSED_GROUP, ValueMatcher.startingWith(reversed), false));
        }
    }

    /**
     * What the reversed metric group must start with, if the condition says so and groups with dots are meant; else
     * empty.
     */
    static Slice reversedSuffix(TagMatcher condition) {
        if (condition.isNegative() || !condition.key().isEmpty()) {
            return Slice.EMPTY;
        }
        Slice suffix = unescape(condition.values().literalSuffix());
        byte[] reversed = new byte[suffix.length()];
        boolean dot = false;
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = (byte) suffix.u8(reversed.length - 1 - i);
            dot |= reversed[i] == '.';
        }
        return dot ? Slice.of(reversed) : Slice.EMPTY;
    }

    /**
     * The same conditions on rows that join a metric group with a tag, one list for each group that is meant: so
     * {@code m{a="1",b="2"}} reads only rows of series of m. If the conditions name no groups, or nothing that a tag
     * must have, they stay as they are.
     *
     * <p>Of several conditions on the group the last that lists groups is taken; those that a group meets are not
     * needed in its list.
     */
    static List<List<TagMatcher>> composite(List<TagMatcher> conditions) {
        List<Slice> groups = List.of();
        Slice groupsPrefix = Slice.EMPTY;
        boolean narrowing = false;
        for (TagMatcher condition : conditions) {
            if (!condition.key().isEmpty()) {
                narrowing |= !condition.isNegative() && !condition.isEmptyMatch();
            } else if (!condition.isNegative() && !condition.orSuffixes().isEmpty()) {
                groups = condition.orSuffixes();
                groupsPrefix = condition.values().literal();
            }
        }
        if (groups.isEmpty() || !narrowing) {
            return List.of(conditions);
        }
        List<List<TagMatcher>> sets = new ArrayList<>();
        for (Slice suffix : groups) {
            List<TagMatcher> set = inGroup(conditions, group(groupsPrefix, suffix));
            if (set == null) {
                return List.of(conditions);
            }
            sets.add(set);
        }
        return sets;
    }

    /** Null if no condition has become a composite one. */
    private static List<TagMatcher> inGroup(List<TagMatcher> conditions, Slice group) {
        List<TagMatcher> set = new ArrayList<>();
        boolean composite = false;
        for (TagMatcher condition : conditions) {
            boolean tag = !condition.key().isEmpty() && !condition.key().equals(GraphitePattern.KEY)
                    && !condition.key().equals(TagMatcher.REVERSED_GROUP);
            if (tag) {
                set.add(condition.inGroup(group));
                composite = true;
            } else if (!isMetByGroup(condition, group)) {
                set.add(condition);
            }
        }
        return composite ? set : null;
    }

    private static boolean isMetByGroup(TagMatcher condition, Slice group) {
        return condition.key().isEmpty() && !condition.isNegative() && !condition.orSuffixes().isEmpty()
                && condition.meets(group);
    }

    private static Slice group(Slice prefix, Slice escapedSuffix) {
        Slice suffix = unescape(escapedSuffix);
        return new ByteBuilder(prefix.length() + suffix.length()).bytes(prefix).bytes(suffix).slice();
    }

    private static Slice unescape(Slice escaped) {
        try {
            return TagCoding.unescape(escaped.array(), escaped.offset(), escaped.length());
        } catch (CorruptedDataException e) {
            throw new AssertionError("bytes escaped by ourselves", e);
        }
    }
}
