package io.laurel.bytes;

/**
 * Variable-length integers: single ones, and whole columns of them between plain arrays. A varint is the zigzag form of a
 * signed number in groups of seven bits, the least significant group first, the high bit set on every byte but the last.
 */
public final class Varints {
    /** The longest encoding of a 64-bit number. */
    public static final int MAX_BYTES = 10;

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
     * @return the index behind the last byte written
     */
    public static int putSigned(long[] values, int from, int to, byte[] target, int at) {
        for (int i = from; i < to; i++) {
            long z = (values[i] << 1) ^ (values[i] >> 63);
            while ((z & ~0x7fL) != 0) {
                target[at++] = (byte) (z | 0x80);
                z >>>= 7;
            }
            target[at++] = (byte) z;
        }
        return at;
    }

    /**
     * Reads {@code count} signed varints from {@code source[at..end)} into {@code target[from..)}.
     *
     * @return the index behind the last byte read
     * @throws CorruptedDataException if the bytes end early or one number has more than {@link #MAX_BYTES} bytes
     */
    public static int getSigned(byte[] source, int at, int end, long[] target, int from, int count)
            throws CorruptedDataException {
        int to = from + count;
        for (int i = from; i < to; i++) {
            if (at >= end) {
                throw new CorruptedDataException("varint " + (i - from) + " of " + count + " is missing");
            }
            byte b = source[at++];
            long z = b & 0x7f;
            if (b < 0) {
                int shift = 7;
                do {
                    if (at >= end) {
                        throw new CorruptedDataException("varint " + (i - from) + " of " + count + " is cut short");
                    }
                    if (shift == 7 * MAX_BYTES) {
                        throw new CorruptedDataException(
                                "varint " + (i - from) + " of " + count + " has more than " + MAX_BYTES + " bytes");
                    }
                    b = source[at++];
                    z |= (long) (b & 0x7f) << shift;
                    shift += 7;
                } while (b < 0);
            }
            target[i] = (z >>> 1) ^ -(z & 1);
        }
        return at;
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
