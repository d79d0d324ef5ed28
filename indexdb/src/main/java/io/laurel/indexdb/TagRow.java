package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.series.TagCoding;

/** One row of kind 1 or 6, taken apart; reusable, borrows the bytes it was set to. */
final class TagRow {
    private byte[] array = new byte[0];
    private int offset;
    private int valueStart;
    private int idsStart;
    private int end;

    static boolean isKindOf(byte kind) {
        return kind == IndexItems.TAG_TO_IDS || kind == IndexItems.DAY_TAG_TO_IDS;
    }

    /**
     * Takes the row apart.
     *
     * @throws CorruptedDataException unless it is a kind 1 or 6 row with at least one metric id and no tail
     */
    void set(byte[] source, int from, int length) throws CorruptedDataException {
        array = source;
        offset = from;
        end = from + length;
        if (length == 0 || !isKindOf(source[from])) {
            throw new CorruptedDataException("no tag row: " + shown());
        }
        valueStart = IndexItems.behindTag(source, keyStart(), end);
        idsStart = IndexItems.behindTag(source, valueStart, end);
        if (end == idsStart || (end - idsStart) % IndexItems.ID_BYTES != 0) {
            throw new CorruptedDataException("tag row with " + (end - idsStart) + " bytes of metric ids: " + shown());
        }
    }

    private int keyStart() {
        return Math.min(end, offset + (array[offset] == IndexItems.TAG_TO_IDS ? 1 : IndexItems.DAY_TAG_HEADER_BYTES));
    }

    private Slice shown() {
        return new Slice(array, offset, Math.min(end - offset, 64));
    }

    /** Day of a kind 6 row, {@link IndexItems#ALL_DAYS} of a kind 1 row. */
    long day() {
        return array[offset] == IndexItems.TAG_TO_IDS ? IndexItems.ALL_DAYS : IndexItems.u64(array, offset + 1);
    }

    /** The key as stored, escaped, without its end byte. */
    Slice escapedKey() {
        int start = keyStart();
        return new Slice(array, start, valueStart - 1 - start);
    }

    /**
     * Whether the key is none of a label but one that the index makes up; if so, {@code target} gets the key to seek
     * for what comes behind all rows of that sort.
     */
    boolean isArtificial(ByteBuilder base, ByteBuilder target) {
        int first = array[keyStart()];
        boolean composite = first == IndexItems.COMPOSITE;
        if (!composite && (first != IndexItems.REVERSED_GROUP || valueStart - keyStart() != 2)) {
            return false;
        }
        target.clear().bytes(base.slice()).u8(IndexItems.REVERSED_GROUP);
        if (!composite) {
            target.u8(TagCoding.SEPARATOR + 1);
        }
        return true;
    }

    /** The value as stored, escaped, without its end byte. */
    Slice escapedValue() {
        return new Slice(array, valueStart, idsStart - 1 - valueStart);
    }

    /** Everything in front of the metric ids; rows with the same one belong to the same tag. */
    Slice prefix() {
        return new Slice(array, offset, prefixLength());
    }

    int prefixLength() {
        return idsStart - offset;
    }

    int idsCount() {
        return (end - idsStart) / IndexItems.ID_BYTES;
    }

    long id(int index) {
        return IndexItems.u64(array, idsStart + IndexItems.ID_BYTES * index);
    }
}
