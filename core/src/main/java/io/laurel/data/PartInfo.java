package io.laurel.data;

import java.nio.file.Path;

/**
 * What an operator wants to know of a part.
 *
 * @param path its folder; null in memory
 * @param isBig whether that lies in {@code data/big}
 */
public record PartInfo(String month, Path path, boolean isBig, long rows, long blocks, long minTimestampMs,
        long maxTimestampMs, long sizeBytes) {
    public boolean inMemory() {
        return path == null;
    }

    static PartInfo of(Month month, Part part) {
        PartHeader header = part.header();
        return new PartInfo(month.name(), part.path(), part.isBig(), header.rows(), header.blocks(),
                header.minTimestampMs(), header.maxTimestampMs(), part.sizeBytes());
    }
}
