package io.laurel.data;

import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import io.laurel.part.MergeDone;
import io.laurel.part.MergeRun;
import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Many parts of one month in, one part out. Blocks come in the order of TSID and first timestamp. One block is in hand;
 * what happens when the next one arrives:
 *
 * <pre>
 *   next block                              in hand
 *   ------------------------------------------------------------------------------------------
 *   ends before the deadline, or            -                              next one is dropped
 *     belongs to a deleted series
 *   another series                          -                              in hand is written, next one taken
 *   same series, starts not before          full: 8,192 rows, or           in hand is written, next one taken
 *     the one in hand ends                    64 KiB of encoded values
 *   same series                             anything else                  both become one
 * </pre>
 *
 * A block that is only passed on keeps its bytes; nothing is decoded, unless its part has not been thinned out to the
 * interval that the rules ask for. Of one that has grown beyond 8,192 rows the first
 * 8,192 are written as soon as no later block can start before they end, so blocks of one series never overlap in the
 * result. Mantissas are brought to a common scale and stay at it.
 *
 * <p>Parts in memory do not use zstd. When their blocks pass on to a part on disk, payloads are compressed as they are,
 * which gives the same bytes as decoding and encoding. For one merge and one thread.
 */
final class PartMerger {
    private final PartWriter target;
    private final MergeRules rules;
    private final boolean toDisk;
    private final BlockEncoder encoder;
    private final PriorityQueue<Source> queue = new PriorityQueue<>();
    private final Block inHand = new Block();
    // Rows left out
    private long deleted;
    private long expired;
    private long duplicate;
    /** Bytes since that was last told. */
    private long written;

    /**
     * @param zstd borrowed; decodes what comes from disk, encodes what goes there
     * @param toDisk whether the target uses zstd
     */
    PartMerger(List<Part> sources, PartWriter target, boolean toDisk, MergeRules rules, Zstd zstd) throws IOException {
        this.target = target;
        this.toDisk = toDisk;
        this.rules = rules;
        Int64Codec.Scratch scratch = new Int64Codec.Scratch();
        encoder = new BlockEncoder(toDisk ? zstd : null, scratch);
        for (int i = 0; i < sources.size(); i++) {
            Source source = new Source(new PartReader(sources.get(i), zstd, scratch), i);
            if (source.reader.next()) {
                queue.add(source);
            }
        }
    }

    /**
     * Merges everything. The caller finishes the target, which has no blocks if nothing was left.
     *
     * @param run asked before each block
     * @return what was left out
     */
    MergeDone.Dropped run(MergeRun run) throws IOException {
        while (!queue.isEmpty()) {
            run.check();
            Source source = queue.poll();
            take(source.reader);
            run.wrote(written);
            written = 0;
            if (source.reader.next()) {
                queue.add(source);
            }
        }
        writeInHand();
        return new MergeDone.Dropped(deleted, expired, duplicate);
    }

    private void take(PartReader reader) throws IOException {
        BlockHeader next = reader.header;
        if (rules.isDeleted(next)) {
            deleted += next.rows;
            return;
        }
        if (rules.isExpired(next)) {
            expired += next.rows;
            return;
        }
        if (inHand.isPresent() && inHand.header.metricId == next.metricId) {
            writeFirstRows(next.minTimestampMs);
            if (!inHand.isFull() || inHand.maxTimestampMs() > next.minTimestampMs) {
                inHand.decode();
                expired += inHand.rows() + next.rows;
                inHand.merge(reader, rules.deadlineMs());
                expired -= inHand.rows();
                return;
            }
        }
        writeInHand();
        inHand.take(reader);
    }

    /** Writes off whole blocks as long as they end before anything that can still come for the series. */
    private void writeFirstRows(long nextTimestampMs) throws IOException {
        while (inHand.rows() > Block.MAX_ROWS && !inHand.isEncoded()
                && inHand.timestamps()[inHand.from() + Block.MAX_ROWS - 1] <= nextTimestampMs) {
            writeDecoded(Block.MAX_ROWS);
        }
    }

    private void writeInHand() throws IOException {
        if (inHand.isPresent() && inHand.isEncoded()) {
            writeEncoded();
        }
        while (inHand.isPresent()) {
            writeDecoded(Math.min(inHand.rows(), Block.MAX_ROWS));
        }
    }

    private void writeEncoded() throws IOException {
        if (rules.dedupIntervalMs() > 0 && inHand.source().dedupIntervalMs() != rules.dedupIntervalMs()) {
            inHand.decode();
            return;
        }
        PartDecoder source = inHand.source();
        BlockHeader header = inHand.header;
        byte[] timestamps = source.timestampsPayload(header);
        byte[] values = source.valuesPayload(header);
        if (toDisk && source.isPlain()) {
            encoder.pack(header, timestamps, source.timestampsAt(), values, source.valuesAt());
            target.add(header, encoder.packedTimestamps(), 0, encoder.packedValues(), 0);
        } else {
            target.add(header, timestamps, source.timestampsAt(), values, source.valuesAt());
        }
        written += header.timestampsSize + header.valuesSize + BlockHeader.SIZE;
        inHand.clear();
    }

    private void writeDecoded(int rows) throws IOException {
        BlockHeader header = inHand.header;
        int from = inHand.from();
        int kept = Deduplicator.apply(inHand.timestamps(), inHand.mantissas(), from, rows, rules.dedupIntervalMs());
        duplicate += rows - kept;
        encoder.encode(header, inHand.timestamps(), from, inHand.mantissas(), from, kept);
        target.add(header, encoder.timestampsPayload(), 0, encoder.valuesPayload(), 0);
        written += header.timestampsSize + header.valuesSize + BlockHeader.SIZE;
        inHand.dropFirst(rows);
    }

    /** A part that still has blocks, placed by its current one. */
    private static final class Source implements Comparable<Source> {
        final PartReader reader;
        final int number;

        Source(PartReader reader, int number) {
            this.reader = reader;
            this.number = number;
        }

        @Override
        public int compareTo(Source other) {
            BlockHeader a = reader.header;
            BlockHeader b = other.reader.header;
            int order = SeriesKey.compare(a.metricGroupId, a.jobAndInstance, a.metricId,
                    b.metricGroupId, b.jobAndInstance, b.metricId);
            if (order == 0) {
                order = Long.compare(a.minTimestampMs, b.minTimestampMs);
            }
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }
}
