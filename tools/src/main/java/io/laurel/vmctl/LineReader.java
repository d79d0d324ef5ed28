package io.laurel.vmctl;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Cuts a stream of bytes into lines without copying them one by one; gzip is recognised by its first two bytes and
 * unpacked on the way. The current line is a view of the reader's buffer, borrowed until the next {@link #next}. A line
 * longer than {@link #MAX_LINE_BYTES} comes cut and {@link #tooLong} says so.
 */
final class LineReader implements Closeable {
    /** The limit of the server. */
    static final int MAX_LINE_BYTES = 100 << 20;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_ENDS = '\n' * ONES;

    private static final int BUFFER_BYTES = 256 << 10;

    private final InputStream source;
    private final int maxLineBytes;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private int next;
    private int from;
    private int to;
    private long number;
    private boolean tooLong;
    private boolean atEnd;

    private LineReader(InputStream source, int maxLineBytes) {
        this.source = source;
        this.maxLineBytes = maxLineBytes;
    }

    /** Reads from {@code source} and closes it in the end. */
    static LineReader over(InputStream source) throws IOException {
        return over(source, MAX_LINE_BYTES);
    }

    static LineReader over(InputStream source, int maxLineBytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(source, 64 << 10);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return new LineReader(gzip ? new GZIPInputStream(buffered, 64 << 10) : buffered, maxLineBytes);
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        int searched = next;
        while (true) {
            int end = indexOfLineEnd(searched);
            if (end >= 0) {
                return line(end, end + 1);
            }
            searched = filled;
            if (atEnd) {
                return next < filled && line(filled, filled);
            }
            if (filled - next > maxLineBytes) {
                return overlongLine();
            }
            searched -= fill();
        }
    }

    private boolean line(int end, int following) {
        from = next;
        to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        tooLong = to - from > maxLineBytes;
        if (tooLong) {
            to = from + maxLineBytes;
        }
        next = following;
        number++;
        return true;
    }

    private int indexOfLineEnd(int searchFrom) {
        int i = searchFrom;
        while (i <= filled - Long.BYTES) {
            // A byte that is the line end becomes 0; the borrow of subtracting 1 reaches its high bit, and first there
            long differing = (long) LONG.get(buffer, i) ^ LINE_ENDS;
            long zeros = (differing - ONES) & ~differing & HIGH_BITS;
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        for (; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads on, after moving the begun line to the start of the buffer or doubling it; returns how far it moved. */
    private int fill() throws IOException {
        int moved = 0;
        if (next > 0) {
            moved = next;
            System.arraycopy(buffer, next, buffer, 0, filled - next);
            filled -= next;
            next = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = source.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            atEnd = true;
        } else {
            filled += count;
        }
        return moved;
    }

    /** Passes over the rest of a line that is too long and shows its beginning. */
    private boolean overlongLine() throws IOException {
        int kept = next + maxLineBytes;
        while (true) {
            filled = kept;
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length + BUFFER_BYTES);
            }
            int count = source.read(buffer, filled, buffer.length - filled);
            if (count < 0) {
                atEnd = true;
                filled = kept;
                return cutLine(kept, kept);
            }
            filled += count;
            int end = indexOfLineEnd(kept);
            if (end >= 0) {
                return cutLine(kept, end + 1);
            }
        }
    }

    private boolean cutLine(int end, int following) {
        line(end, following);
        tooLong = true;
        return true;
    }

    byte[] array() {
        return buffer;
    }

    /** Index of the first byte of the line in {@link #array}. */
    int from() {
        return from;
    }

    /** Index after its last byte, the line end not counted. */
    int to() {
        return to;
    }

    /** The number of the line, from 1; 0 before the first. */
    long number() {
        return number;
    }

    boolean tooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
