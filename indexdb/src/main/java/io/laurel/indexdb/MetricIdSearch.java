package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricIds;
import io.laurel.series.TagCoding;
import io.laurel.series.TagCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Finds the metric ids of one generation that meet a list of conditions on one day, or over all days.
 *
 * <p>What a result is, with {@code ids(f)} for the ids in the rows that the positive form of a condition matches:
 *
 * <pre>
 *   narrowing conditions   positive, and not met by an absent label
 *   S = intersection of ids(f) over the narrowing conditions; without any, all ids of the day
 *   S = S - ids(f)                           for each negative condition
 *   S = S - (ids(label present) - ids(f))    for each positive one that an absent label meets
 * </pre>
 *
 * <p>How it gets there. What a condition costs is not known before its rows were read: {@code job="node"} may have a
 * million ids where {@code instance="a"} has a hundred. So the first set comes from whichever narrowing condition is
 * read to its end first, each being given the same small effort, then eight times as much, and so on: that costs little
 * more than the cheapest one alone, and nothing has to be remembered from search to search. Each further condition may
 * then cost as much as fetching the names of the ids that are left; one that would cost more is put off, and in the end
 * the names are fetched once and put to all conditions that were put off.
 *
 * <p>Effort is counted in units of an id read from a row, about 10 ns.
 */
final class MetricIdSearch {
    private static final long NO_LIMIT = Long.MAX_VALUE;
    /** Up to 0.2 ms nothing is worth a second thought. */
    static final long FIRST_EFFORT = 20_000;
    private static final int EFFORT_GROWTH = 8;
    private static final int EFFORT_PER_ROW = 5;
    private static final int EFFORT_PER_SEEK = 100;
    private static final int EFFORT_PER_NAME = 100;

    private final GenerationSearch generation;
    private final SeriesNames names;
    private final Deadline deadline;
    private final ByteBuilder key = new ByteBuilder();
    private final ByteBuilder triedSuffix = new ByteBuilder();
    private final TagCursor tags = new TagCursor();

    private final long firstEffort;

    /** The ids read for the condition that is being read. */
    private long[] gathered = new long[256];
    private int gatheredCount;

    /** Effort left for the condition that is being read; negative when it was too much. */
    private long effort;

    /**
     * @param names of the ids of any generation
     * @param firstEffort what each narrowing condition is given in the first round, and others at least
     */
    MetricIdSearch(GenerationSearch generation, SeriesNames names, Deadline deadline, long firstEffort) {
        this.firstEffort = firstEffort;
        this.generation = generation;
        this.names = names;
        this.deadline = deadline;
    }

    /**
     * The ids that meet all conditions, deleted ones included.
     *
     * @param day a day, or {@link IndexItems#ALL_DAYS}
     */
    MetricIds find(long day, List<TagMatcher> conditions) throws IOException {
        List<TagMatcher> narrowing = new ArrayList<>();
        List<TagMatcher> others = new ArrayList<>();
        for (TagMatcher condition : conditions) {
            (condition.isNegative() || condition.isEmptyMatch() ? others : narrowing).add(condition);
        }
        narrowing.sort(TagMatcher.EXPECTED_COST);
        MetricIds ids = narrowing.isEmpty() ? all(day) : cheapest(day, narrowing);
        narrowing.addAll(others);
        List<TagMatcher> putOff = new ArrayList<>();
        for (TagMatcher condition : narrowing) {
            if (ids.isEmpty()) {
                return ids;
            }
            if (!apply(day, condition, ids)) {
                putOff.add(condition);
            }
        }
        return putOff.isEmpty() ? ids : keepByName(ids, putOff);
    }

    /** All ids registered for the day: every series has a row for its metric group, if only an empty one. */
    private MetricIds all(long day) throws IOException {
        IndexItems.tagBase(day, key.clear()).u8(TagCoding.SEPARATOR);
        effort = NO_LIMIT;
        return read((array, offset, length) -> true, 1);
    }

    /** Removes the condition whose ids are returned from the list. */
    private MetricIds cheapest(long day, List<TagMatcher> narrowing) throws IOException {
        for (long limit = narrowing.size() == 1 ? NO_LIMIT : firstEffort; ; limit *= EFFORT_GROWTH) {
            for (Iterator<TagMatcher> conditions = narrowing.iterator(); conditions.hasNext(); ) {
                MetricIds ids = matching(day, conditions.next(), limit);
                if (ids != null) {
                    conditions.remove();
                    return ids;
                }
            }
        }
    }

    /** Cuts the set down by one condition; false, with nothing done, if that costs more than looking at names. */
    private boolean apply(long day, TagMatcher condition, MetricIds ids) throws IOException {
        long limit = Math.max(firstEffort, EFFORT_PER_NAME * ids.size());
        MetricIds matching = matching(day, condition, limit);
        if (matching == null) {
            return false;
        }
        if (condition.isNegative()) {
            ids.andNot(matching);
        } else if (condition.isEmptyMatch()) {
            MetricIds present = present(day, condition, limit);
            if (present == null) {
                return false;
            }
            present.andNot(matching);
            ids.andNot(present);
        } else {
            ids.and(matching);
        }
        return true;
    }

    /** ids(f), or null if it takes more than that effort. */
    private MetricIds matching(long day, TagMatcher condition, long limit) throws IOException {
        effort = limit;
        IndexItems.tagBase(day, key.clear()).bytes(condition.prefix());
        if (condition.orSuffixes().isEmpty()) {
            return read(condition::matches, condition.cost());
        }
        gatheredCount = 0;
        int prefixSize = key.size();
        for (Slice suffix : condition.orSuffixes()) {
            key.setSize(prefixSize).bytes(suffix).u8(TagCoding.SEPARATOR);
            if (!readValue()) {
                return null;
            }
        }
        return MetricIds.of(gathered, gatheredCount);
    }

    /** Gathers the ids of the one tag whose rows start with {@link #key}; false if that is too much. */
    private boolean readValue() throws IOException {
        ItemCursor cursor = generation.cursor();
        effort -= EFFORT_PER_SEEK;
        for (boolean found = cursor.seekPrefix(key); found; found = cursor.next() && cursor.startsWith(key)) {
            deadline.check();
            gather(cursor, cursor.offset() + key.size());
            effort -= EFFORT_PER_ROW;
            if (effort < 0) {
                return false;
            }
        }
        return true;
    }

    /** ids(label present), or null if it takes more than that effort. */
    private MetricIds present(long day, TagMatcher condition, long limit) throws IOException {
        effort = limit;
        IndexItems.tagBase(day, key.clear()).bytes(escapedKey(condition));
        return read((array, offset, length) -> length > 0, 1);
    }

    /** The key of a condition as it stands in a row, with its end byte. */
    private static Slice escapedKey(TagMatcher condition) {
        Slice prefix = condition.prefix();
        int end = TagCoding.separator(prefix.array(), prefix.offset(), prefix.offset() + prefix.length()) + 1;
        return prefix.range(0, end - prefix.offset());
    }

    /** Says whether the escaped bytes from the prefix of a condition to the end of the value are right. */
    private interface SuffixTest {
        boolean matches(byte[] array, int offset, int length);
    }

    /** The ids of the rows that start with {@link #key} and whose values go on as wanted; null if that is too much. */
    private MetricIds read(SuffixTest test, int effortPerTest) throws IOException {
        ItemCursor cursor = generation.cursor();
        gatheredCount = 0;
        int keySize = key.size();
        boolean matches = false;
        triedSuffix.clear();
        boolean tried = false;
        effort -= EFFORT_PER_SEEK;
        boolean found = cursor.seekPrefix(key);
        while (found && effort >= 0) {
            deadline.check();
            int start = cursor.offset() + keySize;
            int end = IndexItems.behindTag(cursor.array(), start, cursor.offset() + cursor.length()) - 1;
            if (!tried || !isTried(cursor.array(), start, end)) {
                matches = test.matches(cursor.array(), start, end - start);
                triedSuffix.clear().bytes(cursor.array(), start, end - start);
                tried = true;
                effort -= effortPerTest;
            } else if (!matches) {
                // A second row of a value that is not wanted: there may be thousands, so go to the next value.
                effort -= EFFORT_PER_SEEK;
                found = cursor.seek(key.bytes(triedSuffix.slice()).u8(TagCoding.SEPARATOR + 1));
                key.setSize(keySize);
                found = found && cursor.startsWith(key);
                continue;
            }
            if (matches) {
                gather(cursor, end + 1);
            }
            effort -= EFFORT_PER_ROW;
            found = cursor.next() && cursor.startsWith(key);
        }
        return effort < 0 ? null : MetricIds.of(gathered, gatheredCount);
    }

    private boolean isTried(byte[] array, int start, int end) {
        return Arrays.equals(array, start, end, triedSuffix.array(), 0, triedSuffix.size());
    }

    private void gather(ItemCursor cursor, int from) throws CorruptedDataException {
        int length = cursor.offset() + cursor.length() - from;
        if (length <= 0 || length % IndexItems.ID_BYTES != 0) {
            throw new CorruptedDataException("tag row with " + length + " bytes of metric ids: " + cursor.item());
        }
        int count = length / IndexItems.ID_BYTES;
        if (gatheredCount + count > gathered.length) {
            gathered = Arrays.copyOf(gathered, Math.max(2 * gathered.length, gatheredCount + count));
        }
        for (int i = 0; i < count; i++) {
            gathered[gatheredCount++] = IndexItems.u64(cursor.array(), from + IndexItems.ID_BYTES * i);
        }
        effort -= count;
    }

    /** Keeps the ids whose names meet the conditions; an id without a name goes, for nobody could show it. */
    private MetricIds keepByName(MetricIds ids, List<TagMatcher> conditions) throws IOException {
        MetricIds kept = new MetricIds();
        for (long id : ids.toArray()) {
            deadline.check();
            Slice name = names.find(id);
            if (name != null && meetsAll(name, conditions)) {
                kept.add(id);
            }
        }
        return kept;
    }

    private boolean meetsAll(Slice name, List<TagMatcher> conditions) throws IOException {
        for (TagMatcher condition : conditions) {
            if (!condition.meets(name, tags)) {
                return false;
            }
        }
        return true;
    }
}
