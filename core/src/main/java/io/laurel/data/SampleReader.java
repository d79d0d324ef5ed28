package io.laurel.data;

import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.codec.Decimal;
import io.laurel.codec.Int64Codec;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes the blocks of one series and lays their samples out in two columns, sorted by time and cut to a range.
 * Without a deduplication interval nothing is dropped: equal timestamps stay, in the order of the parts. For one
 * thread; the columns are reused.
 *
 * <p>Fast path: blocks follow each other in time, each is decoded to the end of the columns. Where a block starts
 * before the end of the one before, a new <em>run</em> begins, and in the end neighbouring runs are merged until one is
 * left. As references come part by part, this mostly means one run per part.
 */
public final class SampleReader implements AutoCloseable {
    private static final int MAX_SAMPLES = 1 << 30;
    /** Room for so many is made at once, for more when they are there: who watches may not want them all. */
    private static final int EAGER_SAMPLES = 1 << 20;

    private final List<Part> parts;
    private final PartDecoder[] decoders;
    private final ZstdPool zstds;
    private final Zstd zstd;
    private final long dedupIntervalMs;
    private final Int64Codec.Scratch scratch = new Int64Codec.Scratch();

    private long[] timestamps = new long[1024];
    private double[] values = new double[1024];
    private int size;
    private int stored;
    private final BlockHeader header = new BlockHeader();
    private long[] mantissas = new long[1024];
    /** Where each run but the first begins. */
    private int[] runStart = new int[16];
    private int runs;
    private long[] spareTimestamps = new long[0];
    private double[] spareValues = new double[0];

    /** Whoever wants to end a reading that takes long or becomes large. */
    public interface Watch {
        /** Called after each block with the number of samples read so far; what it throws ends the reading. */
        void samplesRead(int samples) throws IOException;
    }

    /** Drops nothing. The view is borrowed. */
    public SampleReader(DataTable.View view, ZstdPool zstds) {
        this(view, zstds, 0);
    }

    /**
     * The view is borrowed.
     *
     * @param dedupIntervalMs one sample per interval stays, see {@link Deduplicator}; the view and the blocks reach to
     *     the end of {@link Deduplicator#rangeToRead}; 0: all stay
     */
    public SampleReader(DataTable.View view, ZstdPool zstds, long dedupIntervalMs) {
        this.parts = view.parts();
        this.zstds = zstds;
        this.dedupIntervalMs = dedupIntervalMs;
        decoders = new PartDecoder[parts.size()];
        zstd = zstds.take();
    }

    /** The samples read last are {@code timestamps()[0..size())}; borrowed until the next {@link #read}. */
    public long[] timestamps() {
        return timestamps;
    }

    public double[] values() {
        return values;
    }

    public int size() {
        return size;
    }

    /** How many samples were read to find them: more than {@link #size()} if some were too close to each other. */
    public int stored() {
        return stored;
    }

    /** Reads the samples of all the blocks that lie in the range. */
    public void read(BlockRefs blocks, TimeRange range) throws IOException {
        read(blocks, range, samples -> { });
    }

    /** The same, watched. */
    public void read(BlockRefs blocks, TimeRange range, Watch watch) throws IOException {
        TimeRange toRead = Deduplicator.rangeToRead(range, dedupIntervalMs);
        size = 0;
        runs = 1;
        reserve(Math.min(blocks.rows(), EAGER_SAMPLES));
        for (int i = 0; i < blocks.size(); i++) {
            header.read(blocks.headers[i], blocks.at[i]);
            reserve((long) size + header.rows);
            append(decoder(blocks.part[i]), toRead);
            watch.samplesRead(size);
        }
        while (runs > 1) {
            mergeNeighbours();
        }
        stored = size;
        if (dedupIntervalMs > 0) {
            size = Deduplicator.apply(timestamps, values, size, dedupIntervalMs);
            size = toRead.toMs() > range.toMs() ? lowerBound(timestamps, 0, size, range.toMs() + 1) : size;
        }
    }

    /**
     * Whether any sample of the blocks lies in the range. The samples read before are no longer there afterwards.
     *
     * <p>Fast path: a block begins or ends in the range. Only blocks that begin before it and end after it are decoded.
     */
    public boolean hasSamples(BlockRefs blocks, TimeRange range) throws IOException {
        if (dedupIntervalMs == 0) {
            return hasStored(blocks, range);
        }
        // Only in the last interval a sample may lose its place to one behind the range.
        long certainToMs = Deduplicator.lastEnd(range.toMs(), dedupIntervalMs);
        if (certainToMs >= range.fromMs() && hasStored(blocks, TimeRange.ofMillis(range.fromMs(), certainToMs))) {
            return true;
        }
        read(blocks, range);
        return size > 0;
    }

    private boolean hasStored(BlockRefs blocks, TimeRange range) throws IOException {
        for (int i = 0; i < blocks.size(); i++) {
            header.read(blocks.headers[i], blocks.at[i]);
            if (range.contains(header.minTimestampMs) || range.contains(header.maxTimestampMs)) {
                return true;
            }
        }
        for (int i = 0; i < blocks.size(); i++) {
            header.read(blocks.headers[i], blocks.at[i]);
            if (header.minTimestampMs < range.fromMs() && header.maxTimestampMs > range.toMs()
                    && hasSamples(decoder(blocks.part[i]), range)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasSamples(PartDecoder decoder, TimeRange range) throws IOException {
        size = 0;
        reserve(header.rows);
        decoder.decodeTimestamps(header, timestamps, 0);
        int first = lowerBound(timestamps, 0, header.rows, range.fromMs());
        return first < header.rows && timestamps[first] <= range.toMs();
    }

    private PartDecoder decoder(int number) {
        PartDecoder decoder = decoders[number];
        if (decoder == null) {
            decoder = new PartDecoder(parts.get(number), zstd, scratch);
            decoders[number] = decoder;
        }
        return decoder;
    }

    private void reserve(long rows) {
        if (rows > MAX_SAMPLES) {
            throw new IllegalStateException(rows + " samples of one series do not fit into an array");
        }
        if (rows > timestamps.length) {
            int capacity = (int) Math.max(rows, Math.min(2L * timestamps.length, MAX_SAMPLES));
            timestamps = Arrays.copyOf(timestamps, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }

    private void append(PartDecoder decoder, TimeRange range) throws IOException {
        int rows = header.rows;
        decoder.decodeTimestamps(header, timestamps, size);
        int from = size;
        int to = size + rows;
        if (header.minTimestampMs < range.fromMs()) {
            from = lowerBound(timestamps, from, to, range.fromMs());
        }
        if (header.maxTimestampMs > range.toMs()) {
            to = lowerBound(timestamps, from, to, range.toMs() + 1);
        }
        int count = to - from;
        if (count == 0) {
            return;
        }
        if (mantissas.length < rows) {
            mantissas = new long[Math.max(rows, 2 * mantissas.length)];
        }
        decoder.decodeValues(header, mantissas, 0);
        Decimal.toDoubles(mantissas, from - size, count, header.scale, values, size);
        if (from > size) {
            System.arraycopy(timestamps, from, timestamps, size, count);
        }
        if (size > 0 && timestamps[size] < timestamps[size - 1]) {
            if (runs == runStart.length) {
                runStart = Arrays.copyOf(runStart, 2 * runs);
            }
            runStart[runs++] = size;
        }
        size += count;
    }

    /** Merges runs 0 and 1, 2 and 3, ... */
    private void mergeNeighbours() {
        if (spareTimestamps.length < size) {
            spareTimestamps = new long[timestamps.length];
            spareValues = new double[timestamps.length];
        }
        runStart[0] = 0;
        int merged = 0;
        for (int run = 0; run < runs; run += 2) {
            int from = runStart[run];
            int middle = run + 1 < runs ? runStart[run + 1] : size;
            int to = run + 2 < runs ? runStart[run + 2] : size;
            merge(from, middle, to);
            runStart[merged++] = from;
        }
        runs = merged;
        long[] swappedTimestamps = timestamps;
        timestamps = spareTimestamps;
        spareTimestamps = swappedTimestamps;
        double[] swappedValues = values;
        values = spareValues;
        spareValues = swappedValues;
    }

    private void merge(int from, int middle, int to) {
        int i = from;
        int j = middle;
        int at = from;
        while (i < middle && j < to) {
            if (timestamps[i] <= timestamps[j]) {
                spareTimestamps[at] = timestamps[i];
                spareValues[at++] = values[i++];
            } else {
                spareTimestamps[at] = timestamps[j];
                spareValues[at++] = values[j++];
            }
        }
        int rest = i < middle ? i : j;
        System.arraycopy(timestamps, rest, spareTimestamps, at, to - at);
        System.arraycopy(values, rest, spareValues, at, to - at);
    }

    /** First index in {@code [from, to)} whose timestamp is not below the bound. */
    private static int lowerBound(long[] timestamps, int from, int to, long bound) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Gives the zstd context back. */
    @Override
    public void close() {
        zstds.give(zstd);
    }
}
