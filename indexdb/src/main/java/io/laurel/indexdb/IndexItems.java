package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.series.TagCoding;
import io.laurel.series.Tsid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The seven kinds of items in an index table, byte by byte (FORMAT.md section 4). The first byte is the kind; numbers
 * are unsigned, big-endian.
 *
 * <pre>
 *   +----+--------------------------+----+----------+
 *   | 00 | marshaled name           | 02 | TSID     |   name to TSID
 *   +----+--------------------------+----+----------+
 *   | 01 | T(key)  | T(value)       | id (8 bytes) x n  tag to metric ids, over all days
 *   +----+--------+-------+---------+---------------+
 *   | 02 | id (8) | TSID (24)       |                   metric id to TSID
 *   +----+--------+-----------------+
 *   | 03 | id (8) | marshaled name  |                   metric id to name
 *   +----+--------+-----------------+
 *   | 04 | id (8) |                                     a deleted metric id
 *   +----+--------+--------+
 *   | 05 | day (8)| id (8) |                            day to metric id
 *   +----+--------+--------+----------+---------------+
 *   | 06 | day (8)| T(key) | T(value) | id (8) x n    |  (day, tag) to metric ids
 *   +----+--------+--------+----------+---------------+
 *
 *   T(x)  x escaped and ended by 01, see TagCoding
 *   day   floor(unix milliseconds / 86,400,000)
 * </pre>
 *
 * <p>A marshaled name is {@code T(group) T(key) T(value) T(key) T(value) ...}; so a stretch of it is the middle of a
 * tag row, and no name holds a bare 02. Items have at most 65,536 bytes, names so many that a row of kind 0 fits. Keys
 * in tag rows, apart from the keys of labels:
 *
 * <pre>
 *   (empty)                        the metric group; there for every series, so these rows also list all series
 *   ff                             the bytes of the group reversed, if the group contains a dot
 *   fe uvarint(length) group key   composite: the tag within one metric group; the length is that of the plain group
 * </pre>
 *
 * The whole composite key is escaped like any other, its length bytes too: 0, 1 and 2 become 00 30, 00 31, 00 32.
 *
 * <p>A reader refuses: an unknown kind, another length of the fixed rows, a tag row without ids or with a tail that is
 * no multiple of eight, a name row whose byte in front of the TSID is not 02.
 */
final class IndexItems {
    static final byte NAME_TO_TSID = 0;
    static final byte TAG_TO_IDS = 1;
    static final byte ID_TO_TSID = 2;
    static final byte ID_TO_NAME = 3;
    static final byte DELETED_ID = 4;
    static final byte DAY_TO_ID = 5;
    static final byte DAY_TAG_TO_IDS = 6;

    /** Ends a name in front of its TSID. */
    static final byte NAME_END = 2;

    /** First byte of the key under which the reversed metric group is found. */
    static final byte REVERSED_GROUP = (byte) 0xff;

    /** First byte of a composite key. */
    static final byte COMPOSITE = (byte) 0xfe;

    static final int ID_BYTES = 8;

    /** Length of kind and day in front of a tag of kind 6. */
    static final int DAY_TAG_HEADER_BYTES = 9;

    /** In place of a day number: the rows over all days. No sample is older than 1970. */
    static final long ALL_DAYS = -1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private IndexItems() {}

    static long u64(byte[] array, int offset) {
        return (long) LONG.get(array, offset);
    }

    /** Appends {@code 00 name 02}: what all rows of that name start with, and no row of another. */
    static ByteBuilder nameKey(Slice name, ByteBuilder target) {
        return target.u8(NAME_TO_TSID).bytes(name).u8(NAME_END);
    }

    /** Appends {@code kind number}: an id after kind 2, 3 or 4, a day after kind 5. */
    static ByteBuilder key(byte kind, long number, ByteBuilder target) {
        return target.u8(kind).u64(number);
    }

    static ByteBuilder dayKey(long day, long metricId, ByteBuilder target) {
        return target.u8(DAY_TO_ID).u64(day).u64(metricId);
    }

    /** Appends what stands in front of the tags of one day, or of {@link #ALL_DAYS}. */
    static ByteBuilder tagBase(long day, ByteBuilder target) {
        return day == ALL_DAYS ? target.u8(TAG_TO_IDS) : target.u8(DAY_TAG_TO_IDS).u64(day);
    }

    /** Appends what the composite keys of a group start with, not escaped: {@code fe uvarint(length) group}. */
    static ByteBuilder compositePrefix(Slice group, ByteBuilder target) {
        return target.u8(COMPOSITE).lengthPrefixed(group);
    }

    /** Checks length and shape of a row of kind 2, 3, 4 or 5 and returns the metric id in it. */
    static long metricId(byte[] array, int offset, int length) throws CorruptedDataException {
        byte kind = array[offset];
        boolean sound = switch (kind) {
            case ID_TO_TSID -> length == 1 + ID_BYTES + Tsid.BYTES;
            case ID_TO_NAME -> length > 1 + ID_BYTES;
            case DELETED_ID -> length == 1 + ID_BYTES;
            case DAY_TO_ID -> length == 1 + 8 + ID_BYTES;
            default -> false;
        };
        if (!sound) {
            throw new CorruptedDataException("index row of kind " + kind + " with " + length + " bytes: "
                    + new Slice(array, offset, Math.min(length, 64)));
        }
        return u64(array, offset + (kind == DAY_TO_ID ? 9 : 1));
    }

    /** Index behind the key or value that starts at {@code from}, and behind its end byte. */
    static int behindTag(byte[] array, int from, int to) throws CorruptedDataException {
        int separator = TagCoding.separator(array, from, to);
        if (separator < 0) {
            throw new CorruptedDataException("index row with a key or value without an end: "
                    + new Slice(array, from, Math.min(Math.max(to - from, 0), 64)));
        }
        return separator + 1;
    }

    /** Checks a row of kind 0 and returns where its TSID starts. */
    static int tsidOffset(byte[] array, int offset, int length) throws CorruptedDataException {
        int at = offset + length - Tsid.BYTES;
        if (length < 1 + 1 + 1 + Tsid.BYTES || array[at - 1] != NAME_END) {
            throw new CorruptedDataException("name row without its TSID: "
                    + new Slice(array, offset, Math.min(length, 64)));
        }
        return at;
    }
}
