package io.laurel.series;

import io.laurel.bytes.XxHash64;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Raw names to ordinals: an open hash table whose readers take no lock.
 *
 * <pre>
 *   slot u64     tag (upper half of the name's hash) u32 | position of the record, in units of 8 bytes u32; 0: free
 *   record       name length u32, 0 if not written yet | ordinal u32, or ffffffff | name, up to a multiple of 8 bytes
 * </pre>
 *
 * <p>The upper bits of the tag are the first slot to try, the next slots follow; the whole tag is compared before the
 * name is looked at, so a look-up costs one access to a slot and one to a record. Records lie in chunks that never
 * move, in the order in which they were added: rows that come in a steady order walk through them forwards. Beside
 * its name a series costs 12 bytes there and 13 to 32 bytes of slots.
 *
 * <p>One writer at a time, the caller sees to that. It fills a record and then releases its slot; a reader that
 * acquires the slot sees the record. What can outgrow its array hangs on one volatile {@code tables}; a reader that
 * still has the tables from before misses at most names that were added after it began. No record is ever removed: a
 * name that is forgotten keeps its record, with ffffffff for the ordinal, until it is given another one.
 */
final class NameTable {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** In place of the ordinal of a name that was forgotten. */
    static final int FORGOTTEN = -1;

    /** No position: the first 8 bytes of the first chunk stay unused. */
    static final int NONE = 0;

    private static final int UNIT_SHIFT = 3;
    private static final int HEAD_BYTES = 8;

    /** A chunk has a mebibyte; the longest raw name has half of that. */
    private static final int CHUNK_SHIFT = 20;

    private static final int CHUNK_UNITS_SHIFT = CHUNK_SHIFT - UNIT_SHIFT;
    private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;
    private static final int MAX_CHUNKS = 1 << 32 - CHUNK_UNITS_SHIFT;
    private static final int MIN_SLOT_BITS = 10;
    private static final int MAX_SLOT_BITS = 30;

    private record Tables(long[] slots, int slotBits, byte[][] chunks) {}

    private volatile Tables tables;
    private int size;
    private int chunk = -1;
    private int chunkEnd = CHUNK_BYTES;

    NameTable() {
        this(0);
    }

    /** @param expected the number of names to make room for at once */
    NameTable(int expected) {
        int slotBits = MIN_SLOT_BITS;
        while (isFull(expected, 1L << slotBits)) {
            slotBits++;
        }
        tables = new Tables(new long[1 << slotBits], slotBits, new byte[4][]);
    }

    private static boolean isFull(int size, long slots) {
        return 8L * size >= 5L * slots;
    }

    /** The position of a name's record, or {@link #NONE}. */
    int find(byte[] name, int offset, int length, long hash) {
        return find(tables, name, offset, length, hash);
    }

    private static int find(Tables tables, byte[] name, int offset, int length, long hash) {
        long[] slots = tables.slots;
        int mask = slots.length - 1;
        int tag = (int) (hash >>> 32);
        for (int i = tag >>> 32 - tables.slotBits; ; i = i + 1 & mask) {
            long slot = (long) SLOT.getAcquire(slots, i);
            if (slot == 0) {
                return NONE;
            }
            if ((int) (slot >>> 32) == tag) {
                int position = (int) slot;
                int chunkIndex = position >>> CHUNK_UNITS_SHIFT;
                if (chunkIndex >= tables.chunks.length) {
                    return NONE;
                }
                if (matches(tables.chunks[chunkIndex], at(position), name, offset, length)) {
                    return position;
                }
            }
        }
    }

    /**
     * Whether the record of a name is at a position that was guessed: where no record begins, or none yet, nothing
     * matches. The length is written last and read first, so what matches is complete.
     */
    boolean isAt(int position, byte[] name, int offset, int length) {
        byte[][] chunks = tables.chunks;
        int chunkIndex = position >>> CHUNK_UNITS_SHIFT;
        int at = at(position);
        return position != NONE && length > 0 && chunkIndex < chunks.length && chunks[chunkIndex] != null
                && at <= CHUNK_BYTES - HEAD_BYTES - length && matches(chunks[chunkIndex], at, name, offset, length);
    }

    private static boolean matches(byte[] chunk, int at, byte[] name, int offset, int length) {
        if ((int) INT.get(chunk, at) != length) {
            return false;
        }
        VarHandle.acquireFence();
        int from = at + HEAD_BYTES;
        return Arrays.equals(chunk, from, from + length, name, offset, offset + length);
    }

    /**
     * The ordinal in the record at a position that {@link #find} or {@link #isAt} has confirmed; {@link #FORGOTTEN} if
     * the name was forgotten.
     */
    int ordinal(int position) {
        int ordinal = (int) INT.get(tables.chunks[position >>> CHUNK_UNITS_SHIFT], at(position) + 4);
        VarHandle.acquireFence();
        return ordinal;
    }

    /** Gives a name another ordinal. */
    void setOrdinal(int position, int ordinal) {
        VarHandle.releaseFence();
        INT.set(tables.chunks[position >>> CHUNK_UNITS_SHIFT], at(position) + 4, ordinal);
    }

    /** Forgets all names with such an ordinal. */
    void forget(IntPredicate ordinals) {
        for (long slot : tables.slots) {
            int position = (int) slot;
            if (slot != 0 && ordinal(position) != FORGOTTEN && ordinals.test(ordinal(position))) {
                setOrdinal(position, FORGOTTEN);
            }
        }
    }

    /** The position behind a record: the record of the name that was added next, if it fitted into the same chunk. */
    static int behind(int position, int length) {
        return position + (recordBytes(length) >>> UNIT_SHIFT);
    }

    private static int at(int position) {
        return position << UNIT_SHIFT & CHUNK_BYTES - 1;
    }

    private static int recordBytes(int length) {
        return HEAD_BYTES + length + 7 & -8;
    }

    /** All names that are not forgotten, in the order in which they were added. */
    <E extends Exception> void forEach(NameConsumer<E> consumer) throws E {
        byte[][] chunks = tables.chunks;
        for (int i = 0; i <= chunk; i++) {
            forEach(chunks[i], i, consumer);
        }
    }

    private <E extends Exception> void forEach(byte[] records, int index, NameConsumer<E> consumer) throws E {
        int end = index == chunk ? chunkEnd : CHUNK_BYTES;
        for (int at = index == 0 ? HEAD_BYTES : 0; at <= end - HEAD_BYTES; ) {
            int length = (int) INT.get(records, at);
            if (length == 0) {
                return;
            }
            int ordinal = (int) INT.get(records, at + 4);
            if (ordinal != FORGOTTEN) {
                consumer.accept(records, at + HEAD_BYTES, length, ordinal);
            }
            at += recordBytes(length);
        }
    }

    /**
     * A table of the names whose series are kept, in the same order. This one loses what it holds as it goes, so that
     * the names are not there twice; nobody may use it any more.
     */
    NameTable renumbered(Renumbering renumbering) {
        byte[][] chunks = tables.chunks;
        tables = null;
        NameTable target = new NameTable(renumbering.kept());
        for (int i = 0; i <= chunk; i++) {
            byte[] records = chunks[i];
            chunks[i] = null;
            forEach(records, i, (array, offset, length, ordinal) -> {
                if (renumbering.of(ordinal) != Renumbering.GONE) {
                    target.add(array, offset, length, XxHash64.hash(array, offset, length), renumbering.of(ordinal));
                }
            });
        }
        return target;
    }

    /** What slots and records take; the rest of the last chunk is not counted. */
    long heapBytes() {
        return (long) tables.slots.length * Long.BYTES + ((long) Math.max(chunk, 0) << CHUNK_SHIFT)
                + (chunk < 0 ? 0 : chunkEnd);
    }

    /** Adds a name that is not there. */
    void add(byte[] name, int offset, int length, long hash, int ordinal) {
        if (isFull(size, tables.slots.length)) {
            grow();
        }
        int position = write(name, offset, length, ordinal);
        int tag = (int) (hash >>> 32);
        insert(tables.slots, tables.slotBits, (long) tag << 32 | Integer.toUnsignedLong(position));
        size++;
    }

    private static void insert(long[] slots, int slotBits, long slot) {
        int i = (int) (slot >>> 64 - slotBits);
        while (slots[i] != 0) {
            i = i + 1 & slots.length - 1;
        }
        SLOT.setRelease(slots, i, slot);
    }

    private void grow() {
        Tables old = tables;
        int slotBits = old.slotBits + 1;
        if (slotBits > MAX_SLOT_BITS) {
            throw new IllegalStateException("more than " + size + " series names");
        }
        long[] slots = new long[1 << slotBits];
        for (long slot : old.slots) {
            if (slot != 0) {
                insert(slots, slotBits, slot);
            }
        }
        tables = new Tables(slots, slotBits, old.chunks);
    }

    /** Returns the position of the new record. */
    private int write(byte[] name, int offset, int length, int ordinal) {
        int bytes = recordBytes(length);
        if (bytes > CHUNK_BYTES - HEAD_BYTES) {
            throw new IllegalArgumentException("a series name of " + length + " bytes");
        }
        if (bytes > CHUNK_BYTES - chunkEnd) {
            addChunk();
        }
        byte[] target = tables.chunks[chunk];
        System.arraycopy(name, offset, target, chunkEnd + HEAD_BYTES, length);
        INT.set(target, chunkEnd + 4, ordinal);
        VarHandle.releaseFence();
        INT.set(target, chunkEnd, length);
        int position = chunk << CHUNK_UNITS_SHIFT | chunkEnd >>> UNIT_SHIFT;
        chunkEnd += bytes;
        return position;
    }

    private void addChunk() {
        Tables old = tables;
        chunk++;
        if (chunk == MAX_CHUNKS) {
            throw new IllegalStateException("the names of " + size + " series fill all memory there is for them");
        }
        if (chunk == old.chunks.length) {
            tables = new Tables(old.slots, old.slotBits, Arrays.copyOf(old.chunks, 2 * chunk));
        }
        tables.chunks[chunk] = new byte[CHUNK_BYTES];
        chunkEnd = chunk == 0 ? HEAD_BYTES : 0;
    }
}
