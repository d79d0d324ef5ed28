package io.laurel.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over a byte range, the counterpart of {@link ByteBuilder}. Every read checks its bounds and names the field
 * on which it failed; after a failure the position is unspecified. Reusable through {@link #reset}.
 */
public final class ByteReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int position;
    private int end;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] array, int offset, int length) {
        reset(array, offset, length);
    }

    public ByteReader(Slice slice) {
        this(slice.array(), slice.offset(), slice.length());
    }

    public void reset(byte[] array, int offset, int length) {
        if ((offset | length) < 0 || offset > array.length - length) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " in an array of " + array.length);
        }
        this.array = array;
        this.position = offset;
        this.end = offset + length;
    }

    /** Index in the array of the next byte. */
    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public int u8(String field) throws CorruptedDataException {
        need(1, field);
        return array[position++] & 0xff;
    }

    public int u16(String field) throws CorruptedDataException {
        need(2, field);
        int value = (short) SHORT.get(array, position) & 0xffff;
        position += 2;
        return value;
    }

    /** The 32 bits as they are; a caller that means a count goes through {@link #count}. */
    public int u32(String field) throws CorruptedDataException {
        need(4, field);
        int value = (int) INT.get(array, position);
        position += 4;
        return value;
    }

    /** A u32 that must lie in 0..max. */
    public int count(int max, String field) throws CorruptedDataException {
        int value = u32(field);
        if (value < 0 || value > max) {
            throw new CorruptedDataException(field + " is " + Integer.toUnsignedString(value)
                    + ", more than the limit of " + max);
        }
        return value;
    }

    public long u64(String field) throws CorruptedDataException {
        need(8, field);
        long value = (long) LONG.get(array, position);
        position += 8;
        return value;
    }

    public short zigzag16(String field) throws CorruptedDataException {
        int z = u16(field);
        return (short) ((z >>> 1) ^ -(z & 1));
    }

    public long zigzag64(String field) throws CorruptedDataException {
        return Varints.unzigzag(u64(field));
    }

    /** At most ten bytes; padded forms pass and bits beyond the 64th are dropped, as the format's other readers do. */
    public long uvarint(String field) throws CorruptedDataException {
        long value = 0;
        for (int shift = 0; shift < 7 * Varints.MAX_BYTES; shift += 7) {
            if (position == end) {
                throw new CorruptedDataException(field + ": the varint is cut short");
            }
            byte b = array[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptedDataException(field + ": the varint has more than " + Varints.MAX_BYTES + " bytes");
    }

    public long varint(String field) throws CorruptedDataException {
        return Varints.unzigzag(uvarint(field));
    }

    /** A borrowed view of the next {@code length} bytes. */
    public Slice bytes(int length, String field) throws CorruptedDataException {
        need(length, field);
        Slice slice = new Slice(array, position, length);
        position += length;
        return slice;
    }

    /** A borrowed view of a length-prefixed byte string. */
    public Slice lengthPrefixed(String field) throws CorruptedDataException {
        long length = uvarint(field);
        if (length < 0 || length > remaining()) {
            throw new CorruptedDataException(field + ": length " + Long.toUnsignedString(length) + " with only "
                    + remaining() + " bytes left");
        }
        return bytes((int) length, field);
    }

    public void expectEnd(String what) throws CorruptedDataException {
        if (position != end) {
            throw new CorruptedDataException(what + ": " + remaining() + " bytes left over");
        }
    }

    private void need(int count, String field) throws CorruptedDataException {
        if (count < 0 || end - position < count) {
            throw new CorruptedDataException(field + ": " + count + " bytes wanted, " + remaining() + " left");
        }
    }
}
