package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.mergeset.ItemFilter;
import io.laurel.mergeset.Table;
import io.laurel.series.MetricIds;
import java.io.IOException;
import java.util.Arrays;

/**
 * Leaves the rows of deleted series out of a merge:
 *
 * <pre>
 *   kind 0, 2, 3, 5   dropped if the metric id in it was deleted
 *   kind 1, 6         the rows of one tag are gathered and written anew with the ids that are left; none left: no row
 *   kind 4            stays: searches, merges of samples and other engines go by these marks
 * </pre>
 *
 * Tag rows are gathered because rows stand in the order of their first ids: one that loses it may belong behind others
 * of the same tag. They come out as a series of full rows, {@value TagRowJoiner#ENOUGH_IDS} ids each, and the rest. A
 * row that cannot be read ends the merge.
 */
final class DeletedRows implements ItemFilter {
    private final MetricIds deleted;
    private final TagRow row = new TagRow();

    /** What the tag rows at hand start with; empty if there are none. */
    private final ByteBuilder tag = new ByteBuilder(1024);
    private long[] ids = new long[1024];
    private int idsCount;

    /** The ids came sorted and each once so far, as they mostly do. */
    private boolean ascending = true;
    private final ByteBuilder joined = new ByteBuilder(2048);

    /** @param deleted not to be changed any more */
    DeletedRows(MetricIds deleted) {
        this.deleted = deleted;
    }

    /**
     * Whether a generation has rows of any of these series. Looks for those of kinds 2, 3 and 5, of which there is one
     * at least wherever there are others, and skips from id to id: cheap if few series were deleted, or few are left.
     */
    static boolean areIn(IndexGeneration generation, MetricIds deleted) throws IOException {
        if (deleted.isEmpty()) {
            return false;
        }
        long[] ids = deleted.toArray();
        try (GenerationSearch search = generation.search()) {
            ItemCursor cursor = search.cursor();
            ByteBuilder prefix = new ByteBuilder();
            if (hasAny(cursor, prefix.u8(IndexItems.ID_TO_TSID), ids)
                    || hasAny(cursor, prefix.clear().u8(IndexItems.ID_TO_NAME), ids)) {
                return true;
            }
            ByteBuilder days = new ByteBuilder().u8(IndexItems.DAY_TO_ID);
            boolean more = cursor.seekPrefix(days);
            while (more) {
                IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
                long day = IndexItems.u64(cursor.array(), cursor.offset() + 1);
                if (hasAny(cursor, IndexItems.key(IndexItems.DAY_TO_ID, day, prefix.clear()), ids)) {
                    return true;
                }
                more = cursor.seek(IndexItems.key(IndexItems.DAY_TO_ID, day + 1, prefix.clear()))
                        && cursor.startsWith(days);
            }
            return false;
        }
    }

    /** Whether behind that prefix any of the ids follows; both sides are sorted, and each skips to the other. */
    private static boolean hasAny(ItemCursor cursor, ByteBuilder prefix, long[] ids) throws IOException {
        int prefixSize = prefix.size();
        int next = 0;
        while (next < ids.length && cursor.seek(prefix.setSize(prefixSize).u64(ids[next]))
                && cursor.startsWith(prefix.setSize(prefixSize))) {
            long id = IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
            while (next < ids.length && Long.compareUnsigned(ids[next], id) < 0) {
                next++;
            }
            if (next < ids.length && ids[next] == id) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void item(byte[] array, int offset, int length, Target target) throws IOException {
        if (length > 0 && TagRow.isKindOf(array[offset])) {
            gather(array, offset, length, target);
            return;
        }
        writeGathered(target);
        if (length == 0 || !isDeleted(array, offset, length)) {
            target.keep(array, offset, length);
        }
    }

    private boolean isDeleted(byte[] array, int offset, int length) throws CorruptedDataException {
        return switch (array[offset]) {
            case IndexItems.NAME_TO_TSID -> {
                IndexItems.tsidOffset(array, offset, length);
                yield deleted.contains(IndexItems.u64(array, offset + length - IndexItems.ID_BYTES));
            }
            case IndexItems.ID_TO_TSID, IndexItems.ID_TO_NAME, IndexItems.DAY_TO_ID ->
                    deleted.contains(IndexItems.metricId(array, offset, length));
            default -> false;
        };
    }

    private void gather(byte[] array, int offset, int length, Target target) throws IOException {
        row.set(array, offset, length);
        if (!row.prefix().equals(tag.slice())) {
            writeGathered(target);
            tag.bytes(row.prefix());
        }
        for (int i = 0; i < row.idsCount(); i++) {
            long id = row.id(i);
            if (!deleted.contains(id)) {
                add(id);
            }
        }
    }

    private void add(long id) {
        if (idsCount == ids.length) {
            ids = Arrays.copyOf(ids, 2 * idsCount);
        }
        ascending &= idsCount == 0 || Long.compareUnsigned(ids[idsCount - 1], id) < 0;
        ids[idsCount++] = id;
    }

    /** Writes the rows of the tag at hand, if there is one with ids that are left. */
    private void writeGathered(Target target) throws IOException {
        long[] sorted = ascending ? ids : MetricIds.of(ids, idsCount).toArray();
        int count = ascending ? idsCount : sorted.length;
        // A very long tag leaves less room.
        int most = Math.min(TagRowJoiner.ENOUGH_IDS, (Table.MAX_ITEM_BYTES - tag.size()) / IndexItems.ID_BYTES);
        for (int from = 0, to; from < count; from = to) {
            to = Math.min(from + most, count);
            joined.clear().bytes(tag.slice());
            for (int i = from; i < to; i++) {
                joined.u64(sorted[i]);
            }
            target.keep(joined.array(), 0, joined.size());
        }
        tag.clear();
        idsCount = 0;
        ascending = true;
    }

    @Override
    public void end(Target target) throws IOException {
        writeGathered(target);
    }
}
