package io.laurel.data;

import io.laurel.bytes.ZstdPool;
import io.laurel.env.Disk;
import io.laurel.part.MergeControl;
import io.laurel.part.MergeDone;
import io.laurel.part.SwapGate;
import io.laurel.series.SeriesTable;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table with its surroundings, and the way to write into it and read back from it in one line. */
final class TableFixture {
    static final long MAY = Month.of(1_714_521_600_000L).firstMs();

    final SeriesTable series = new SeriesTable();
    final ZstdPool zstds = new ZstdPool();
    final ManualTime time = new ManualTime();
    final Path directory;
    /** What was merged and persisted, in the order it happened. */
    final List<MergeDone> merges = Collections.synchronizedList(new ArrayList<>());

    TableFixture(Path directory) {
        this.directory = directory;
    }

    /** One sample; values are compared by their bits. */
    record Sample(long timestampMs, long valueBits) {
        static Sample of(long timestampMs, double value) {
            return new Sample(timestampMs, Double.doubleToRawLongBits(value));
        }
    }

    DataContext context(Disk disk) {
        return new DataContext(disk, time, zstds, series, 1 << 20, new SwapGate(),
                MergeControl.unlimited(disk, directory, time, merges::add));
    }

    DataTable open(Disk disk) throws IOException {
        return open(disk, new DataLimits(100_000, 2, 20_000));
    }

    DataTable open(Disk disk, DataLimits limits) throws IOException {
        return DataTable.open(directory, context(disk), limits);
    }

    /** Ten series in two metric groups, one of them with the top bit set. */
    static Tsid tsid(int number) {
        return new Tsid(number % 2 == 0 ? 0x1234L : 0xf234567890abcdefL, number % 3, -number, 1000 + number);
    }

    int ordinal(int number) {
        Tsid tsid = tsid(number);
        byte[] name = tsid.toString().getBytes(StandardCharsets.US_ASCII);
        return series.add(name, 0, name.length, number, tsid);
    }

    /** Samples of a series in a range, through a view of its own. */
    List<Sample> read(DataTable table, int number, TimeRange range) throws IOException {
        return read(table, number, range, 0);
    }

    /** Likewise, thinned out to one sample per interval. */
    List<Sample> read(DataTable table, int number, TimeRange range, long dedupIntervalMs) throws IOException {
        try (DataTable.View view = table.view(Deduplicator.rangeToRead(range, dedupIntervalMs))) {
            return read(view, number, range, dedupIntervalMs);
        }
    }

    List<Sample> read(DataTable.View view, int number, TimeRange range) throws IOException {
        return read(view, number, range, 0);
    }

    private List<Sample> read(DataTable.View view, int number, TimeRange range, long dedupIntervalMs)
            throws IOException {
        BlockRefs blocks = new BlockRefs();
        new DataSearch(view).collect(tsid(number), Deduplicator.rangeToRead(range, dedupIntervalMs), blocks);
        try (SampleReader reader = new SampleReader(view, zstds, dedupIntervalMs)) {
            reader.read(blocks, range);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < reader.size(); i++) {
                samples.add(Sample.of(reader.timestamps()[i], reader.values()[i]));
            }
            return samples;
        }
    }
}
