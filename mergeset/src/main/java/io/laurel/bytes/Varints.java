package io.laurel.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Variable-length integers: single ones, and whole columns of them between plain arrays. A varint is the zigzag form
 * of a signed number in groups of seven bits, the least significant group first, the high bit set on every byte but
 * the last.
 */
public final class Varints {
    /** The longest encoding of a 64-bit number. */
    public static final int MAX_BYTES = 10;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** In each byte of a word the bit that says that the number goes on. */
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Varints() {}

    public static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    public static long unzigzag(long coded) {
        return (coded >>> 1) ^ -(coded & 1);
    }

    /** Writes an unsigned varint at {@code at}, where {@link #MAX_BYTES} must be free; returns the index behind it. */
    public static int put(byte[] target, int at, long value) {
        while ((value & ~0x7fL) != 0) {
            target[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        target[at++] = (byte) value;
        return at;
    }

    /**
     * Writes {@code values[from..to)} as signed varints. The target must have {@link #MAX_BYTES} free bytes for each.
     *
     * <p>Eight numbers at a time, by the size of the largest; a branch per number that depends on random data would be
     * mispredicted too often. Bytes behind the last one written may be overwritten.
     *
     * @return the index behind the last byte written
     */
    public static int putSigned(long[] values, int from, int to, byte[] target, int at) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long z0 = zigzag(values[i]);
            long z1 = zigzag(values[i + 1]);
            long z2 = zigzag(values[i + 2]);
            long z3 = zigzag(values[i + 3]);
            long z4 = zigzag(values[i + 4]);
            long z5 = zigzag(values[i + 5]);
            long z6 = zigzag(values[i + 6]);
            long z7 = zigzag(values[i + 7]);
            long bits = z0 | z1 | z2 | z3 | z4 | z5 | z6 | z7;
            if (bits >>> 7 == 0) {
                LONG.set(target, at, z0 | z1 << 8 | z2 << 16 | z3 << 24 | z4 << 32 | z5 << 40 | z6 << 48 | z7 << 56);
                at += 8;
            } else if (bits >>> 14 == 0) {
                at = putTwo(target, at, (int) z0);
                at = putTwo(target, at, (int) z1);
                at = putTwo(target, at, (int) z2);
                at = putTwo(target, at, (int) z3);
                at = putTwo(target, at, (int) z4);
                at = putTwo(target, at, (int) z5);
                at = putTwo(target, at, (int) z6);
                at = putTwo(target, at, (int) z7);
            } else if (bits >>> 28 == 0) {
                at = putFour(target, at, (int) z0);
                at = putFour(target, at, (int) z1);
                at = putFour(target, at, (int) z2);
                at = putFour(target, at, (int) z3);
                at = putFour(target, at, (int) z4);
                at = putFour(target, at, (int) z5);
                at = putFour(target, at, (int) z6);
                at = putFour(target, at, (int) z7);
            } else {
                for (int j = i; j < i + 8; j++) {
                    at = put(target, at, zigzag(values[j]));
                }
            }
        }
        for (; i < to; i++) {
            at = put(target, at, zigzag(values[i]));
        }
        return at;
    }

    /** Writes a number below 2^14 without a branch. */
    private static int putTwo(byte[] target, int at, int z) {
        int more = (0x7f - z) >>> 31;
        SHORT.set(target, at, (short) (z + (z & 0x3f80) | more << 7));
        return at + 1 + more;
    }

    /** Writes a number below 2^28 without a branch. */
    private static int putFour(byte[] target, int at, int z) {
        int more = (31 - Integer.numberOfLeadingZeros(z | 1)) * 37 >>> 8;     // (bits - 1) / 7
        int spread = z & 0x7f | (z & 0x3f80) << 1 | (z & 0x1fc000) << 2 | (z & 0xfe00000) << 3;
        INT.set(target, at, spread | 0x808080 & (1 << 8 * more) - 1);
        return at + 1 + more;
    }

    /**
     * Reads {@code count} signed varints from {@code source[at..end)} into {@code target[from..)}.
     *
     * <p>Eight bytes at a time. Their high bits say where numbers end, which allows to take apart, without a branch for
     * each number: eight numbers of one byte; four of one or two; two of any length that fits.
     *
     * @return the index behind the last byte read
     * @throws CorruptedDataException if the bytes end early or one number has more than {@link #MAX_BYTES} bytes
     */
    public static int getSigned(byte[] source, int at, int end, long[] target, int from, int count)
            throws CorruptedDataException {
        int i = from;
        int to = from + count;
        while (i <= to - 8 && at <= end - 8) {
            long word = (long) LONG.get(source, at);
            long more = word & HIGH_BITS;
            if (more == 0) {
                target[i] = unzigzag(word & 0x7f);
                target[i + 1] = unzigzag(word >>> 8 & 0x7f);
                target[i + 2] = unzigzag(word >>> 16 & 0x7f);
                target[i + 3] = unzigzag(word >>> 24 & 0x7f);
                target[i + 4] = unzigzag(word >>> 32 & 0x7f);
                target[i + 5] = unzigzag(word >>> 40 & 0x7f);
                target[i + 6] = unzigzag(word >>> 48 & 0x7f);
                target[i + 7] = unzigzag(word >>> 56);
                i += 8;
                at += 8;
                continue;
            }
            long ends = more ^ HIGH_BITS;
            if ((more & more << 8) == 0) {
                long ends1 = ends & ends - 1;
                long ends2 = ends1 & ends1 - 1;
                long ends3 = ends2 & ends2 - 1;
                long second = word >>> 1 >>> Long.numberOfTrailingZeros(ends);
                long third = word >>> 1 >>> Long.numberOfTrailingZeros(ends1);
                long fourth = word >>> 1 >>> Long.numberOfTrailingZeros(ends2);
                target[i] = unzigzag(uptoTwo(word));
                target[i + 1] = unzigzag(uptoTwo(second));
                target[i + 2] = unzigzag(uptoTwo(third));
                target[i + 3] = unzigzag(uptoTwo(fourth));
                i += 4;
                at += Long.numberOfTrailingZeros(ends3) + 1 >>> 3;
                continue;
            }
            long ends1 = ends & ends - 1;
            if (ends1 != 0) {
                long firstBits = ends ^ ends - 1;
                long bothBits = ends1 ^ ends1 - 1;
                target[i] = unzigzag(uptoEight(word & firstBits));
                target[i + 1] = unzigzag(uptoEight((word & bothBits) >>> 1 >>> Long.numberOfTrailingZeros(ends)));
                i += 2;
                at += Long.numberOfTrailingZeros(ends1) + 1 >>> 3;
                continue;
            }
            at = getOne(source, at, end, target, i, i - from, count);
            i++;
        }
        while (i < to) {
            at = getOne(source, at, end, target, i, i - from, count);
            i++;
        }
        return at;
    }

    /** The number of one or two bytes with which that word begins. */
    private static long uptoTwo(long word) {
        return word & 0x7f | word >>> 1 & 0x3f80 & -(word >>> 7 & 1);
    }

    /** Joins the groups of seven bits in the low bytes of the word; the bytes of other numbers are zero. */
    private static long uptoEight(long word) {
        long x = word & 0x007f007f007f007fL | (word & 0x7f007f007f007f00L) >>> 1;
        x = x & 0x00003fff00003fffL | (x & 0x3fff00003fff0000L) >>> 2;
        return x & 0x0fffffffL | (x & 0x0fffffff00000000L) >>> 4;
    }

    private static int getOne(byte[] source, int at, int end, long[] target, int i, int index, int count)
            throws CorruptedDataException {
        long z = 0;
        for (int shift = 0; shift < 7 * MAX_BYTES; shift += 7) {
            if (at >= end) {
                throw new CorruptedDataException("varint " + index + " of " + count + " is cut short");
            }
            byte b = source[at++];
            z |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                target[i] = unzigzag(z);
                return at;
            }
        }
        throw new CorruptedDataException("varint " + index + " of " + count + " has more than " + MAX_BYTES + " bytes");
    }

    /**
     * Reads {@code count} unsigned varints from {@code source[at..end)} into {@code target[from..)}.
     *
     * @return the index behind the last byte read
     * @throws CorruptedDataException as {@link #getSigned}
     */
    public static int getUnsigned(byte[] source, int at, int end, long[] target, int from, int count)
            throws CorruptedDataException {
        int behind = getSigned(source, at, end, target, from, count);
        for (int i = from; i < from + count; i++) {
            target[i] = zigzag(target[i]);
        }
        return behind;
    }
}
