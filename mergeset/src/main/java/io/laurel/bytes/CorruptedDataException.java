package io.laurel.bytes;

import java.io.IOException;

/**
 * What was read cannot be what was written. The message says what is wrong; {@link #file()} and {@link #offset()} say
 * where, as far as the thrower knew: a decoder of plain arrays knows neither, so whoever read the bytes from a file
 * adds them with {@link #at(String, long)}.
 */
public final class CorruptedDataException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Value of {@link #offset()} when the place inside the file is not known. */
    public static final long UNKNOWN_OFFSET = -1;

    private final String problem;
    private final String file;
    private final long offset;

    public CorruptedDataException(String problem) {
        this(problem, null, UNKNOWN_OFFSET, null);
    }

    public CorruptedDataException(String problem, String file, long offset, Throwable cause) {
        super(message(problem, file, offset), cause);
        this.problem = problem;
        this.file = file;
        this.offset = offset;
    }

    /** The same problem with its place; returns itself when the place is already known. */
    public CorruptedDataException at(String file, long offset) {
        return this.file != null ? this : new CorruptedDataException(problem, file, offset, this);
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** The file, or null if the thrower did not know it. */
    public String file() {
        return file;
    }

    /** Byte offset in the file, or {@link #UNKNOWN_OFFSET}. */
    public long offset() {
        return offset;
    }

    private static String message(String problem, String file, long offset) {
        if (file == null) {
            return problem;
        }
        return file + (offset == UNKNOWN_OFFSET ? "" : " at offset " + offset) + ": " + problem;
    }
}
