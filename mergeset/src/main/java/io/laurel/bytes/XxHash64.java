package io.laurel.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH64 with seed 0: the hash inside TSIDs, and the one by which names are looked up in memory. */
public final class XxHash64 {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    public static long hash(byte[] bytes) {
        return hash(bytes, 0, bytes.length);
    }

    public static long hash(Slice slice) {
        return hash(slice.array(), slice.offset(), slice.length());
    }

    public static long hash(byte[] array, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long h;
        if (length >= 32) {
            long a = P1 + P2;
            long b = P2;
            long c = 0;
            long d = -P1;
            for (; at <= end - 32; at += 32) {
                a = round(a, (long) LONG.get(array, at));
                b = round(b, (long) LONG.get(array, at + 8));
                c = round(c, (long) LONG.get(array, at + 16));
                d = round(d, (long) LONG.get(array, at + 24));
            }
            h = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            h = (h ^ round(0, a)) * P1 + P4;
            h = (h ^ round(0, b)) * P1 + P4;
            h = (h ^ round(0, c)) * P1 + P4;
            h = (h ^ round(0, d)) * P1 + P4;
        } else {
            h = P5;
        }
        h += length;
        for (; at <= end - 8; at += 8) {
            h = Long.rotateLeft(h ^ round(0, (long) LONG.get(array, at)), 27) * P1 + P4;
        }
        if (at <= end - 4) {
            h = Long.rotateLeft(h ^ ((int) INT.get(array, at) & 0xffffffffL) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < end; at++) {
            h = Long.rotateLeft(h ^ (array[at] & 0xff) * P5, 11) * P1;
        }
        h = (h ^ (h >>> 33)) * P2;
        h = (h ^ (h >>> 29)) * P3;
        return h ^ (h >>> 32);
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * P2, 31) * P1;
    }
}
