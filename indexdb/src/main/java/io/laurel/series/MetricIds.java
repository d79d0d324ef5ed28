package io.laurel.series;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of metric ids, ordered unsigned. Ids of one run of a writer are consecutive numbers around the clock at its
 * start, so a set has few different upper halves, and the lower halves under each of them are one compressed bitmap.
 * Not safe for threads while it is changed.
 */
public final class MetricIds {
    /** Upper halves, ascending (unsigned); {@code count} of them. No bitmap is empty. */
    private int[] highs = new int[1];

    private RoaringBitmap[] lows = new RoaringBitmap[1];
    private int count;

    /** Index of the bitmap that was used last: neighbours mostly go to the same. */
    private int recent;

    public static MetricIds of(long... ids) {
        MetricIds set = new MetricIds();
        for (long id : ids) {
            set.add(id);
        }
        return set;
    }

    /**
     * The set of the first ids of an array, in any order: faster than adding them one by one, by far if they are
     * sorted. The array is used as scratch space.
     */
    public static MetricIds of(long[] ids, int size) {
        Arrays.sort(ids, 0, size);
        MetricIds set = new MetricIds();
        int[] run = new int[size];
        for (int from = 0, to; from < size; from = to) {
            int high = (int) (ids[from] >>> 32);
            for (to = from; to < size && (int) (ids[to] >>> 32) == high; to++) {
                run[to - from] = (int) ids[to];
            }
            set.bucket(high).addN(run, 0, to - from);
        }
        return set;
    }

    public MetricIds copy() {
        MetricIds copy = new MetricIds();
        copy.highs = highs.clone();
        copy.lows = new RoaringBitmap[lows.length];
        copy.count = count;
        for (int i = 0; i < count; i++) {
            copy.lows[i] = lows[i].clone();
        }
        return copy;
    }

    public void add(long id) {
        bucket((int) (id >>> 32)).add((int) id);
    }

    /** True if the id was not in the set. */
    public boolean addNew(long id) {
        return bucket((int) (id >>> 32)).checkedAdd((int) id);
    }

    public boolean contains(long id) {
        int high = (int) (id >>> 32);
        int i = recent < count && highs[recent] == high ? recent : find(high);
        return i >= 0 && lows[i].contains((int) id);
    }

    /** Adds all ids of the other set. */
    public void or(MetricIds other) {
        for (int i = 0; i < other.count; i++) {
            bucket(other.highs[i]).or(other.lows[i]);
        }
    }

    /** Keeps the ids that are in the other set too. */
    public void and(MetricIds other) {
        for (int i = 0; i < count; i++) {
            int j = other.find(highs[i]);
            if (j < 0) {
                lows[i].clear();
            } else {
                lows[i].and(other.lows[j]);
            }
        }
        dropEmpty();
    }

    /** Removes all ids of the other set. */
    public void andNot(MetricIds other) {
        for (int i = 0; i < count; i++) {
            int j = other.find(highs[i]);
            if (j >= 0) {
                lows[i].andNot(other.lows[j]);
            }
        }
        dropEmpty();
    }

    public boolean intersects(MetricIds other) {
        for (int i = 0; i < count; i++) {
            int j = other.find(highs[i]);
            if (j >= 0 && RoaringBitmap.intersects(lows[i], other.lows[j])) {
                return true;
            }
        }
        return false;
    }

    public long size() {
        long size = 0;
        for (int i = 0; i < count; i++) {
            size += lows[i].getLongCardinality();
        }
        return size;
    }

    /** About what the set takes. */
    public long heapBytes() {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += Integer.BYTES + Long.BYTES + lows[i].getLongSizeInBytes();
        }
        return bytes;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Hands over all ids, ascending. */
    public void forEach(LongConsumer target) {
        for (int i = 0; i < count; i++) {
            long high = (long) highs[i] << 32;
            PeekableIntIterator ids = lows[i].getIntIterator();
            while (ids.hasNext()) {
                target.accept(high | Integer.toUnsignedLong(ids.next()));
            }
        }
    }

    /** All ids, ascending. */
    public long[] toArray() {
        long[] ids = new long[Math.toIntExact(size())];
        int at = 0;
        for (int i = 0; i < count; i++) {
            long high = (long) highs[i] << 32;
            PeekableIntIterator iterator = lows[i].getIntIterator();
            while (iterator.hasNext()) {
                ids[at++] = high | Integer.toUnsignedLong(iterator.next());
            }
        }
        return ids;
    }

    private RoaringBitmap bucket(int high) {
        if (recent < count && highs[recent] == high) {
            return lows[recent];
        }
        int i = find(high);
        if (i < 0) {
            i = insert(~i, high);
        }
        recent = i;
        return lows[i];
    }

    /** Index of an upper half, or the complement of the index where it belongs. */
    private int find(int high) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Integer.compareUnsigned(highs[middle], high);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return ~from;
    }

    private int insert(int at, int high) {
        if (count == highs.length) {
            highs = Arrays.copyOf(highs, 2 * count);
            lows = Arrays.copyOf(lows, 2 * count);
        }
        System.arraycopy(highs, at, highs, at + 1, count - at);
        System.arraycopy(lows, at, lows, at + 1, count - at);
        highs[at] = high;
        lows[at] = new RoaringBitmap();
        count++;
        return at;
    }

    private void dropEmpty() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!lows[i].isEmpty()) {
                highs[kept] = highs[i];
                lows[kept++] = lows[i];
            }
        }
        Arrays.fill(lows, kept, count, null);
        count = kept;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetricIds that && count == that.count
                && Arrays.equals(highs, 0, count, that.highs, 0, count)
                && Arrays.equals(lows, 0, count, that.lows, 0, count);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < count; i++) {
            hash = 31 * hash + 17 * highs[i] + lows[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return size() + " metric ids";
    }
}
