package io.laurel.vmctl;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in aligned columns, two spaces apart; columns that hold numbers are aligned to the right. */
final class TextTable {
    private final String[] heads;
    private final boolean[] rightAligned;
    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    /** A head that begins with {@code >} belongs to a column that is aligned to the right. */
    TextTable(String... heads) {
        this.heads = new String[heads.length];
        rightAligned = new boolean[heads.length];
        widths = new int[heads.length];
        for (int i = 0; i < heads.length; i++) {
            rightAligned[i] = heads[i].startsWith(">");
            this.heads[i] = rightAligned[i] ? heads[i].substring(1) : heads[i];
        }
        rows.add(this.heads);
    }

    void row(String... cells) {
        if (cells.length != heads.length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + heads.length + " columns");
        }
        rows.add(cells);
    }

    /** The text of the rows since the last call, with the heads the first time; columns keep their widths. */
    String drain() {
        String text = toString();
        rows.clear();
        return text;
    }

    @Override
    public String toString() {
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(rightAligned[i] ? padding + row[i] : row[i] + padding).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
