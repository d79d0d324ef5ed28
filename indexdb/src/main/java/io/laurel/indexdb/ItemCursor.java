package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.TableSearch;
import java.io.IOException;
import java.util.Arrays;

/**
 * A cursor over the items of one table that is cheap when keys are asked for in ascending order: a key close behind the
 * current item is reached by stepping, one that is known to lie in the gap before it needs no work at all. For one
 * thread.
 */
final class ItemCursor implements AutoCloseable {
    /** Steps tried before a seek: a step costs a small part of a seek, and neighbouring ids are one step apart. */
    private static final int NEAR_STEPS = 4;

    private final TableSearch search;
    private final ByteBuilder soughtKey = new ByteBuilder();
    private boolean sought;
    private boolean stepped;
    private boolean onItem;

    /** Takes over the search and closes it. */
    ItemCursor(TableSearch search) {
        this.search = search;
    }

    /** Moves to the first item not below the key; false if there is none. */
    boolean seek(ByteBuilder key) throws IOException {
        if (!isInGap(key) && !stepTo(key)) {
            // Slow path.
            search.seek(key.array(), 0, key.size());
            onItem = search.next();
        }
        soughtKey.clear().bytes(key.array(), 0, key.size());
        sought = true;
        stepped = false;
        return onItem;
    }

    /** Fast path: nothing lies between the last key and the current item, and this key does. */
    private boolean isInGap(ByteBuilder key) {
        return sought && !stepped
                && compare(soughtKey.array(), 0, soughtKey.size(), key) <= 0
                && (!onItem || compare(search.array(), search.offset(), search.length(), key) >= 0);
    }

    /** Fast path: the current item lies before the key, and the first one not below it is near. */
    private boolean stepTo(ByteBuilder key) throws IOException {
        if (!onItem || compare(search.array(), search.offset(), search.length(), key) >= 0) {
            return false;
        }
        for (int i = 0; i < NEAR_STEPS; i++) {
            onItem = search.next();
            if (!onItem || compare(search.array(), search.offset(), search.length(), key) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int compare(byte[] array, int offset, int length, ByteBuilder key) {
        return Arrays.compareUnsigned(array, offset, offset + length, key.array(), 0, key.size());
    }

    /** Moves to the next item; false at the end. */
    boolean next() throws IOException {
        stepped = true;
        if (onItem) {
            onItem = search.next();
        }
        return onItem;
    }

    /** Moves to the first item not below the key; true if it starts with it. */
    boolean seekPrefix(ByteBuilder key) throws IOException {
        return seek(key) && startsWith(key);
    }

    /** True if there is a current item and it starts with the key. */
    boolean startsWith(ByteBuilder key) {
        return onItem && length() >= key.size()
                && Arrays.equals(array(), offset(), offset() + key.size(), key.array(), 0, key.size());
    }

    /** The current item is {@code array()[offset()..offset()+length())}, borrowed until the cursor moves. */
    byte[] array() {
        return search.array();
    }

    int offset() {
        return search.offset();
    }

    int length() {
        return search.length();
    }

    Slice item() {
        return new Slice(array(), offset(), length());
    }

    @Override
    public void close() throws IOException {
        search.close();
    }
}
