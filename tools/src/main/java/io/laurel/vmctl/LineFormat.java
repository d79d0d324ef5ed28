package io.laurel.vmctl;

/** One way to write samples as lines of text. Reusable, one thread. */
interface LineFormat {
    /**
     * Reads the line {@code line[from..to)}, which has no line end, into {@code target}.
     *
     * @return false if the line is a comment or blank, so that it says nothing
     */
    boolean read(byte[] line, int from, int to, SampleLine target) throws BadLineException;
}
