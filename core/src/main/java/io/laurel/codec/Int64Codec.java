package io.laurel.codec;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Varints;
import io.laurel.bytes.Zstd;
import java.util.Arrays;

/**
 * Chooses and runs the encoding of one column of int64 values: the mantissas or the timestamps of a block.
 *
 * <pre>
 *   all equal                     CONST            nothing
 *   all differences equal         DELTA_CONST      one varint
 *   a gauge (falls often)         NEAREST_DELTA    varints; below 6 precision bits coded with two more
 *   anything else                 NEAREST_DELTA2   varints
 *   ... 128 bytes and more        ZSTD_...         if the frame has at most 0.9 times the size; level by n:
 *                                                  1 up to 64 values, 2 up to 256, 3 up to 1024, 4 up to 4096, then 5
 * </pre>
 *
 * <p>What each encoding looks like stands in {@link EncodingType}. Which one was chosen and the first value are for the
 * caller to keep. A column has 1 value or more; the engine stops at 8,192 and reads up to 16,384.
 */
public final class Int64Codec {
    /** Precision bits of a lossless column. */
    public static final int EXACT = NearestDelta.EXACT;

    /** Shorter payloads are not worth a frame. */
    private static final int MIN_COMPRESSED_SIZE = 128;
    private static final double MAX_COMPRESSED_SHARE = 0.9;

    /** Differences are smaller than values, so gauges of very low precision keep two bits more. */
    private static final int FEW_PRECISION_BITS = 6;

    private Int64Codec() {}

    /** Working memory of one thread, kept between calls. */
    public static final class Scratch {
        private final ByteBuilder bytes = new ByteBuilder();
        private long[] deltas = new long[0];

        private long[] deltas(int n) {
            if (deltas.length < n) {
                deltas = new long[Math.max(n, 2 * deltas.length)];
            }
            return deltas;
        }
    }

    /**
     * Appends the payload for {@code values[from..from+n)} to {@code target}.
     *
     * @param precisionBits 1..64; below {@link #EXACT} a reader gets rounded values
     * @param zstd compresses where it pays; null: never compress
     */
    public static EncodingType encode(long[] values, int from, int n, int precisionBits, ByteBuilder target, Zstd zstd,
            Scratch scratch) {
        if (n < 1) {
            throw new IllegalArgumentException("a column has at least one value");
        }
        if (precisionBits < 1 || precisionBits > EXACT) {
            throw new IllegalArgumentException("precision bits " + precisionBits + " are outside 1..64");
        }
        if (isConst(values, from, n)) {
            return EncodingType.CONST;
        }
        if (isDeltaConst(values, from, n)) {
            target.varint(values[from + 1] - values[from]);
            return EncodingType.DELTA_CONST;
        }
        boolean gauge = isGauge(values, from, n);
        long[] deltas = scratch.deltas(n - 1);
        if (gauge) {
            int bits = precisionBits < FEW_PRECISION_BITS ? precisionBits + 2 : precisionBits;
            NearestDelta.deltas(values, from, n, bits, deltas);
        } else {
            NearestDelta2.deltas(values, from, n, precisionBits, deltas);
        }
        int start = target.size();
        byte[] array = target.reserve(Math.multiplyExact(n - 1, Varints.MAX_BYTES));
        target.setSize(Varints.putSigned(deltas, 0, n - 1, array, start));
        if (zstd != null && compress(target, start, zstdLevel(n), zstd, scratch.bytes)) {
            return gauge ? EncodingType.ZSTD_NEAREST_DELTA : EncodingType.ZSTD_NEAREST_DELTA2;
        }
        return gauge ? EncodingType.NEAREST_DELTA : EncodingType.NEAREST_DELTA2;
    }

    /**
     * Reads the payload {@code source[offset..offset+length)} of n values into {@code target[at..at+n)}.
     *
     * @param zstd needed for the two compressed types only
     * @throws CorruptedDataException if the bytes are not exactly such a payload
     */
    public static void decode(EncodingType type, byte[] source, int offset, int length, long first, long[] target,
            int at, int n, Zstd zstd, Scratch scratch) throws CorruptedDataException {
        if (n < 1) {
            throw new IllegalArgumentException("a column has at least one value");
        }
        target[at] = first;
        switch (type) {
            case CONST -> {
                expectEnd(0, length);
                Arrays.fill(target, at, at + n, first);
            }
            case DELTA_CONST -> decodeDeltaConst(source, offset, length, target, at, n, scratch);
            case NEAREST_DELTA -> decodeDeltas(source, offset, length, target, at, n);
            case NEAREST_DELTA2 -> decodeDeltas2(source, offset, length, target, at, n);
            case ZSTD_NEAREST_DELTA -> {
                ByteBuilder plain = decompress(source, offset, length, n, zstd, scratch);
                decodeDeltas(plain.array(), 0, plain.size(), target, at, n);
            }
            case ZSTD_NEAREST_DELTA2 -> {
                ByteBuilder plain = decompress(source, offset, length, n, zstd, scratch);
                decodeDeltas2(plain.array(), 0, plain.size(), target, at, n);
            }
        }
    }

    /**
     * Appends the payload {@code source[offset..offset+length)} of n values to {@code target}, compressed if its
     * encoding is a plain one and {@link #encode} would have compressed it.
     *
     * @return its encoding now
     */
    public static EncodingType pack(EncodingType type, int n, byte[] source, int offset, int length, ByteBuilder target,
            Zstd zstd, Scratch scratch) {
        int start = target.size();
        target.bytes(source, offset, length);
        boolean plain = type == EncodingType.NEAREST_DELTA || type == EncodingType.NEAREST_DELTA2;
        if (!plain || !compress(target, start, zstdLevel(n), zstd, scratch.bytes)) {
            return type;
        }
        return type == EncodingType.NEAREST_DELTA ? EncodingType.ZSTD_NEAREST_DELTA : EncodingType.ZSTD_NEAREST_DELTA2;
    }

    /** The zstd level for a payload of n values: larger blocks are written once and read often. */
    static int zstdLevel(int n) {
        if (n <= 64) {
            return 1;
        }
        if (n <= 256) {
            return 2;
        }
        if (n <= 1024) {
            return 3;
        }
        return n <= 4096 ? 4 : 5;
    }

    /**
     * Whether the column goes up and down rather than up with resets. A fall to more than an eighth of the value
     * before is what only gauges do; a deeper one looks like a counter that began anew, unless it happens too often.
     */
    static boolean isGauge(long[] values, int from, int n) {
        if (n < 2) {
            return false;
        }
        long previous = values[from];
        if (previous < 0) {
            return true;
        }
        int resets = 0;
        for (int i = from + 1; i < from + n; i++) {
            long value = values[i];
            if (value < previous) {
                if (value < 0 || value > previous >> 3) {
                    return true;
                }
                resets++;
            }
            previous = value;
        }
        return resets > 2 && resets > n >> 3;
    }

    private static boolean isConst(long[] values, int from, int n) {
        long first = values[from];
        for (int i = from + 1; i < from + n; i++) {
            if (values[i] != first) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDeltaConst(long[] values, int from, int n) {
        long delta = values[from + 1] - values[from];
        for (int i = from + 2; i < from + n; i++) {
            if (values[i] - values[i - 1] != delta) {
                return false;
            }
        }
        return true;
    }

    /** Replaces {@code target[start..)} by its compressed form if that saves a tenth. */
    private static boolean compress(ByteBuilder target, int start, int level, Zstd zstd, ByteBuilder packed) {
        int plainSize = target.size() - start;
        if (plainSize < MIN_COMPRESSED_SIZE) {
            return false;
        }
        packed.clear();
        int size = zstd.compress(target.array(), start, plainSize, level, packed);
        if (size > MAX_COMPRESSED_SHARE * plainSize) {
            return false;
        }
        target.setSize(start).bytes(packed.array(), 0, size);
        return true;
    }

    private static ByteBuilder decompress(byte[] source, int offset, int length, int n, Zstd zstd, Scratch scratch)
            throws CorruptedDataException {
        ByteBuilder plain = scratch.bytes.clear();
        zstd.decompress(source, offset, length, Math.multiplyExact(n - 1, Varints.MAX_BYTES), plain);
        return plain;
    }

    private static void decodeDeltaConst(byte[] source, int offset, int length, long[] target, int at, int n,
            Scratch scratch) throws CorruptedDataException {
        long[] delta = scratch.deltas(1);
        expectEnd(Varints.getSigned(source, offset, offset + length, delta, 0, 1), offset + length);
        long step = delta[0];
        long value = target[at];
        for (int i = at + 1; i < at + n; i++) {
            value += step;
            target[i] = value;
        }
    }

    private static void decodeDeltas(byte[] source, int offset, int length, long[] target, int at, int n)
            throws CorruptedDataException {
        int end = offset + length;
        expectEnd(Varints.getSigned(source, offset, end, target, at + 1, n - 1), end);
        long value = target[at];
        for (int i = at + 1; i < at + n; i++) {
            value += target[i];
            target[i] = value;
        }
    }

    private static void decodeDeltas2(byte[] source, int offset, int length, long[] target, int at, int n)
            throws CorruptedDataException {
        if (n < 2) {
            throw new CorruptedDataException("second differences of a column with one value");
        }
        int end = offset + length;
        expectEnd(Varints.getSigned(source, offset, end, target, at + 1, n - 1), end);
        long value = target[at];
        long difference = 0;
        for (int i = at + 1; i < at + n; i++) {
            difference += target[i];
            value += difference;
            target[i] = value;
        }
    }

    private static void expectEnd(int position, int end) throws CorruptedDataException {
        if (position != end) {
            throw new CorruptedDataException("column payload has " + (end - position) + " bytes left over");
        }
    }
}
