package io.laurel.mergeset;

import io.laurel.bytes.Slice;
import java.util.Arrays;

/**
 * A list of items, end to end in one array with the end of each beside it: no object per item. Filled by callers of
 * {@link Table#addItems}, and sorted it is what a block holds. Reusable after {@link #clear()}; for one thread.
 */
public final class ItemBatch {
    byte[] bytes;
    int[] ends;
    int size;
    private int longest;

    public ItemBatch() {
        this(1 << 10, 16);
    }

    ItemBatch(int bytesCapacity, int itemsCapacity) {
        bytes = new byte[bytesCapacity];
        ends = new int[itemsCapacity];
    }

    /** Wraps decoded items; the arrays change hands. */
    ItemBatch(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
        this.size = ends.length;
    }

    /** Adds a copy of {@code source[offset..offset+length)}. */
    public void add(byte[] source, int offset, int length) {
        int start = sizeBytes();
        System.arraycopy(source, offset, reserve(start, length), start, length);
        append(start + length);
        longest = Math.max(longest, length);
    }

    public void add(Slice item) {
        add(item.array(), item.offset(), item.length());
    }

    void addAll(ItemBatch other) {
        int start = sizeBytes();
        int bytesCount = other.sizeBytes();
        System.arraycopy(other.bytes, 0, reserve(start, bytesCount), start, bytesCount);
        reserveEnds(other.size);
        for (int i = 0; i < other.size; i++) {
            ends[size + i] = start + other.ends[i];
        }
        size += other.size;
        longest = Math.max(longest, other.longest);
    }

    private byte[] reserve(int start, int length) {
        int needed = Math.addExact(start, length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(bytes.length, needed));
        }
        return bytes;
    }

    private void append(int end) {
        if (size == ends.length) {
            reserveEnds(1);
        }
        ends[size++] = end;
    }

    private void reserveEnds(int extra) {
        int needed = Math.addExact(size, extra);
        if (needed > ends.length) {
            ends = Arrays.copyOf(ends, grown(ends.length, needed));
        }
    }

    private static int grown(int capacity, int needed) {
        return Math.max(needed, (int) Math.min(2L * capacity, Integer.MAX_VALUE - 8));
    }

    /** Number of items. */
    public int size() {
        return size;
    }

    /** Sum of the lengths of all items. */
    public int sizeBytes() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** Length of the longest item since the last {@link #clear()}. */
    int longest() {
        return longest;
    }

    /** The array that holds all items; replaced when the batch grows. */
    public byte[] array() {
        return bytes;
    }

    /** Where item {@code index} starts in {@link #array()}. */
    public int offset(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    public int length(int index) {
        return ends[index] - offset(index);
    }

    /** A borrowed view of item {@code index}, good until the next change. */
    public Slice item(int index) {
        return new Slice(bytes, offset(index), length(index));
    }

    public void clear() {
        size = 0;
        longest = 0;
    }

    /** Order of item {@code index} and {@code key[offset..offset+length)}, as unsigned bytes. */
    int compare(int index, byte[] key, int offset, int length) {
        return Arrays.compareUnsigned(bytes, offset(index), ends[index], key, offset, offset + length);
    }

    /** Index of the first item that is not below the key, in a sorted batch; its size if there is none. */
    int lowerBound(byte[] key, int offset, int length) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, key, offset, length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Bytes of heap this batch holds on to. */
    long heapBytes() {
        return bytes.length + 4L * ends.length + 64;
    }
}
