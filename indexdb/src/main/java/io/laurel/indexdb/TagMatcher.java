package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.series.TagCoding;
import io.laurel.series.TagCursor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One compiled condition, ready to be put to rows {@code T(key) T(value) ids} and to names. The rows of values that
 * its positive form matches start with {@link #prefix}; what follows, up to the separator, is one of {@link
 * #orSuffixes}, or else {@link #matches} decides. Immutable and safe for threads. Made by {@link FilterCompiler}.
 */
final class TagMatcher {
    /** The order in which conditions are tried as long as nothing is known of what they cost. */
    static final Comparator<TagMatcher> EXPECTED_COST = Comparator.comparingInt(TagMatcher::cost)
            .thenComparing(TagMatcher::isRegex)
            .thenComparingInt(matcher -> matcher.orSuffixes().size())
            .thenComparing(TagMatcher::isNegative)
            .thenComparing(TagMatcher::prefix);

    /** Key of the rows with reversed metric groups. */
    static final Slice REVERSED_GROUP = Slice.of(new byte[] {(byte) 0xff});

    private static final int COMPOSITE = 0xfe;

    private final Slice key;
    private final boolean negative;
    private final ValueMatcher values;
    private final boolean emptyMatch;

    /** T(key) and the escaped literal; and the two alone, escaped, without separator. */
    private final Slice prefix;
    private final Slice escapedKey;
    private final Slice escapedLiteral;

    /** For a composite condition: the group whose series it is about, and the key of their tag, both escaped. */
    private final Slice group;
    private final Slice keyInGroup;

    private TagMatcher(Slice key, Slice rowKey, ValueMatcher values, boolean negative, boolean emptyMatch,
            Slice group, Slice keyInGroup) {
        this.key = key;
        this.negative = negative;
        this.values = values;
        this.group = group;
        this.keyInGroup = keyInGroup;
        this.emptyMatch = emptyMatch;
        escapedKey = TagCoding.escape(rowKey);
        escapedLiteral = TagCoding.escape(values.literal());
        ByteBuilder target = new ByteBuilder(escapedKey.length() + 1 + escapedLiteral.length());
        prefix = target.bytes(escapedKey).u8(TagCoding.SEPARATOR).bytes(escapedLiteral).slice();
    }

    static TagMatcher of(Slice key, ValueMatcher values, boolean negative) {
        return new TagMatcher(key, key, values, negative, values.matchesEmpty(), null, null);
    }

    /**
     * On the metric group, but under a key of its own, so that it is never joined into composite conditions. An empty
     * group has its rows too, so the empty value is a value like others.
     */
    static TagMatcher graphite(ValueMatcher paths, boolean negative) {
        return new TagMatcher(GraphitePattern.KEY, Slice.EMPTY, paths, negative, false, null, null);
    }

    /** The same condition on the rows that join the key with a metric group. */
    TagMatcher inGroup(Slice metricGroup) {
        Slice compositeKey = new ByteBuilder(metricGroup.length() + key.length() + 4).u8(COMPOSITE)
                .lengthPrefixed(metricGroup).bytes(key).slice();
        return new TagMatcher(compositeKey, compositeKey, values, negative, emptyMatch,
                TagCoding.escape(metricGroup), escapedKey);
    }

    /** Not escaped; empty for the metric group. */
    Slice key() {
        return key;
    }

    ValueMatcher values() {
        return values;
    }

    boolean isNegative() {
        return negative;
    }

    boolean isRegex() {
        return values.regex();
    }

    /** Whether the positive form matches the empty value, and with it a label that is absent. */
    boolean isEmptyMatch() {
        return emptyMatch;
    }

    /** {@code T(key)} and the escaped bytes with which all matching values start: a row's bytes behind kind and day. */
    Slice prefix() {
        return prefix;
    }

    /** All that may follow the prefix up to the separator, escaped and sorted; empty if {@link #matches} decides. */
    List<Slice> orSuffixes() {
        return values.orSuffixes();
    }

    /** Whether the positive form matches a value whose escaped bytes go on so behind the prefix. */
    boolean matches(byte[] array, int offset, int length) {
        return values.matches(array, offset, length);
    }

    /** How much work one match is; equality is 1. */
    int cost() {
        return values.cost();
    }

    /** Whether a value, not escaped, meets the condition. */
    boolean meets(Slice value) {
        Slice escaped = TagCoding.escape(value);
        return matchesWhole(escaped.array(), escaped.offset(), escaped.offset() + escaped.length()) != negative;
    }

    /**
     * Whether the series of that name meets the condition; of several tags with one key any may match. A condition on
     * the reversed group is always met: it only repeats what another one says of the group.
     *
     * @param cursor moved by this method
     */
    boolean meets(Slice name, TagCursor cursor) throws CorruptedDataException {
        if (key.equals(REVERSED_GROUP)) {
            return true;
        }
        cursor.reset(name);
        Slice wanted = group == null ? escapedKey : keyInGroup;
        if (wanted.isEmpty()) {
            return matchesWhole(cursor.array(), cursor.groupStart(), cursor.groupEnd()) != negative;
        }
        boolean inGroup = group == null || equal(group, cursor.array(), cursor.groupStart(), cursor.groupEnd());
        boolean present = false;
        while (inGroup && cursor.next()) {
            if (equal(wanted, cursor.array(), cursor.start(), cursor.keyEnd())) {
                if (matchesWhole(cursor.array(), cursor.valueStart(), cursor.valueEnd())) {
                    return !negative;
                }
                present = true;
            }
        }
        return present ? negative : emptyMatch != negative;
    }

    /** Whether the positive form matches the escaped bytes of a value. */
    private boolean matchesWhole(byte[] array, int from, int to) {
        int rest = from + escapedLiteral.length();
        return rest <= to && equal(escapedLiteral, array, from, rest) && matches(array, rest, to - rest);
    }

    private static boolean equal(Slice slice, byte[] array, int from, int to) {
        return Arrays.equals(slice.array(), slice.offset(), slice.offset() + slice.length(), array, from, to);
    }
}
