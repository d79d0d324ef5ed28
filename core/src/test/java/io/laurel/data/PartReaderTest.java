package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Headers that a merge must not believe, in a part whose index is otherwise whole. */
class PartReaderTest {
    /** Three blocks: two of one series, one of another; the same timestamps in the first two but for the start. */
    private Part part(Consumer<byte[]> change) throws IOException {
        ByteBuilder timestamps = new ByteBuilder();
        ByteBuilder values = new ByteBuilder();
        ByteBuilder headers = new ByteBuilder();
        ByteBuilder metaindex = new ByteBuilder();
        PartWriter writer = new PartWriter(timestamps::bytes, values::bytes, IndexWriter.inMemory(headers, metaindex));
        BlockEncoder encoder = new BlockEncoder(null, new Int64Codec.Scratch());
        for (int i = 0; i < 3; i++) {
            BlockHeader header = new BlockHeader();
            header.metricGroupId = i / 2;
            header.metricId = 7 + i / 2;
            header.precisionBits = Int64Codec.EXACT;
            encoder.encode(header, new long[] {100L * i, 100L * i + 10, 100L * i + 20}, 0, new long[] {1, 2, 4}, 0, 3);
            writer.add(header, encoder.timestampsPayload(), 0, encoder.valuesPayload(), 0);
        }
        writer.finish();
        byte[] index = headers.toByteArray();
        change.accept(index);
        return Part.inMemory(writer.header("x"), timestamps.toByteArray(), values.toByteArray(), index, metaindex);
    }

    private int read(Consumer<byte[]> change) throws IOException {
        try (Zstd zstd = new Zstd()) {
            PartReader reader = new PartReader(part(change), zstd, new Int64Codec.Scratch());
            long[] timestamps = new long[4];
            long[] mantissas = new long[4];
            int blocks = 0;
            while (reader.next()) {
                reader.decode(timestamps, mantissas, 0);
                assertThat(timestamps).startsWith(100L * blocks, 100L * blocks + 10, 100L * blocks + 20);
                assertThat(mantissas).startsWith(1, 2, 4);
                blocks++;
            }
            return blocks;
        }
    }

    private void refused(int block, int at, int by, String problem) {
        assertThatThrownBy(() -> read(index -> index[block * BlockHeader.SIZE + at] += (byte) by))
                .isInstanceOf(CorruptedDataException.class).hasMessageContaining(problem);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        assertThat(read(index -> { })).isEqualTo(3);
    }

    @Test
    void placesMustFollowEachOther() {
        refused(0, 48 + 7, 1, "timestamps at 1, not at 0");
        refused(1, 48 + 7, 2, "timestamps at 2, not at 1");
        refused(2, 56 + 7, 1, "values at");
        refused(2, 68 + 3, 1, "values.bin");
        refused(1, 64 + 3, -1, "timestamps at 0, not at");
    }

    @Test
    void orderMatters() {
        refused(1, 7, 2, "not in order");
        refused(1, 24 + 7, -101, "not in order");
        refused(0, 7, 2, "not in order");
    }

    @Test
    void timesMustFit() {
        refused(2, 32 + 7, 2, "does not fit into that of the part");
        refused(0, 32 + 7, 2, "the last timestamp of a block is 20, its header says 21");
        refused(1, 24 + 6, 1, "time range");
    }

    @Test
    void payloadsMustFit() {
        refused(2, 72 + 3, 1, "more rows or blocks than its name says");
        refused(1, 72 + 3, 1, "the last timestamp of a block is 130");
        refused(1, 72 + 3, -1, "the last timestamp of a block is 110");
        refused(1, 79, -3, "left over");
    }
}
