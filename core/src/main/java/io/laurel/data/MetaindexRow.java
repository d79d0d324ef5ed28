package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Varints;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where an index block lies. 56 bytes, big-endian:
 *
 * <pre>
 *   +----+----------------------------------------------+---------------------+
 *   |  0 | TSID of the first header in the index block  | 24 bytes, unsigned  |
 *   | 24 | headers in the index block                   | u32, at least 1     |
 *   | 28 | smallest timestamp of the headers, ms        | zigzag int64        |
 *   | 36 | largest timestamp of the headers, ms         | zigzag int64        |
 *   | 44 | offset in index.bin                          | u64                 |
 *   | 52 | size of the compressed index block           | u32, at most 131072 |
 *   +----+----------------------------------------------+---------------------+
 * </pre>
 *
 * {@code metaindex.bin} is one zstd frame over all rows of a part, sorted by TSID (equal neighbours are fine: one
 * series may fill several index blocks). Like {@link BlockHeader}s, rows are read where they lie.
 */
final class MetaindexRow {
    static final int SIZE = 56;
    static final int MAX_INDEX_BLOCK_SIZE = 131_072;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private MetaindexRow() {}

    /** Appends a row from its fields; the TSID lies at {@code key[keyAt..)}. */
    static void write(ByteBuilder target, byte[] key, int keyAt, int count, long minTimestampMs, long maxTimestampMs,
            long offset, int size) {
        target.bytes(key, keyAt, SeriesKey.SIZE).u32(count).zigzag64(minTimestampMs).zigzag64(maxTimestampMs)
                .u64(offset).u32(size);
    }

    /** Refuses rows that are not in order or that describe no index block. */
    static void check(byte[] rows, int size) throws CorruptedDataException {
        if (size == 0 || size % SIZE != 0) {
            throw new CorruptedDataException("metaindex has " + size + " bytes, not a multiple of " + SIZE);
        }
        for (int at = 0; at < size; at += SIZE) {
            if (headers(rows, at) <= 0) {
                throw new CorruptedDataException("metaindex row " + at / SIZE + " has "
                        + Integer.toUnsignedString(headers(rows, at)) + " headers");
            }
            if (indexSize(rows, at) < 0 || indexSize(rows, at) > MAX_INDEX_BLOCK_SIZE) {
                throw new CorruptedDataException("metaindex row " + at / SIZE + " has an index block of "
                        + Integer.toUnsignedString(indexSize(rows, at)) + " bytes");
            }
            if (at > 0 && SeriesKey.compare(rows, at - SIZE, rows, at) > 0) {
                throw new CorruptedDataException("metaindex row " + at / SIZE + " is not in the order of TSIDs");
            }
        }
    }

    static int headers(byte[] rows, int at) {
        return (int) INT.get(rows, at + 24);
    }

    static long minTimestampMs(byte[] rows, int at) {
        return Varints.unzigzag((long) LONG.get(rows, at + 28));
    }

    static long maxTimestampMs(byte[] rows, int at) {
        return Varints.unzigzag((long) LONG.get(rows, at + 36));
    }

    static long indexOffset(byte[] rows, int at) {
        return (long) LONG.get(rows, at + 44);
    }

    static int indexSize(byte[] rows, int at) {
        return (int) INT.get(rows, at + 52);
    }
}
