package io.laurel.codec;

import io.laurel.bytes.CorruptedDataException;

/**
 * How one column of n int64 values lies in its payload.
 *
 * <pre>
 *   number  name                  payload
 *   1       ZSTD_NEAREST_DELTA2   one zstd frame around the payload of number 5
 *   2       DELTA_CONST           varint d                    value i is first + i * d
 *   3       CONST                 nothing                     every value is first
 *   4       ZSTD_NEAREST_DELTA    one zstd frame around the payload of number 6
 *   5       NEAREST_DELTA2        varint d1, then n-2 varints: how each difference differs from the one before
 *   6       NEAREST_DELTA         n-1 varints: differences
 * </pre>
 *
 * <p>The first value and n stand elsewhere, in the header of the block; so does the number, in one byte. Arithmetic
 * wraps at 64 bits. A reader refuses: a payload with CONST, bytes missing or left over with the others, and n = 1 with
 * NEAREST_DELTA2. It also refuses every other number. Number 0 is special in that the headers of the reference engine
 * pass with it and only its decoder fails, so headers keep the bare byte and ask {@link #of} when they decode.
 */
public enum EncodingType {
    ZSTD_NEAREST_DELTA2(1),
    DELTA_CONST(2),
    CONST(3),
    ZSTD_NEAREST_DELTA(4),
    NEAREST_DELTA2(5),
    NEAREST_DELTA(6);

    /** The greatest number with a meaning. */
    public static final int MAX_WIRE_NUMBER = 6;

    private static final EncodingType[] BY_NUMBER = new EncodingType[MAX_WIRE_NUMBER + 1];

    static {
        for (EncodingType type : values()) {
            BY_NUMBER[type.wireNumber] = type;
        }
    }

    private final int wireNumber;

    EncodingType(int wireNumber) {
        this.wireNumber = wireNumber;
    }

    /** The number on disk, 1..6. */
    public int wireNumber() {
        return wireNumber;
    }

    /** The encoding with that number on disk. */
    public static EncodingType of(int wireNumber) throws CorruptedDataException {
        if (wireNumber <= 0 || wireNumber > MAX_WIRE_NUMBER) {
            throw new CorruptedDataException("there is no encoding with the number " + wireNumber);
        }
        return BY_NUMBER[wireNumber];
    }
}
