package io.laurel.part;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The last field of part names: 16 upper-case hex digits, each greater than the one before. The same id names the
 * folder under {@code tmp/} and the transaction. A name must never come back, even when the clock stood still or went
 * backwards between two runs, therefore {@link #skip} is told the names that are there at open. Thread-safe.
 */
public final class PartIds {
    private static final int DIGITS = 16;

    private final AtomicLong last;

    /** @param startNanos wall clock in nanoseconds when the table was opened */
    public PartIds(long startNanos) {
        last = new AtomicLong(startNanos);
    }

    public String next() {
        return String.format("%016X", last.incrementAndGet());
    }

    /** Makes all further ids greater than the one that ends this part name; names of another shape do not matter. */
    public void skip(String partName) {
        String suffix = partName.substring(partName.lastIndexOf('_') + 1);
        if (suffix.length() != DIGITS || !suffix.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            return;
        }
        // As a signed number: an id of the upper half is from no clock, and above it there is little room.
        last.accumulateAndGet(Long.parseUnsignedLong(suffix, 16), Math::max);
    }
}
