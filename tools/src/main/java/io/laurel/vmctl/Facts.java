package io.laurel.vmctl;

/** Lines of a word and what is to be said of it. */
final class Facts {
    private static final int WIDTH = 11;

    private Facts() {}

    static String line(String what, String value) {
        return what + " ".repeat(Math.max(1, WIDTH - what.length())) + value + "\n";
    }
}
