package io.laurel.data;

import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.codec.Decimal;
import io.laurel.codec.EncodingType;
import io.laurel.codec.Int64Codec;
import io.laurel.env.Disk;
import io.laurel.part.BlockCache;
import io.laurel.series.Tsid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A look into one part of samples where it lies, for people: what its name says, its first-level index, its blocks and
 * their samples. Writes nothing and takes no lock. Nothing is read before it is asked for, and what lies in front of
 * damage is told before the {@link io.laurel.bytes.CorruptedDataException} comes. For one thread.
 */
public final class PartInspection implements Closeable {
    private final Disk disk;
    private final Path folder;
    private final PartHeader name;
    private final ZstdPool zstds = new ZstdPool();
    private final Zstd zstd = zstds.take();
    private final long[] timestamps = new long[BlockHeader.MAX_ROWS];
    private final long[] mantissas = new long[BlockHeader.MAX_ROWS];
    private final double[] values = new double[BlockHeader.MAX_ROWS];

    /** These two are opened when they are needed. */
    private Part part;
    private PartReader reader;

    /** The metaindex row of the current block, and how many blocks of it are still to come. */
    private int row = -1;
    private int blocksLeft;
    private boolean ended;

    /** What the name of the folder says: exact in a sound part. */
    public record Name(long rows, long blocks, long minTimestampMs, long maxTimestampMs) {}

    /**
     * A row of {@code metaindex.bin}.
     *
     * @param firstSeries the series of its first block
     * @param offset in {@code index.bin}
     */
    public record IndexRow(Tsid firstSeries, int blocks, long minTimestampMs, long maxTimestampMs, long offset,
            int sizeBytes) {}

    /**
     * A block header.
     *
     * @param number counted through the part, from 0
     * @param row the metaindex row it belongs to, from 0
     * @param scale value = mantissa * 10^scale
     * @param timestampsOffset in {@code timestamps.bin}; neighbouring series may share a payload
     * @param valuesOffset in {@code values.bin}
     */
    public record Block(long number, int row, Tsid series, int rows, long minTimestampMs, long maxTimestampMs,
            int scale, int precisionBits, String timestampsEncoding, long timestampsOffset, int timestampsBytes,
            String valuesEncoding, long valuesOffset, int valuesBytes) {}

    private PartInspection(Disk disk, Path folder, PartHeader name) {
        this.disk = disk;
        this.folder = folder;
        this.name = name;
    }

    /**
     * Looks at the name of the folder only.
     *
     * @throws io.laurel.bytes.CorruptedDataException if no part has such a name
     */
    public static PartInspection open(Disk disk, Path folder) throws IOException {
        return new PartInspection(disk, folder, Part.readHeader(folder));
    }

    public Name name() {
        return new Name(name.rows(), name.blocks(), name.minTimestampMs(), name.maxTimestampMs());
    }

    /** The deduplication interval its samples went through, as its file says it, like {@code 1m0s}. */
    public String dedupInterval() throws IOException {
        return DedupInterval.format(Part.readMinDedupInterval(disk, folder));
    }

    /** The first-level index. */
    public List<IndexRow> index() throws IOException {
        byte[] rows = part().metaindex();
        List<IndexRow> index = new ArrayList<>();
        for (int at = 0; at < part.metaindexRows() * MetaindexRow.SIZE; at += MetaindexRow.SIZE) {
            index.add(new IndexRow(series(rows, at), MetaindexRow.headers(rows, at),
                    MetaindexRow.minTimestampMs(rows, at), MetaindexRow.maxTimestampMs(rows, at),
                    MetaindexRow.indexOffset(rows, at), MetaindexRow.indexSize(rows, at)));
        }
        return index;
    }

    /** Refuses a part whose files end before what its last index block refers to. */
    public void checkEnds() throws IOException {
        part().checkEnds();
    }

    /** Moves to the next block; false behind the last one. */
    public boolean next() throws IOException {
        if (reader == null) {
            reader = new PartReader(part(), zstd, new Int64Codec.Scratch());
        }
        if (ended || !reader.next()) {
            ended = true;
            return false;
        }
        if (blocksLeft == 0) {
            blocksLeft = MetaindexRow.headers(part.metaindex(), ++row * MetaindexRow.SIZE);
        }
        blocksLeft--;
        return true;
    }

    /** The current block. */
    public Block block() {
        BlockHeader header = reader.header;
        Tsid series = new Tsid(header.metricGroupId, (int) (header.jobAndInstance >>> 32), (int) header.jobAndInstance,
                header.metricId);
        return new Block(reader.blocks() - 1, row, series, header.rows, header.minTimestampMs, header.maxTimestampMs,
                header.scale, header.precisionBits, word(header.timestampsType), header.timestampsOffset,
                header.timestampsSize, word(header.valuesType), header.valuesOffset, header.valuesSize);
    }

    /** Refuses a block whose payloads do not lie inside the files. */
    public void checkPlaces() throws IOException {
        part.timestamps().check(reader.header.timestampsOffset, reader.header.timestampsSize);
        part.values().check(reader.header.valuesOffset, reader.header.valuesSize);
    }

    /** Decodes the samples of the current block, for the two methods below. */
    public void readSamples() throws IOException {
        reader.decode(timestamps, mantissas, 0);
        Decimal.toDoubles(mantissas, 0, reader.header.rows, reader.header.scale, values, 0);
    }

    public long timestampMs(int index) {
        return timestamps[index];
    }

    public double value(int index) {
        return values[index];
    }

    private Part part() throws IOException {
        if (part == null) {
            part = Part.openUnchecked(disk, folder, folder, new BlockCache<>(0), zstds);
        }
        return part;
    }

    private static Tsid series(byte[] array, int at) {
        long jobAndInstance = BlockHeader.jobAndInstance(array, at);
        return new Tsid(BlockHeader.metricGroupId(array, at), (int) (jobAndInstance >>> 32), (int) jobAndInstance,
                BlockHeader.metricId(array, at));
    }

    private static String word(int encoding) {
        for (EncodingType type : EncodingType.values()) {
            if (type.wireNumber() == encoding) {
                return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
        return Integer.toString(encoding);
    }

    @Override
    public void close() throws IOException {
        try {
            if (part != null) {
                part.close();
            }
        } finally {
            zstds.give(zstd);
            zstds.close();
        }
    }
}
