package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.codec.Decimal;
import io.laurel.codec.Int64Codec;
import io.laurel.series.SeriesTable;
import io.laurel.series.Tsid;
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

    private final SeriesTable table;
    private final int precisionBits;
    private final RowSorter sorter;
    private final BlockEncoder encoder = new BlockEncoder(null, new Int64Codec.Scratch());
    private final long[] mantissas = new long[Block.MAX_ROWS];
    private final short[] exponents = new short[Block.MAX_ROWS];
    private final BlockHeader header = new BlockHeader();

    private final ByteBuilder timestamps = new ByteBuilder();
    private final ByteBuilder values = new ByteBuilder();
    private final ByteBuilder index = new ByteBuilder();
    private final ByteBuilder metaindex = new ByteBuilder();

    /** @param precisionBits significant bits that are kept of timestamps and mantissas, 1..64; 64 is lossless */
    MemoryPartMaker(SeriesTable table, int precisionBits) {
        this.table = table;
        this.precisionBits = precisionBits;
        sorter = new RowSorter(table);
    }

    /** A part of all these rows, of which there is at least one. The rows are left as they are. */
    Part fromRows(RowBuffer rows) throws IOException {
        PartWriter writer = newWriter();
        sorter.sort(rows);
        int from = 0;
        for (int run = 0; run < sorter.runs; run++) {
            Tsid tsid = table.tsid(sorter.runSeries[run]);
            header.metricGroupId = tsid.metricGroupId();
            header.jobAndInstance = (long) tsid.jobId() << 32 | tsid.instanceId() & 0xffffffffL;
            header.metricId = tsid.metricId();
            int end = sorter.runEnd[run];
            while (from < end) {
                int count = Math.min(end - from, Block.MAX_ROWS);
                header.precisionBits = precisionBits;
                header.scale = Decimal.toDecimals(sorter.values, from, count, mantissas, exponents);
                encoder.encode(header, sorter.timestamps, from, mantissas, 0, count);
                writer.add(header, encoder.timestampsPayload(), 0, encoder.valuesPayload(), 0);
                from += count;
            }
        }
        return finish(writer);
    }

    /** One part with the samples of several parts in memory. */
    Part fromParts(List<Part> sources) throws IOException {
        PartWriter writer = newWriter();
        new PartMerger(sources, writer, false, MergeRules.KEEP_ALL, null).run();
        return finish(writer);
    }

    private PartWriter newWriter() {
        timestamps.clear();
        values.clear();
        index.clear();
        metaindex.clear();
        return new PartWriter(timestamps::bytes, values::bytes, index::bytes, metaindex::bytes, null, 0);
    }

    private Part finish(PartWriter writer) throws IOException {
        writer.finish();
        return Part.inMemory(writer.header(NO_SUFFIX), timestamps.toByteArray(), values.toByteArray(),
                index.toByteArray(), metaindex);
    }
}
