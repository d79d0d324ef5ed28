package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Varints;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where a block lies and how it is coded. 81 bytes, big-endian:
 *
 * <pre>
 *   +----+----------------------------------------------+---------------------+
 *   |  0 | TSID: metric group 8, job 4, instance 4,     | unsigned            |
 *   |    | metric id 8                                  |                     |
 *   | 24 | first timestamp, ms                          | zigzag int64        |
 *   | 32 | last timestamp, ms                           | zigzag int64        |
 *   | 40 | first mantissa                               | zigzag int64        |
 *   | 48 | offset in timestamps.bin                     | u64                 |
 *   | 56 | offset in values.bin                         | u64                 |
 *   | 64 | size of the timestamps payload               | u32, 0..131072      |
 *   | 68 | size of the values payload                   | u32, 0..131072      |
 *   | 72 | rows                                         | u32, 1..16384       |
 *   | 76 | scale: value = mantissa * 10^scale           | zigzag int16        |
 *   | 78 | encoding of the timestamps                   | u8, 0..6            |
 *   | 79 | encoding of the values                       | u8, 0..6            |
 *   | 80 | precision bits                               | u8, 1..64           |
 *   +----+----------------------------------------------+---------------------+
 * </pre>
 *
 * The first timestamp and the first mantissa are the first numbers of the two encoded columns. We write at most 8,192
 * rows a block. A reader refuses what is outside of the ranges above; it leaves payload and header disagreeing, and
 * encoding 0, to the decoder.
 *
 * <p>Headers are read where they lie: an index block is kept as its bytes and the static accessors pick single fields
 * out of it. An instance is a header that is being made, or the current one of a stream.
 */
final class BlockHeader {
    static final int SIZE = 81;
    static final int MAX_ROWS = 16_384;
    static final int MAX_PAYLOAD_SIZE = 131_072;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /** The TSID as three unsigned numbers, see {@link SeriesKey}. */
    long metricGroupId;
    long jobAndInstance;
    long metricId;
    long minTimestampMs;
    long maxTimestampMs;
    long firstValue;
    long timestampsOffset;
    long valuesOffset;
    int timestampsSize;
    int valuesSize;
    int rows;
    short scale;
    int timestampsType;
    int valuesType;
    int precisionBits;

    void set(BlockHeader other) {
        metricGroupId = other.metricGroupId;
        jobAndInstance = other.jobAndInstance;
        metricId = other.metricId;
        minTimestampMs = other.minTimestampMs;
        maxTimestampMs = other.maxTimestampMs;
        firstValue = other.firstValue;
        timestampsOffset = other.timestampsOffset;
        valuesOffset = other.valuesOffset;
        timestampsSize = other.timestampsSize;
        valuesSize = other.valuesSize;
        rows = other.rows;
        scale = other.scale;
        timestampsType = other.timestampsType;
        valuesType = other.valuesType;
        precisionBits = other.precisionBits;
    }

    /** Takes over the header at {@code array[at..)}, which must have passed {@link #check}. */
    void read(byte[] array, int at) {
        metricGroupId = metricGroupId(array, at);
        jobAndInstance = jobAndInstance(array, at);
        metricId = metricId(array, at);
        minTimestampMs = minTimestampMs(array, at);
        maxTimestampMs = maxTimestampMs(array, at);
        firstValue = firstValue(array, at);
        timestampsOffset = timestampsOffset(array, at);
        valuesOffset = valuesOffset(array, at);
        timestampsSize = timestampsSize(array, at);
        valuesSize = valuesSize(array, at);
        rows = rows(array, at);
        scale = scale(array, at);
        timestampsType = timestampsType(array, at);
        valuesType = valuesType(array, at);
        precisionBits = precisionBits(array, at);
    }

    void write(ByteBuilder target) {
        byte[] array = target.reserve(SIZE);
        int at = target.size();
        LONG.set(array, at, metricGroupId);
        LONG.set(array, at + 8, jobAndInstance);
        LONG.set(array, at + 16, metricId);
        LONG.set(array, at + 24, Varints.zigzag(minTimestampMs));
        LONG.set(array, at + 32, Varints.zigzag(maxTimestampMs));
        LONG.set(array, at + 40, Varints.zigzag(firstValue));
        LONG.set(array, at + 48, timestampsOffset);
        LONG.set(array, at + 56, valuesOffset);
        INT.set(array, at + 64, timestampsSize);
        INT.set(array, at + 68, valuesSize);
        INT.set(array, at + 72, rows);
        SHORT.set(array, at + 76, (short) (scale << 1 ^ scale >> 15));
        array[at + 78] = (byte) timestampsType;
        array[at + 79] = (byte) valuesType;
        array[at + 80] = (byte) precisionBits;
        target.setSize(at + SIZE);
    }

    /** Refuses a header that no writer of the format makes. */
    static void check(byte[] array, int at) throws CorruptedDataException {
        range("rows", rows(array, at), 1, MAX_ROWS);
        range("timestamps size", timestampsSize(array, at), 0, MAX_PAYLOAD_SIZE);
        range("values size", valuesSize(array, at), 0, MAX_PAYLOAD_SIZE);
        range("timestamps encoding", timestampsType(array, at), 0, 6);
        range("values encoding", valuesType(array, at), 0, 6);
        range("precision bits", precisionBits(array, at), 1, 64);
    }

    private static void range(String field, int value, int min, int max) throws CorruptedDataException {
        if (value < min || value > max) {
            throw new CorruptedDataException("block header: " + field + " is " + Integer.toUnsignedString(value)
                    + ", not in " + min + ".." + max);
        }
    }

    static long metricGroupId(byte[] array, int at) {
        return (long) LONG.get(array, at);
    }

    static long jobAndInstance(byte[] array, int at) {
        return (long) LONG.get(array, at + 8);
    }

    static long metricId(byte[] array, int at) {
        return (long) LONG.get(array, at + 16);
    }

    static long minTimestampMs(byte[] array, int at) {
        return Varints.unzigzag((long) LONG.get(array, at + 24));
    }

    static long maxTimestampMs(byte[] array, int at) {
        return Varints.unzigzag((long) LONG.get(array, at + 32));
    }

    static long firstValue(byte[] array, int at) {
        return Varints.unzigzag((long) LONG.get(array, at + 40));
    }

    static long timestampsOffset(byte[] array, int at) {
        return (long) LONG.get(array, at + 48);
    }

    static long valuesOffset(byte[] array, int at) {
        return (long) LONG.get(array, at + 56);
    }

    static int timestampsSize(byte[] array, int at) {
        return (int) INT.get(array, at + 64);
    }

    static int valuesSize(byte[] array, int at) {
        return (int) INT.get(array, at + 68);
    }

    static int rows(byte[] array, int at) {
        return (int) INT.get(array, at + 72);
    }

    static short scale(byte[] array, int at) {
        int z = (short) SHORT.get(array, at + 76) & 0xffff;
        return (short) ((z >>> 1) ^ -(z & 1));
    }

    static int timestampsType(byte[] array, int at) {
        return array[at + 78] & 0xff;
    }

    static int valuesType(byte[] array, int at) {
        return array[at + 79] & 0xff;
    }

    static int precisionBits(byte[] array, int at) {
        return array[at + 80] & 0xff;
    }
}
