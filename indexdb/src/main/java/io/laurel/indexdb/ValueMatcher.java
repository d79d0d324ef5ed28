package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import io.laurel.regex.RegexPlan;
import io.laurel.regex.RegexSyntaxException;
import io.laurel.regex.RestMatcher;
import io.laurel.series.TagCoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which values a condition means, whatever its key: all of them start with one literal text, and what follows is one
 * of a few suffixes or is matched as an expression. Plain equality is the case of one empty suffix. Immutable.
 *
 * @param value the value, or the expression
 * @param regex whether it is an expression that is more than a text
 * @param literal what all values start with, not escaped
 * @param orSuffixes all that may follow, escaped and sorted; empty if {@code rest} decides
 * @param rest null if there are suffixes
 * @param cost how much work one match is, see {@link RestMatcher}
 */
record ValueMatcher(Slice value, boolean regex, Slice literal, List<Slice> orSuffixes, RestMatcher rest, int cost) {
    private static final int COST_OF_SUFFIX = 3;

    /** Exactly that value. */
    static ValueMatcher equal(Slice value) {
        return new ValueMatcher(value, false, value, List.of(Slice.EMPTY), null, 1);
    }

    /**
     * The values that an expression matches as a whole. What cannot be read as an expression is taken as a text;
     * whoever takes filters from users refuses such expressions earlier.
     *
     * @throws IllegalArgumentException if it is an expression that cannot be put to values in stored form
     */
    static ValueMatcher regex(Slice expression) {
        RegexPlan plan;
        try {
            plan = RegexPlan.of(expression);
        } catch (RegexSyntaxException noExpression) {
            return equal(expression);
        }
        Slice literal = Slice.utf8(plan.prefix());
        if (plan.isLiteral()) {
            return equal(literal);
        }
        List<Slice> suffixes = new ArrayList<>();
        plan.orValues().forEach(text -> suffixes.add(TagCoding.escape(Slice.utf8(text))));
        return suffixes.isEmpty()
                ? new ValueMatcher(expression, true, literal, List.of(), plan.rest(), plan.rest().cost())
                : oneOf(expression, literal, suffixes);
    }

    /** All values that start with that text. */
    static ValueMatcher startingWith(Slice literal) {
        String expression = RegexPlan.quote(literal.utf8()) + ".*";
        RestMatcher everything = RegexPlan.of(".*").rest();
        return new ValueMatcher(Slice.utf8(expression), true, literal, List.of(), everything, everything.cost());
    }

    /**
     * The paths to which a Graphite pattern was expanded. No path at all stands for the empty value.
     *
     * @param pattern only for display
     */
    static ValueMatcher paths(Slice pattern, List<Slice> paths) {
        List<Slice> values = paths.isEmpty() ? List.of(Slice.EMPTY) : paths;
        Slice literal = values.get(0);
        for (Slice path : values) {
            literal = literal.range(0, commonLength(literal, path));
        }
        List<Slice> suffixes = new ArrayList<>();
        for (Slice path : values) {
            suffixes.add(TagCoding.escape(path.from(literal.length())));
        }
        return oneOf(pattern, literal, suffixes);
    }

    private static int commonLength(Slice a, Slice b) {
        int length = Math.min(a.length(), b.length());
        int mismatch = Arrays.mismatch(a.array(), a.offset(), a.offset() + length,
                b.array(), b.offset(), b.offset() + length);
        return mismatch < 0 ? length : mismatch;
    }

    private static ValueMatcher oneOf(Slice value, Slice literal, List<Slice> suffixes) {
        suffixes.sort(null);
        return new ValueMatcher(value, true, literal, List.copyOf(suffixes), null, COST_OF_SUFFIX * suffixes.size());
    }

    boolean matchesEmpty() {
        return literal.isEmpty() && matches(new byte[0], 0, 0);
    }

    /** Whether the escaped bytes from the end of the literal to the end of a value are right. */
    boolean matches(byte[] array, int offset, int length) {
        if (rest != null) {
            return rest.matches(array, offset, length);
        }
        for (Slice suffix : orSuffixes) {
            if (suffix.length() == length && Arrays.equals(suffix.array(), suffix.offset(), suffix.offset() + length,
                    array, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }

    /** The escaped bytes with which every value ends, as far as that is known; else empty. */
    Slice literalSuffix() {
        return rest == null ? Slice.EMPTY : Slice.utf8(rest.literalSuffix());
    }
}
