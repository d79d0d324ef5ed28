package io.laurel.vmctl;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The lines of the input that could not be taken: all are counted, the first are kept to be shown. */
final class Rejections {
    private static final int SHOWN = 10;

    private final List<String> first = new ArrayList<>();
    private long count;

    /** {@code reason} says where in the line too, if that is known. */
    void add(String file, long line, String reason) {
        count++;
        if (first.size() < SHOWN) {
            first.add(file + ":" + line + ": " + reason);
        }
    }

    long count() {
        return count;
    }

    void print(PrintStream target) {
        if (count == 0) {
            return;
        }
        target.println("rejected " + count + (count == 1 ? " line:" : " lines:"));
        first.forEach(line -> target.println("  " + Failures.oneLine(line)));
        if (count > first.size()) {
            target.println("  ... and " + (count - first.size()) + " more");
        }
    }
}
