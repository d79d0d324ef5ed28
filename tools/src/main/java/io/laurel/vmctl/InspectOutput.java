package io.laurel.vmctl;

import java.nio.charset.StandardCharsets;

/** Lines of {@code inspect} on their way out, no more than are wanted. */
final class InspectOutput {
    /** Rows of a table that are set together: alike in width, and not too many to hold. */
    private static final int ROWS_TOGETHER = 1000;

    private final Console console;
    private final StandardOutput output;
    private final long limit;
    private TextTable table;
    private int waiting;
    private long lines;

    InspectOutput(Console console, long limit) {
        this.console = console;
        this.limit = limit;
        output = new StandardOutput(console);
    }

    /** The rows that follow belong to a new table. */
    void table(String... heads) {
        text("");
        table = new TextTable(heads);
    }

    /** False, and nothing is added, if there were enough; then says that there are more. */
    boolean row(String... cells) {
        if (!count()) {
            return false;
        }
        table.row(cells);
        if (++waiting == ROWS_TOGETHER) {
            drainTable();
        }
        return true;
    }

    /** The same for a line of its own. */
    boolean line(String line) {
        if (!count()) {
            return false;
        }
        text(line + "\n");
        return true;
    }

    private boolean count() {
        if (lines < limit) {
            lines++;
            return true;
        }
        console.err().println("vmctl-java: there are more than these " + limit);
        return false;
    }

    /** Text that does not count. */
    void text(String text) {
        drainTable();
        output.buffer().bytes(text.getBytes(StandardCharsets.UTF_8));
        output.drain();
    }

    private void drainTable() {
        if (table != null) {
            output.buffer().bytes(table.drain().getBytes(StandardCharsets.UTF_8));
            output.drain();
        }
        waiting = 0;
    }

    void flush() {
        drainTable();
        output.flush();
    }
}
