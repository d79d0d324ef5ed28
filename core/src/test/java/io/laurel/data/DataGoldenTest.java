package io.laurel.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.codec.Int64Codec;
import io.laurel.env.RealDisk;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.GoldenStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples in a folder that the reference server wrote. Counts and digests (SHA-256 over TSID, timestamp and value bits
 * of each sample, 40 bytes, sorted) come from an independent reader of the format.
 */
class DataGoldenTest {
    private static final String ALL = "29439 7b2b609abf96ed03fd9e809c57e3a313a9a8ff12f4b32a9354da240607060632";

    @TempDir
    private Path folder;

    private Path storage;
    private TableFixture fixture;

    @BeforeEach
    void unpack() throws IOException {
        storage = GoldenStorage.unpack(folder);
        fixture = new TableFixture(storage.resolve("data"));
    }

    @Test
    void aServersSamplesAreReadWithoutTouchingThem() throws Exception {
        try (DataTable table = DataTable.openReadOnly(storage.resolve("data"), fixture.context(new RealDisk()))) {
            assertThat(table.parts()).extracting(PartInfo::month)
                    .containsExactly("2022_05", "2022_05", "2022_06", "2022_06", "2022_07");
            assertThat(digest(table)).isEqualTo(ALL);
        }
        assertThat(DataCheck.check(storage.resolve("data"), fixture.context(new RealDisk())))
                .isEqualTo(new DataCheck.Report(5, 29439, 1045, List.of()));
    }

    @Test
    void snapshotsAreReadThroughTheirLinks() throws Exception {
        assertThat(snapshotDigests()).containsExactly(
                "27921 8ca796600794c5778f5de202232622ccc16bfa244b60d74ca67c9a3d0b1a51af",
                "29349 43011d2fec4f25b7ed63470e161355bf0de27c46449a9b9488621c7b1dda3475",
                ALL);
    }

    private List<String> snapshotDigests() throws Exception {
        List<String> digests = new ArrayList<>();
        RealDisk disk = new RealDisk();
        for (String name : disk.list(storage.resolve("snapshots"))) {
            Path data = storage.resolve("snapshots").resolve(name).resolve("data");
            try (DataTable table = DataTable.openReadOnly(data, fixture.context(disk))) {
                digests.add(digest(table));
            }
        }
        return digests;
    }

    @Test
    void aServersSamplesAreMergedWithOurs() throws Exception {
        RealDisk disk = new RealDisk();
        try (DataTable table = fixture.open(disk)) {
            RowBuffer rows = new RowBuffer();
            rows.append(fixture.ordinal(1), Month.parse("2022_06").firstMs(), 1);
            table.addRows(rows);
            table.persist(() -> { });
            table.mergeAll();
            assertThat(table.parts()).extracting(PartInfo::month).containsExactly("2022_05", "2022_06", "2022_07");
            assertThat(table.parts()).extracting(PartInfo::rows).satisfies(counts ->
                    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(29440));
            assertThat(digest(table)).startsWith("29440 ");
        }
        assertThat(DataCheck.check(storage.resolve("data"), fixture.context(disk)).problems()).isEmpty();
        assertThat(snapshotDigests()).contains(ALL);
    }

    private String digest(DataTable table) throws Exception {
        TreeSet<Slice> samples = new TreeSet<>();
        int count = 0;
        try (DataTable.View view = table.view(TimeRange.all());
                SampleReader reader = new SampleReader(view, fixture.zstds)) {
            DataSearch search = new DataSearch(view);
            BlockRefs blocks = new BlockRefs();
            for (Tsid tsid : tsids(view)) {
                blocks.clear();
                search.collect(tsid, TimeRange.all(), blocks);
                reader.read(blocks, TimeRange.all());
                for (int i = 0; i < reader.size(); i++) {
                    ByteBuilder sample = new ByteBuilder(48);
                    tsid.marshal(sample);
                    sample.u64(reader.timestamps()[i]).u64(Double.doubleToRawLongBits(reader.values()[i]));
                    // Equal samples differ only in this number, which is not part of the digest.
                    sample.u32(count++);
                    samples.add(sample.slice());
                }
            }
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Slice sample : samples) {
            digest.update(sample.array(), sample.offset(), sample.length() - 4);
        }
        return samples.size() + " " + HexFormat.of().formatHex(digest.digest());
    }

    private TreeSet<Tsid> tsids(DataTable.View view) throws IOException {
        TreeSet<Tsid> tsids = new TreeSet<>();
        Zstd zstd = fixture.zstds.take();
        for (Part part : view.parts()) {
            PartReader reader = new PartReader(part, zstd, new Int64Codec.Scratch());
            while (reader.next()) {
                BlockHeader header = reader.header;
                tsids.add(new Tsid(header.metricGroupId, (int) (header.jobAndInstance >>> 32),
                        (int) header.jobAndInstance, header.metricId));
            }
        }
        fixture.zstds.give(zstd);
        return tsids;
    }
}
