package io.laurel.vmctl;

/** What the process returns. */
final class ExitCode {
    /** The command did what it was asked to. */
    static final int FINE = 0;

    /** The command ran to its end and found something wrong, for instance lines that it had to leave out. */
    static final int FOUND_WRONG = 1;

    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** The command could not be carried out: something could not be read or written. */
    static final int IO = 3;

    private ExitCode() {}
}
