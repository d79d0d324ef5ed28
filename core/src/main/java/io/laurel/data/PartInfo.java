package io.laurel.data;

import java.nio.file.Path;

/**
 * What an operator wants to know of a part.
 *
 * @param path its folder; null in memory
 */
public record PartInfo(String month, Path path, long rows, long blocks, long minTimestampMs, long maxTimestampMs,
        long sizeBytes) {
    public boolean inMemory() {
        return path == null;
    }

    /** Whether it lies in {@code data/big}. */
    public boolean isBig() {
        return path != null && path.getParent().getParent().endsWith(DataTable.BIG);
    }

    static PartInfo of(Month month, Part part) {
        PartHeader header = part.header();
        return new PartInfo(month.name(), part.path(), header.rows(), header.blocks(), header.minTimestampMs(),
                header.maxTimestampMs(), part.sizeBytes());
    }
}
