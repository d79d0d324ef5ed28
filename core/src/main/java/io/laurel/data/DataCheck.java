package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import io.laurel.part.BlockCache;
import io.laurel.part.PartDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Are these data sound? Reads every part from end to end, decodes every block, and compares everything that is said
 * twice: names with content, metaindex rows with headers, headers with payloads. Looks closer than a search or a merge
 * does.
 */
public final class DataCheck {
    private final DataContext context;
    private final BlockCache<IndexBlock> cache = new BlockCache<>(0);
    private final List<String> problems = new ArrayList<>();
    private long parts;
    private long rows;
    private long blocks;

    /** @param problems each with the file or folder it is about; empty if the data are sound */
    public record Report(long parts, long rows, long blocks, List<String> problems) {}

    private DataCheck(DataContext context) {
        this.context = context;
    }

    /**
     * Checks all parts in a folder {@code data/}; writes nothing and takes no lock. Nobody may be writing.
     *
     * @throws IOException if something could not be read; what was read and is wrong goes into the report
     */
    public static Report check(Path directory, DataContext context) throws IOException {
        DataCheck check = new DataCheck(context);
        for (String side : List.of(DataTable.SMALL, DataTable.BIG)) {
            check.checkSide(directory.resolve(side));
        }
        return new Report(check.parts, check.rows, check.blocks, List.copyOf(check.problems));
    }

    private void checkSide(Path side) throws IOException {
        if (!context.disk().isDirectory(side)) {
            return;
        }
        for (String name : context.disk().list(side)) {
            Path folder = side.resolve(name);
            if (name.equals(DataTable.SNAPSHOTS) || !context.disk().isDirectory(folder)) {
                continue;
            }
            try {
                checkMonth(Month.parse(name), folder);
            } catch (CorruptedDataException e) {
                problems.add(e.at(folder.toString(), CorruptedDataException.UNKNOWN_OFFSET).getMessage());
            }
        }
    }

    private void checkMonth(Month month, Path folder) throws IOException {
        for (String name : PartDirectory.open(context.disk(), folder).partNames()) {
            Path path = folder.resolve(name);
            parts++;
            try {
                Part part = Part.open(context.disk(), path, cache, context.zstds());
                try {
                    checkPart(month, part);
                } finally {
                    part.close();
                }
            } catch (CorruptedDataException e) {
                problems.add(e.at(path.toString(), CorruptedDataException.UNKNOWN_OFFSET).getMessage());
            }
        }
    }

    /** What makes reading on pointless is thrown, the rest is noted. */
    private void checkPart(Month month, Part part) throws IOException {
        Zstd zstd = context.zstds().take();
        try {
            PartReader reader = new PartReader(part, zstd, new Int64Codec.Scratch());
            Walk walk = new Walk(part);
            while (reader.next()) {
                walk.block(reader);
            }
            walk.end(month, reader);
            rows += reader.rows();
            blocks += reader.blocks();
        } finally {
            context.zstds().give(zstd);
        }
    }

    /** What the blocks so far amount to. */
    private final class Walk {
        private final Part part;
        private final long[] timestamps = new long[BlockHeader.MAX_ROWS];
        private final long[] mantissas = new long[BlockHeader.MAX_ROWS];
        private final BlockHeader previous = new BlockHeader();
        private long minTimestampMs = Long.MAX_VALUE;
        private long maxTimestampMs = Long.MIN_VALUE;
        /** The metaindex row of the current block, and how many blocks of it there were. */
        private int row = -1;
        private int rowBlocks;
        private long rowMin;
        private long rowMax;

        Walk(Part part) {
            this.part = part;
        }

        void block(PartReader reader) throws IOException {
            BlockHeader header = reader.header;
            if (row < 0 || rowBlocks == MetaindexRow.headers(part.metaindex(), row * MetaindexRow.SIZE)) {
                endRow();
                row++;
                rowBlocks = 0;
                rowMin = Long.MAX_VALUE;
                rowMax = Long.MIN_VALUE;
            }
            rowBlocks++;
            rowMin = Math.min(rowMin, header.minTimestampMs);
            rowMax = Math.max(rowMax, header.maxTimestampMs);
            minTimestampMs = Math.min(minTimestampMs, header.minTimestampMs);
            maxTimestampMs = Math.max(maxTimestampMs, header.maxTimestampMs);
            String name = "block " + (reader.blocks() - 1);
            if (reader.blocks() > 1) {
                boolean sameSeries = previous.metricId == header.metricId;
                boolean sameKey = sameSeries && previous.metricGroupId == header.metricGroupId
                        && previous.jobAndInstance == header.jobAndInstance;
                expect(sameKey || !sameSeries, name + " has the metric id of the one before and another TSID");
                expect(!sameSeries || previous.maxTimestampMs <= header.minTimestampMs,
                        name + " overlaps the one before, of the same series");
            }
            expect(header.rows <= Block.MAX_ROWS, name + " has " + header.rows + " rows");
            reader.decode(timestamps, mantissas, 0);
            previous.set(header);
        }

        private void endRow() {
            if (row >= 0) {
                int at = row * MetaindexRow.SIZE;
                expect(rowMin == MetaindexRow.minTimestampMs(part.metaindex(), at)
                        && rowMax == MetaindexRow.maxTimestampMs(part.metaindex(), at),
                        "metaindex row " + row + " has another time range than its headers");
            }
        }

        void end(Month month, PartReader reader) {
            endRow();
            PartHeader name = part.header();
            expect(reader.rows() == name.rows() && reader.blocks() == name.blocks(),
                    "has " + reader.rows() + " rows in " + reader.blocks() + " blocks");
            expect(minTimestampMs == name.minTimestampMs() && maxTimestampMs == name.maxTimestampMs(),
                    "has samples from " + minTimestampMs + " to " + maxTimestampMs + " ms");
            expect(month.contains(minTimestampMs) && month.contains(maxTimestampMs),
                    "has samples outside of its month");
        }

        private void expect(boolean fine, String problem) {
            if (!fine) {
                problems.add(part.path() + ": " + problem);
            }
        }
    }
}
