package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.TagCoding;
import io.laurel.series.TagCursor;
import io.laurel.series.Tsid;
import java.util.Arrays;

/**
 * Writes the rows of one series after the other into batches; reusable, for one thread, no garbage per row.
 *
 * <p>A series with n tags has 4 + 2n rows over all days and 2 + 2n a day, one more of each if its group has a dot. What
 * stands between the header and the metric id is the same in both, so it is laid out once, as the <i>middles</i>:
 * mostly by copying stretches of the marshaled name, which is escaped already.
 */
final class SeriesRows {
    private final TagCursor tags = new TagCursor();
    private final ByteBuilder row = new ByteBuilder(1024);
    private final ByteBuilder middles = new ByteBuilder(4096);
    private final ByteBuilder plainPrefix = new ByteBuilder();
    private final ByteBuilder compositePrefix = new ByteBuilder();
    private int[] middleEnds = new int[2 * MetricName.MAX_LABELS + 2];
    private int middlesCount;
    private Slice name = Slice.EMPTY;

    /**
     * Takes up the next series.
     *
     * @param marshaled its canonical name, borrowed until the next call
     * @throws CorruptedDataException if the bytes are no marshaled name
     */
    void series(Slice marshaled) throws CorruptedDataException {
        name = marshaled;
        middles.clear();
        middlesCount = 0;
        tags.reset(marshaled);
        byte[] array = tags.array();
        middles.u8(TagCoding.SEPARATOR).bytes(array, tags.groupStart(), tags.groupEnd() + 1 - tags.groupStart());
        endMiddle();
        Slice group = tags.group();
        if (hasDot(group)) {
            reversed(group);
        }
        while (tags.next()) {
            middles.bytes(array, tags.start(), tags.end() - tags.start());
            endMiddle();
        }
        IndexItems.compositePrefix(group, plainPrefix.clear());
        TagCoding.escape(plainPrefix.array(), 0, plainPrefix.size(), compositePrefix.clear());
        tags.reset(marshaled);
        while (tags.next()) {
            middles.bytes(compositePrefix.array(), 0, compositePrefix.size());
            middles.bytes(array, tags.start(), tags.end() - tags.start());
            endMiddle();
        }
    }

    private void reversed(Slice group) {
        byte[] reversed = new byte[group.length()];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = (byte) group.u8(reversed.length - 1 - i);
        }
        middles.u8(IndexItems.REVERSED_GROUP).u8(TagCoding.SEPARATOR);
        TagCoding.put(reversed, 0, reversed.length, middles);
        endMiddle();
    }

    private static boolean hasDot(Slice group) {
        for (int i = 0; i < group.length(); i++) {
            if (group.u8(i) == '.') {
                return true;
            }
        }
        return false;
    }

    private void endMiddle() {
        if (middlesCount == middleEnds.length) {
            middleEnds = Arrays.copyOf(middleEnds, 2 * middlesCount);
        }
        middleEnds[middlesCount++] = middles.size();
    }

    /** Adds the rows over all days: kinds 0, 3, 2, then kind 1 for group, reversed group, tags, composite tags. */
    void addAllDays(Tsid tsid, ItemBatch target) {
        IndexItems.nameKey(name, row.clear());
        tsid.marshal(row);
        add(target);
        IndexItems.key(IndexItems.ID_TO_NAME, tsid.metricId(), row.clear()).bytes(name);
        add(target);
        IndexItems.key(IndexItems.ID_TO_TSID, tsid.metricId(), row.clear());
        tsid.marshal(row);
        add(target);
        addTags(row.clear().u8(IndexItems.TAG_TO_IDS), tsid.metricId(), target);
    }

    /** Adds the rows of one day: kind 5, then kind 6 in the order of kind 1. */
    void addDay(long day, long metricId, ItemBatch target) {
        IndexItems.dayKey(day, metricId, row.clear());
        add(target);
        addTags(row.clear().u8(IndexItems.DAY_TAG_TO_IDS).u64(day), metricId, target);
    }

    private void addTags(ByteBuilder header, long metricId, ItemBatch target) {
        int headerSize = header.size();
        for (int i = 0, start = 0; i < middlesCount; start = middleEnds[i++]) {
            row.setSize(headerSize).bytes(middles.array(), start, middleEnds[i] - start).u64(metricId);
            add(target);
        }
    }

    private void add(ItemBatch target) {
        target.add(row.array(), 0, row.size());
    }

    /** Number of tag rows of the series: the same over all days and for each day. */
    int tagRows() {
        return middlesCount;
    }

    /** Of one of the {@link #tagRows}: the bytes from the key to the end of the value, borrowed. */
    Slice tagRow(int index) {
        int start = index == 0 ? 0 : middleEnds[index - 1];
        return new Slice(middles.array(), start, middleEnds[index] - start);
    }
}
