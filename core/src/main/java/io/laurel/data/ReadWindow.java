package io.laurel.data;

import java.io.IOException;

/**
 * Reads pieces of one {@link PartFile} for one thread. Pieces on the heap are not copied. Pieces on disk are read
 * exactly, unless they follow each other: then the window reads ahead, twice as far each time, so that a scan needs one
 * system call for many blocks and a single look-up reads nothing it does not need.
 */
final class ReadWindow {
    /** Reading further ahead gains nothing measurable, and a search has two windows for each part. */
    private static final int MAX_AHEAD = 128 * 1024;

    private final PartFile file;
    private byte[] array = new byte[0];
    private long start;
    private int size;
    private int ahead = 4096;
    private int position;

    ReadWindow(PartFile file) {
        this.file = file;
    }

    /** The piece lies in the returned array from {@link #position()} on, until the next call. */
    byte[] read(long offset, int length) throws IOException {
        byte[] heap = file.heap();
        if (heap != null) {
            file.check(offset, length);
            position = (int) offset;
            return heap;
        }
        if (offset < start || offset + length > start + size) {
            fill(offset, length);
        }
        position = (int) (offset - start);
        return array;
    }

    int position() {
        return position;
    }

    private void fill(long offset, int length) throws IOException {
        file.check(offset, length);
        boolean follows = size > 0 && offset >= start && offset <= start + size;
        ahead = follows ? Math.min(2 * ahead, MAX_AHEAD) : 4096;
        int wanted = (int) Math.min(follows ? Math.max(length, ahead) : length, file.size() - offset);
        if (array.length < wanted) {
            array = new byte[Math.max(wanted, Math.min(2 * array.length, MAX_AHEAD))];
        }
        // Nothing is in the window while it is being filled: a failed read must not leave old bytes under new offsets.
        size = 0;
        file.read(offset, array, 0, wanted);
        start = offset;
        size = wanted;
    }
}
