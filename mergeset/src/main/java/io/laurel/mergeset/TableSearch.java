package io.laurel.mergeset;

import io.laurel.bytes.Slice;
import io.laurel.bytes.ZstdPool;
import io.laurel.part.PartSet;
import java.io.IOException;
import java.util.List;

/**
 * An ordered cursor over all parts of a table as they were when the search was made. For one thread; may seek any
 * number of times, and should be closed soon: parts that were merged away stay open for it.
 *
 * <pre>{@code
 *   try (TableSearch search = table.search()) {
 *       search.seek(from);
 *       while (search.next()) {
 *           use(search.array(), search.offset(), search.length());
 *       }
 *   }
 * }</pre>
 *
 * Equal items of several parts come one after the other. After an {@link IOException} only {@link #seek} and
 * {@link #close} make sense.
 */
public final class TableSearch implements AutoCloseable {
    private final PartSet.View<TablePart> view;
    private final BlockLoader loader;
    private final PartSearch[] cursors;
    /** The cursors that have a current item, the least one first. */
    private final PartSearch[] heap;
    private int heapSize;
    /** The least cursor already stands on the item that {@link #next()} is to move to. */
    private boolean fresh;
    private PartSearch current;

    /** Takes over the view. */
    TableSearch(PartSet.View<TablePart> view, ZstdPool pool) {
        this.view = view;
        loader = new BlockLoader(pool);
        List<TablePart> parts = view.parts();
        cursors = new PartSearch[parts.size()];
        for (int i = 0; i < cursors.length; i++) {
            cursors[i] = new PartSearch(parts.get(i), loader);
        }
        heap = new PartSearch[cursors.length];
    }

    /** Moves before the first item that is not below the key; {@link #next()} moves to it. */
    public void seek(Slice key) throws IOException {
        current = null;
        heapSize = 0;
        fresh = true;
        for (PartSearch cursor : cursors) {
            if (cursor.seek(key)) {
                heap[heapSize++] = cursor;
            }
        }
        for (int i = heapSize / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    public void seek(byte[] array, int offset, int length) throws IOException {
        seek(new Slice(array, offset, length));
    }

    /** Moves to the next item; false if there is none. Before the first seek there is none. */
    public boolean next() throws IOException {
        if (fresh) {
            fresh = false;
        } else if (heapSize > 0) {
            if (!heap[0].next()) {
                heap[0] = heap[--heapSize];
            }
            siftDown(0);
        }
        current = heapSize > 0 ? heap[0] : null;
        return current != null;
    }

    /** Seeks and moves to the first item that begins with the prefix; false if none does. */
    public boolean firstWithPrefix(Slice prefix) throws IOException {
        seek(prefix);
        return next() && length() >= prefix.length() && item().startsWith(prefix);
    }

    /** The array with the current item; this and the next two are good until the next move. */
    public byte[] array() {
        return current.bytes;
    }

    public int offset() {
        return current.offset;
    }

    public int length() {
        return current.end - current.offset;
    }

    /** The current item, borrowed until the next move. */
    public Slice item() {
        return new Slice(current.bytes, current.offset, length());
    }

    private void siftDown(int at) {
        if (at >= heapSize) {
            return;
        }
        PartSearch cursor = heap[at];
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && heap[child + 1].isBelow(heap[child])) {
                child++;
            }
            if (!heap[child].isBelow(cursor)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = cursor;
    }

    /** Lets go of the parts. */
    @Override
    public void close() throws IOException {
        current = null;
        heapSize = 0;
        loader.close();
        view.close();
    }
}
