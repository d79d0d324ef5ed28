package io.laurel.series;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;

/**
 * Walks over the tags of a marshaled metric name where it lies, without decoding and without an object per tag. The
 * bytes of one tag, from {@link #start} to {@link #end} with both separators, are the very bytes of its index row.
 * Reusable; the array is borrowed until the next {@link #reset}.
 *
 * <pre>
 *   group 01 | key 01 value 01 | key 01 value 01 | ...
 *   groupEnd ^    start ^  ^ valueStart ^ end
 * </pre>
 */
public final class TagCursor {
    private byte[] array;
    private int from;
    private int to;
    private int groupEnd;
    private int start;
    private int valueStart;
    private int end;

    /** Stands in front of the first tag of {@code array[offset..offset+length)}. */
    public void reset(byte[] array, int offset, int length) throws CorruptedDataException {
        this.array = array;
        from = offset;
        to = offset + length;
        groupEnd = separator(from, "metric group");
        end = groupEnd + 1;
    }

    public void reset(Slice marshaled) throws CorruptedDataException {
        reset(marshaled.array(), marshaled.offset(), marshaled.length());
    }

    /** Moves to the next tag; false behind the last one. */
    public boolean next() throws CorruptedDataException {
        if (end == to) {
            return false;
        }
        start = end;
        valueStart = separator(start, "tag key") + 1;
        end = separator(valueStart, "tag value") + 1;
        return true;
    }

    private int separator(int at, String what) throws CorruptedDataException {
        int separator = TagCoding.separator(array, at, to);
        if (separator < 0) {
            throw new CorruptedDataException(
                    "metric name: a " + what + " has no end: " + new Slice(array, from, to - from));
        }
        return separator;
    }

    public byte[] array() {
        return array;
    }

    /** Index of the first byte of the escaped metric group. */
    public int groupStart() {
        return from;
    }

    /** Index of the separator behind the escaped metric group. */
    public int groupEnd() {
        return groupEnd;
    }

    /** Index of the first byte of the escaped key. */
    public int start() {
        return start;
    }

    /** Index of the separator behind the escaped key. */
    public int keyEnd() {
        return valueStart - 1;
    }

    /** Index of the first byte of the escaped value. */
    public int valueStart() {
        return valueStart;
    }

    /** Index of the separator behind the escaped value. */
    public int valueEnd() {
        return end - 1;
    }

    /** Index behind the tag and its last separator. */
    public int end() {
        return end;
    }

    /** The metric group, unescaped. */
    public Slice group() throws CorruptedDataException {
        return TagCoding.unescape(array, from, groupEnd - from);
    }

    /** The key, unescaped. */
    public Slice key() throws CorruptedDataException {
        return TagCoding.unescape(array, start, keyEnd() - start);
    }

    /** The value, unescaped. */
    public Slice value() throws CorruptedDataException {
        return TagCoding.unescape(array, valueStart, valueEnd() - valueStart);
    }
}
