package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.ReadableFile;
import java.io.Closeable;
import java.io.IOException;

/** The bytes of one file of a part: on disk, or on the heap while the part was not persisted. Safe for many threads. */
final class PartFile implements Closeable {
    /** Exactly one of the two is there. */
    private final ReadableFile file;
    private final byte[] heap;
    private final String name;

    private PartFile(ReadableFile file, byte[] heap, String name) {
        this.file = file;
        this.heap = heap;
        this.name = name;
    }

    /** The file is closed with this object. */
    static PartFile onDisk(ReadableFile file) {
        return new PartFile(file, null, file.path().toString());
    }

    static PartFile onHeap(byte[] bytes, String name) {
        return new PartFile(null, bytes, name + " in memory");
    }

    String name() {
        return name;
    }

    long size() {
        return heap != null ? heap.length : file.size();
    }

    /** The whole content, if it lies on the heap; else null. */
    byte[] heap() {
        return heap;
    }

    void read(long offset, byte[] target, int at, int length) throws IOException {
        check(offset, length);
        if (heap != null) {
            System.arraycopy(heap, (int) offset, target, at, length);
        } else {
            file.read(offset, target, at, length);
        }
    }

    /** Refuses a range that is not inside the file. */
    void check(long offset, int length) throws CorruptedDataException {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw new CorruptedDataException(length + " bytes are referred to, the file has " + size(), name, offset,
                    null);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
