package io.laurel.vmctl;

/** A line of an input file that is not what it should be: the reason, and where in the line. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;

    /** {@code index} is that of the first wrong byte, in the array that the line lies in. */
    BadLineException(String reason, int index) {
        super(reason, null, false, false);      // thrown once a bad line, possibly for millions of them: no stack trace
        this.index = index;
    }

    /** The place as people count: from 1, for a line that begins at {@code lineFrom}. */
    int column(int lineFrom) {
        return index - lineFrom + 1;
    }
}
