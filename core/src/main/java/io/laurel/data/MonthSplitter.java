package io.laurel.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sorts the rows of one batch by month, so that each month is given its rows at once. */
final class MonthSplitter {
    private final List<Partition> partitions = new ArrayList<>();
    private final List<RowBuffer> rows = new ArrayList<>();

    /** Adds rows {@code [from, to)}, all of that month. */
    void add(Partition partition, RowBuffer source, int from, int to) {
        int index = partitions.indexOf(partition);
        if (index < 0) {
            index = partitions.size();
            partitions.add(partition);
            rows.add(new RowBuffer());
        }
        rows.get(index).append(source, from, to);
    }

    /** Hands everything on. */
    void addRows() throws IOException {
        for (int i = 0; i < partitions.size(); i++) {
            partitions.get(i).addRows(rows.get(i), 0, rows.get(i).size);
        }
    }
}
