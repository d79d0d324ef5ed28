package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.codec.Decimal;
import io.laurel.codec.Int64Codec;
import io.laurel.series.SeriesTable;
import io.laurel.part.MergeRun;
import java.io.IOException;
import java.util.List;

/**
 * Makes parts in memory: out of rows as they arrived, or out of smaller parts in memory. For one thread at a time; all
 * working memory is kept, so a table keeps a few of these and hands them around.
 *
 * <p>Samples pass through here once between arrival and disk, so nothing is compressed that would have to be
 * decompressed for the disk again.
 */
final class MemoryPartMaker {
    private static final String NO_SUFFIX = "";
    /** TSIDs looked up at a time. */
    private static final int KEYS = 256;

    private final SeriesTable table;
    private final int precisionBits;
    private final RowSorter sorter;
    private final BlockEncoder encoder = new BlockEncoder(null, new Int64Codec.Scratch());
    private final long[] mantissas = new long[Block.MAX_ROWS];
    private final short[] exponents = new short[Block.MAX_ROWS];
    private final BlockHeader header = new BlockHeader();
    private final long[] groups = new long[KEYS];
    private final long[] jobsAndInstances = new long[KEYS];
    private final long[] metricIds = new long[KEYS];

    private final ByteBuilder timestamps = new ByteBuilder();
    private final ByteBuilder values = new ByteBuilder();
    private final ByteBuilder metaindex = new ByteBuilder();

    /** @param precisionBits significant bits that are kept of timestamps and mantissas, 1..64; 64 is lossless */
    MemoryPartMaker(SeriesTable table, int precisionBits) {
        this.table = table;
        this.precisionBits = precisionBits;
        sorter = new RowSorter(table);
    }

    /** Its working memory, apart from what is small. */
    long heapBytes() {
        return sorter.heapBytes() + timestamps.array().length + values.array().length + metaindex.array().length;
    }

    /** A part of all these rows, of which there is at least one. The rows are left as they are. */
    Part fromRows(RowBuffer rows) throws IOException {
        sorter.sort(rows);
        ByteBuilder headers = new ByteBuilder(Math.multiplyExact(blocks(), BlockHeader.SIZE));
        PartWriter writer = newWriter(headers);
        int from = 0;
        for (int run = 0; run < sorter.runs; run++) {
            if (run % KEYS == 0) {
                lookUpKeys(run);
            }
            header.metricGroupId = groups[run % KEYS];
            header.jobAndInstance = jobsAndInstances[run % KEYS];
            header.metricId = metricIds[run % KEYS];
            from = writeRun(from, sorter.runEnd[run], writer);
        }
        return finish(writer, headers);
    }

    /**
     * Looks up the next TSIDs. They lie all over memory, and in a loop as short as this one the processor waits for
     * many of them at a time: with a million series of one row each that is a third of all the time.
     */
    private void lookUpKeys(int firstRun) {
        int count = Math.min(KEYS, sorter.runs - firstRun);
        for (int i = 0; i < count; i++) {
            int ordinal = sorter.runSeries[firstRun + i];
            groups[i] = table.metricGroupId(ordinal);
            jobsAndInstances[i] = table.jobAndInstance(ordinal);
            metricIds[i] = table.metricId(ordinal);
        }
    }

    /** Encodes the rows of one series, whose TSID is in the header; returns where they end. */
    private int writeRun(int start, int end, PartWriter writer) throws IOException {
        int from = start;
        while (from < end) {
            int count = Math.min(end - from, Block.MAX_ROWS);
            header.precisionBits = precisionBits;
            header.scale = Decimal.toDecimals(sorter.values, from, count, mantissas, exponents);
            encoder.encode(header, sorter.timestamps, from, mantissas, 0, count);
            writer.add(header, encoder.timestampsPayload(), 0, encoder.valuesPayload(), 0);
            from += count;
        }
        return from;
    }

    /** How many blocks the sorted rows make. */
    private int blocks() {
        int blocks = 0;
        int from = 0;
        for (int run = 0; run < sorter.runs; run++) {
            blocks += (sorter.runEnd[run] - from + Block.MAX_ROWS - 1) / Block.MAX_ROWS;
            from = sorter.runEnd[run];
        }
        return blocks;
    }

    /** One part with the samples of several parts in memory. */
    Part fromParts(List<Part> sources) throws IOException {
        long most = 0;
        for (Part source : sources) {
            most += source.header().blocks();
        }
        ByteBuilder headers = new ByteBuilder(Math.toIntExact(most * BlockHeader.SIZE));
        PartWriter writer = newWriter(headers);
        new PartMerger(sources, writer, false, MergeRules.KEEP_ALL, null).run(MergeRun.UNTOLD);
        return finish(writer, headers);
    }

    private PartWriter newWriter(ByteBuilder headers) {
        timestamps.clear();
        values.clear();
        metaindex.clear();
        return new PartWriter(timestamps::bytes, values::bytes, IndexWriter.inMemory(headers, metaindex));
    }

    private Part finish(PartWriter writer, ByteBuilder headers) throws IOException {
        writer.finish();
        // Headers make up most of a part of short blocks, so they are written where they stay.
        byte[] index = headers.size() == headers.array().length ? headers.array() : headers.toByteArray();
        return Part.inMemory(writer.header(NO_SUFFIX), timestamps.toByteArray(), values.toByteArray(), index,
                metaindex);
    }
}
