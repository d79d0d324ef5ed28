package io.laurel.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte buffer that is filled from the left and used again after {@link #clear()}. Its counterpart is
 * {@link ByteReader}. Codings (data.md section 3):
 *
 * <pre>
 *   u8 u16 u32 u64     unsigned, fixed width, big-endian
 *   zigzag16 zigzag64  z = (v &lt;&lt; 1) ^ (v &gt;&gt; width-1), then u16 / u64
 *   uvarint            seven bits a byte, least significant group first, high bit on all bytes but the last
 *   varint             zigzag64, then uvarint
 *   lengthPrefixed     uvarint length, then the bytes
 * </pre>
 */
public final class ByteBuilder {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int size;

    public ByteBuilder() {
        this(256);
    }

    public ByteBuilder(int capacity) {
        array = new byte[capacity];
    }

    /** The bytes written so far are {@code array()[0..size())}; the array is replaced when the builder grows. */
    public byte[] array() {
        return array;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public ByteBuilder clear() {
        size = 0;
        return this;
    }

    /** Cuts or, after {@link #reserve}, extends the content; the caller filled the bytes in {@link #array()}. */
    public ByteBuilder setSize(int newSize) {
        if (newSize < 0 || newSize > array.length) {
            throw new IllegalArgumentException("size " + newSize + " is outside 0.." + array.length);
        }
        size = newSize;
        return this;
    }

    /** Makes room for at least that many further bytes; returns {@link #array()}. */
    public byte[] reserve(int extra) {
        int needed = Math.addExact(size, extra);
        if (needed > array.length) {
            int doubled = (int) Math.min(2L * array.length, Integer.MAX_VALUE - 8);
            array = Arrays.copyOf(array, Math.max(needed, doubled));
        }
        return array;
    }

    public ByteBuilder u8(int value) {
        reserve(1)[size++] = (byte) value;
        return this;
    }

    public ByteBuilder u16(int value) {
        SHORT.set(reserve(2), size, (short) value);
        size += 2;
        return this;
    }

    public ByteBuilder u32(int value) {
        INT.set(reserve(4), size, value);
        size += 4;
        return this;
    }

    public ByteBuilder u64(long value) {
        LONG.set(reserve(8), size, value);
        size += 8;
        return this;
    }

    public ByteBuilder zigzag16(short value) {
        return u16((value << 1) ^ (value >> 15));
    }

    public ByteBuilder zigzag64(long value) {
        return u64(Varints.zigzag(value));
    }

    public ByteBuilder uvarint(long value) {
        reserve(Varints.MAX_BYTES);
        size = Varints.put(array, size, value);
        return this;
    }

    public ByteBuilder varint(long value) {
        return uvarint(Varints.zigzag(value));
    }

    public ByteBuilder bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    public ByteBuilder bytes(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, reserve(length), size, length);
        size += length;
        return this;
    }

    public ByteBuilder bytes(Slice slice) {
        return bytes(slice.array(), slice.offset(), slice.length());
    }

    public ByteBuilder lengthPrefixed(byte[] source, int offset, int length) {
        return uvarint(length).bytes(source, offset, length);
    }

    public ByteBuilder lengthPrefixed(Slice slice) {
        return lengthPrefixed(slice.array(), slice.offset(), slice.length());
    }

    /** A borrowed view of the content, good until the next write. */
    public Slice slice() {
        return new Slice(array, 0, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }
}
