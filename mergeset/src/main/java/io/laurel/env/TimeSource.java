package io.laurel.env;

/**
 * The clock. Wall time decides what is stored and what has expired; monotonic time decides how long something takes.
 */
public interface TimeSource {
    /** Unix time in milliseconds; may jump. */
    long wallMs();

    /** Nanoseconds from an arbitrary start; never jumps. */
    long monotonicNs();

    /** The clock of the operating system. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
