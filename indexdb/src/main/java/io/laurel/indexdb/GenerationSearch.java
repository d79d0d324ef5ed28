package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.TableSearch;
import io.laurel.series.MetricIds;
import io.laurel.series.Tsid;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Look-ups by name, id and day in one generation; cheap in ascending order. For one thread. */
final class GenerationSearch implements Closeable {
    private final ItemCursor cursor;
    private final ByteBuilder key = new ByteBuilder();

    /** Takes over the search and closes it. */
    GenerationSearch(TableSearch search) {
        cursor = new ItemCursor(search);
    }

    /** The cursor itself, for scans; look-ups move it. */
    ItemCursor cursor() {
        return cursor;
    }

    /** The TSID under which a name is known, the first one that is not deleted; null if there is none. */
    Tsid tsid(Slice marshaledName, MetricIds deleted) throws IOException {
        IndexItems.nameKey(marshaledName, key.clear());
        for (boolean found = cursor.seekPrefix(key); found; found = cursor.next() && cursor.startsWith(key)) {
            int offset = IndexItems.tsidOffset(cursor.array(), cursor.offset(), cursor.length());
            Tsid tsid = unmarshal(offset);
            if (!deleted.contains(tsid.metricId())) {
                return tsid;
            }
        }
        return null;
    }

    /** The TSID of a metric id; null if there is none. */
    Tsid tsid(long metricId) throws IOException {
        if (!cursor.seekPrefix(IndexItems.key(IndexItems.ID_TO_TSID, metricId, key.clear()))) {
            return null;
        }
        IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
        return unmarshal(cursor.offset() + key.size());
    }

    private Tsid unmarshal(int offset) throws IOException {
        return Tsid.unmarshal(new ByteReader(cursor.array(), offset, Tsid.BYTES));
    }

    /** The marshaled name of a metric id, borrowed until the next look-up; null if there is none. */
    Slice name(long metricId) throws IOException {
        if (!cursor.seekPrefix(IndexItems.key(IndexItems.ID_TO_NAME, metricId, key.clear()))) {
            return null;
        }
        IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
        return cursor.item().from(key.size());
    }

    /** Whether any series is registered for that day or a later one. */
    boolean hasDayFrom(long day) throws IOException {
        IndexItems.key(IndexItems.DAY_TO_ID, day, key.clear());
        return cursor.seek(key) && cursor.array()[cursor.offset()] == IndexItems.DAY_TO_ID;
    }

    /** The days from that one on for which a series is registered, ascending. */
    List<Long> daysFrom(long first) throws IOException {
        List<Long> days = new ArrayList<>();
        for (long day = first; hasDayFrom(day); day++) {
            IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
            day = IndexItems.u64(cursor.array(), cursor.offset() + 1);
            days.add(day);
        }
        return days;
    }

    /** The ids registered for any day from that one on that are in a set. */
    MetricIds registeredFrom(long day, MetricIds among) throws IOException {
        MetricIds ids = new MetricIds();
        ByteBuilder kind = new ByteBuilder().u8(IndexItems.DAY_TO_ID);
        for (boolean found = hasDayFrom(day); found; found = cursor.next() && cursor.startsWith(kind)) {
            long id = IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
            if (among.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** The ids that have a TSID here. */
    MetricIds ids() throws IOException {
        return ids(key.clear().u8(IndexItems.ID_TO_TSID));
    }

    /** The ids registered for one day. */
    MetricIds idsOfDay(long day) throws IOException {
        return ids(IndexItems.key(IndexItems.DAY_TO_ID, day, key.clear()));
    }

    boolean isRegistered(long day, long metricId) throws IOException {
        return cursor.seekPrefix(IndexItems.dayKey(day, metricId, key.clear()));
    }

    MetricIds deletedIds() throws IOException {
        return ids(key.clear().u8(IndexItems.DELETED_ID));
    }

    private MetricIds ids(ByteBuilder prefix) throws IOException {
        MetricIds ids = new MetricIds();
        for (boolean found = cursor.seekPrefix(prefix); found; found = cursor.next() && cursor.startsWith(prefix)) {
            ids.add(IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length()));
        }
        return ids;
    }

    /**
     * The greatest metric id that has a TSID or a name or was deleted, as an unsigned number; 0 if there is none. There
     * is no way to read backwards, so this narrows the place down from both sides, with a look-up for each bit of an id
     * at most.
     */
    long greatestId() throws IOException {
        long greatest = 0;
        for (byte kind : new byte[] {IndexItems.ID_TO_TSID, IndexItems.ID_TO_NAME, IndexItems.DELETED_ID}) {
            long ofKind = greatestId(kind);
            greatest = Long.compareUnsigned(ofKind, greatest) > 0 ? ofKind : greatest;
        }
        return greatest;
    }

    private long greatestId(byte kind) throws IOException {
        long low = 0;
        long high = -1;
        while (low != high) {
            long middle = low + ((high - low) >>> 1) + 1;
            long found = firstIdFrom(kind, middle);
            if (found == 0) {
                high = middle - 1;
            } else {
                low = found;
            }
        }
        return low;
    }

    /** 0 if there is none. */
    private long firstIdFrom(byte kind, long metricId) throws IOException {
        IndexItems.key(kind, metricId, key.clear());
        if (!cursor.seek(key) || cursor.array()[cursor.offset()] != kind) {
            return 0;
        }
        return IndexItems.metricId(cursor.array(), cursor.offset(), cursor.length());
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
