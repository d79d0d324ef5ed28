package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.series.MetricIds;
import io.laurel.series.MetricName;
import io.laurel.series.TagCoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts series by walking once through the tag rows of one day, or of all days, in all generations side by side: the
 * rows of one tag are gathered from each of them, so that an id is counted once however many rows hold it. Memory is
 * that of the ids of the most frequent tag and of the lists. For one thread.
 */
final class CardinalityScan {
    private static final Slice GROUP_LABEL = Slice.utf8(MetricName.GROUP_LABEL);

    private final List<ItemCursor> cursors = new ArrayList<>();
    private final MetricIds wanted;
    private final MetricIds deleted;
    private final Deadline deadline;
    private final Slice focusLabel;
    private final TagRow row = new TagRow();
    private final ByteBuilder base = new ByteBuilder();
    private final ByteBuilder next = new ByteBuilder();

    /** The bytes in front of the ids of the tag that is being counted. */
    private final ByteBuilder tag = new ByteBuilder();
    private long[] ids = new long[256];
    private int idsCount;

    /** The label that is being counted, and what is known of it so far. */
    private final ByteBuilder label = new ByteBuilder();
    private boolean hasLabel;
    private long seriesOfLabel;
    private long valuesOfLabel;

    private long series;
    private long pairs;
    private final TopEntries metrics;
    private final TopEntries labels;
    private final TopEntries focusValues;
    private final TopEntries pairEntries;
    private final TopEntries values;

    /**
     * @param wanted only these series count; null: all of them
     * @param focusLabel whose values are counted; null: of none
     * @param top length of each list
     */
    CardinalityScan(List<GenerationSearch> generations, MetricIds wanted, MetricIds deleted, Slice focusLabel, int top,
            Deadline deadline) {
        for (GenerationSearch generation : generations) {
            cursors.add(generation.cursor());
        }
        this.wanted = wanted;
        this.deleted = deleted;
        this.deadline = deadline;
        this.focusLabel = GROUP_LABEL.equals(focusLabel) ? Slice.EMPTY : focusLabel;
        metrics = new TopEntries(top);
        labels = new TopEntries(top);
        focusValues = new TopEntries(top);
        pairEntries = new TopEntries(top);
        values = new TopEntries(top);
    }

    /** @param day a day, or {@link IndexItems#ALL_DAYS} */
    Cardinality count(long day) throws IOException {
        IndexItems.tagBase(day, base.clear());
        for (ItemCursor cursor : cursors) {
            cursor.seek(base);
        }
        while (gatherTag()) {
            long count = distinctIds();
            if (count > 0) {
                countTag(count);
            }
        }
        endLabel();
        return new Cardinality(series, pairs, metrics.toList(), labels.toList(), focusValues.toList(),
                pairEntries.toList(), values.toList());
    }

    /** Gathers the ids of the least tag that is left in any generation; false if there is none. */
    private boolean gatherTag() throws IOException {
        idsCount = 0;
        boolean found = false;
        for (ItemCursor cursor : cursors) {
            if (!passArtificial(cursor)) {
                continue;
            }
            row.set(cursor.array(), cursor.offset(), cursor.length());
            Slice prefix = row.prefix();
            if (!found || prefix.compareTo(tag.slice()) < 0) {
                tag.clear().bytes(prefix);
                found = true;
            }
        }
        for (ItemCursor cursor : cursors) {
            while (found && cursor.startsWith(tag)) {
                deadline.check();
                row.set(cursor.array(), cursor.offset(), cursor.length());
                gatherIds();
                cursor.next();
            }
        }
        return found;
    }

    /** Moves over rows of keys that are no labels; false if no row is left. */
    private boolean passArtificial(ItemCursor cursor) throws IOException {
        while (cursor.startsWith(base)) {
            row.set(cursor.array(), cursor.offset(), cursor.length());
            if (!row.isArtificial(base, next)) {
                return true;
            }
            cursor.seek(next);
        }
        return false;
    }

    private void gatherIds() {
        int count = row.idsCount();
        if (idsCount + count > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, idsCount + count));
        }
        for (int i = 0; i < count; i++) {
            long id = row.id(i);
            if (!deleted.contains(id) && (wanted == null || wanted.contains(id))) {
                ids[idsCount++] = id;
            }
        }
    }

    private long distinctIds() {
        Arrays.sort(ids, 0, idsCount);
        long count = 0;
        for (int i = 0; i < idsCount; i++) {
            count += i == 0 || ids[i] != ids[i - 1] ? 1 : 0;
        }
        return count;
    }

    private void countTag(long count) throws IOException {
        int keyEnd = TagCoding.separator(tag.array(), base.size(), tag.size());
        Slice escapedKey = tag.slice().range(base.size(), keyEnd);
        if (!hasLabel || !escapedKey.equals(label.slice())) {
            endLabel();
            label.clear().bytes(escapedKey);
            hasLabel = true;
        }
        seriesOfLabel += count;
        valuesOfLabel++;
        pairs += count;
        Slice key = TagCoding.unescape(tag.array(), base.size(), keyEnd - base.size());
        Slice value = TagCoding.unescape(tag.array(), keyEnd + 1, tag.size() - 1 - (keyEnd + 1));
        if (key.isEmpty()) {
            series += count;
            metrics.add(count, () -> copy(value));
        }
        if (key.equals(focusLabel)) {
            focusValues.add(count, () -> copy(value));
        }
        pairEntries.add(count, () -> pair(key, value));
    }

    private void endLabel() throws IOException {
        if (hasLabel) {
            Slice key = TagCoding.unescape(label.array(), 0, label.size());
            Slice name = key.isEmpty() ? GROUP_LABEL : copy(key);
            labels.add(seriesOfLabel, () -> name);
            values.add(valuesOfLabel, () -> name);
        }
        seriesOfLabel = 0;
        valuesOfLabel = 0;
    }

    private static Slice copy(Slice text) {
        return Slice.of(text.toByteArray());
    }

    private static Slice pair(Slice key, Slice value) {
        Slice name = key.isEmpty() ? GROUP_LABEL : key;
        return Slice.of(new ByteBuilder(name.length() + 1 + value.length()).bytes(name).u8('=').bytes(value)
                .toByteArray());
    }
}
