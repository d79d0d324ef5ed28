package io.laurel.storage;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import io.laurel.indexdb.Deadline;
import io.laurel.indexdb.SeriesNames;
import io.laurel.series.Tsid;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.io.IOException;
import java.util.Arrays;

/**
 * The series of one answer. Ids are what the index finds, but a series is its name: one name may own several ids
 * (created by two writers at once, or again after its index rows were lost), and then they are one series here. Series
 * come in the order of their first id.
 *
 * <p>All names of an answer lie in one byte array, and ids are chained by index: nothing is allocated for each series.
 */
final class SeriesGroups {
    private static final int NONE = -1;

    private final Tsid[] ids;

    /** By id: the next id of the same name, or {@link #NONE}. */
    private final int[] nextId;

    /** By series: its first id. */
    private final int[] firstId;

    /** By id: where its name lies; only the places of first ids are used. */
    private final int[] nameStart;
    private final int[] nameEnd;
    private final byte[] names;

    private final int nameless;

    private SeriesGroups(Tsid[] ids, int[] nextId, int[] firstId, int[] nameStart, int[] nameEnd, byte[] names,
            int nameless) {
        this.ids = ids;
        this.nextId = nextId;
        this.firstId = firstId;
        this.nameStart = nameStart;
        this.nameEnd = nameEnd;
        this.names = names;
        this.nameless = nameless;
    }

    /** Groups ids, sorted by TSID, by the names that the index has for them. */
    static SeriesGroups of(Tsid[] ids, SeriesNames index, Deadline deadline) throws IOException {
        int count = ids.length;
        int[] nameStart = new int[count];
        int[] nameEnd = new int[count];
        ByteBuilder names = new ByteBuilder(1 << 10);
        for (int id : byMetricId(ids)) {
            deadline.check();
            nameStart[id] = names.size();
            boolean found = index.name(ids[id].metricId(), names);
            nameEnd[id] = found ? names.size() : NONE;
        }

        int[] nextId = new int[count];
        Arrays.fill(nextId, NONE);
        int[] firstId = new int[count];
        int[] lastId = new int[count];
        int series = 0;
        int nameless = 0;
        // Open hash table from name to series + 1; 0 is free
        int[] table = new int[Math.max(2, Integer.highestOneBit(count) << 2)];
        byte[] bytes = names.array();
        for (int id = 0; id < count; id++) {
            if (nameEnd[id] == NONE) {
                nameless++;
                continue;
            }
            int slot = (int) XxHash64.hash(bytes, nameStart[id], nameEnd[id] - nameStart[id]) & table.length - 1;
            while (table[slot] != 0 && !sameName(bytes, nameStart, nameEnd, firstId[table[slot] - 1], id)) {
                slot = slot + 1 & table.length - 1;
            }
            if (table[slot] == 0) {
                firstId[series] = id;
                lastId[series] = id;
                table[slot] = ++series;
            } else {
                int known = table[slot] - 1;
                nextId[lastId[known]] = id;
                lastId[known] = id;
            }
        }
        return new SeriesGroups(ids, nextId, Arrays.copyOf(firstId, series), nameStart, nameEnd, bytes, nameless);
    }

    /** Number of series. */
    int size() {
        return firstId.length;
    }

    /** Number of ids for which the index has no name: their samples cannot be served. */
    int nameless() {
        return nameless;
    }

    /** The marshaled name of a series. */
    Slice name(int series) {
        int id = firstId[series];
        return new Slice(names, nameStart[id], nameEnd[id] - nameStart[id]);
    }

    /** The first id of a series, as an argument of {@link #tsid} and {@link #next}. */
    int first(int series) {
        return firstId[series];
    }

    /** The next id of the same series, or a negative number. */
    int next(int id) {
        return nextId[id];
    }

    Tsid tsid(int id) {
        return ids[id];
    }

    /** Indexes in ascending order of metric id, the order in which names lie in the index. */
    private static int[] byMetricId(Tsid[] ids) {
        int[] order = new int[ids.length];
        long[] metricIds = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            order[i] = i;
            metricIds[i] = ids[i].metricId();
        }
        LongArrays.radixSortIndirect(order, metricIds, true);
        return order;
    }

    private static boolean sameName(byte[] bytes, int[] nameStart, int[] nameEnd, int a, int b) {
        return Arrays.equals(bytes, nameStart[a], nameEnd[a], bytes, nameStart[b], nameEnd[b]);
    }
}
