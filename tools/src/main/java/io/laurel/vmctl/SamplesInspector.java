package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;
import io.laurel.data.PartInspection;
import io.laurel.data.PartInspection.Block;
import io.laurel.data.PartInspection.IndexRow;
import io.laurel.data.PartInspection.Name;
import io.laurel.env.Closing;
import io.laurel.env.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Prints what is in a part of samples. */
final class SamplesInspector implements Closeable {
    /** A sample that is not packed: a time and a value. */
    private static final int PLAIN_BYTES = 8 + 8;
    private static final int BLOCK_HEADER_BYTES = 81;
    private static final int INDEX_ROW_BYTES = 56;

    private final Path folder;
    private final Console console;
    private final InspectOutput output;
    private final PartInspection part;
    private SeriesLookUp names;

    SamplesInspector(Path folder, Console console, InspectOutput output) throws IOException {
        this.folder = folder;
        this.console = console;
        this.output = output;
        part = PartInspection.open(new RealDisk(), folder);
    }

    void header() throws IOException {
        Name name = part.name();
        PartFiles files = PartFiles.of(folder);
        output.text(Facts.line("part", folder.getFileName().toString())
                + Facts.line("holds", "samples, " + folder.getParent().getFileName())
                + Facts.line("rows", Long.toUnsignedString(name.rows()))
                + Facts.line("blocks", Long.toUnsignedString(name.blocks()))
                + Facts.line("from", time(name.minTimestampMs()))
                + Facts.line("to", time(name.maxTimestampMs()))
                + Facts.line("bytes", files.bytes() + ", " + ratio(files.bytes(), name.rows()) + " a sample; plain it "
                        + "would have " + PLAIN_BYTES));
        output.text(Facts.line("dedup", part.dedupInterval()));
        output.text("\n" + files.table(List.of("metaindex.bin", "index.bin", "timestamps.bin", "values.bin")));
        List<IndexRow> index = part.index();
        output.text("\n" + Facts.line("metaindex", index.size() + (index.size() == 1 ? " row" : " rows") + ", "
                + index.size() * INDEX_ROW_BYTES + " bytes unpacked")
                + Facts.line("index", index.stream().mapToLong(IndexRow::blocks).sum() * BLOCK_HEADER_BYTES
                + " bytes unpacked"));
        part.checkEnds();
    }

    void metaindex() throws IOException {
        openNames();
        output.table(">ROW", ">BLOCKS", "FROM", "TO", ">AT", ">BYTES", "TSID", "SERIES");
        int number = 0;
        for (IndexRow row : part.index()) {
            if (!output.row(Integer.toString(number++), Integer.toString(row.blocks()), time(row.minTimestampMs()),
                    time(row.maxTimestampMs()), Long.toString(row.offset()), Integer.toString(row.sizeBytes()),
                    row.firstSeries().toString(), names.name(row.firstSeries()))) {
                return;
            }
        }
    }

    void blocks() throws IOException {
        openNames();
        output.table(">BLOCK", ">ROWS", "FROM", "TO", ">SCALE", ">BITS", "TIMESTAMPS", ">AT", ">BYTES", "VALUES", ">AT",
                ">BYTES", ">BYTES/ROW", "TSID", "SERIES");
        while (part.next()) {
            Block block = part.block();
            if (!output.row(Long.toString(block.number()), Integer.toString(block.rows()), time(block.minTimestampMs()),
                    time(block.maxTimestampMs()), Integer.toString(block.scale()),
                    Integer.toString(block.precisionBits()), block.timestampsEncoding(),
                    Long.toString(block.timestampsOffset()), Integer.toString(block.timestampsBytes()),
                    block.valuesEncoding(), Long.toString(block.valuesOffset()), Integer.toString(block.valuesBytes()),
                    ratio(block.timestampsBytes() + block.valuesBytes(), block.rows()), block.series().toString(),
                    names.name(block.series()))) {
                return;
            }
            part.checkPlaces();
        }
    }

    void samples() throws IOException {
        openNames();
        ByteBuilder number = new ByteBuilder();
        while (part.next()) {
            Block block = part.block();
            output.text("block " + block.number() + "  " + block.series() + "  " + names.name(block.series()) + "\n");
            part.readSamples();
            for (int i = 0; i < block.rows(); i++) {
                NumberText.append(number.clear(), part.value(i));
                if (!output.line("  " + time(part.timestampMs(i)) + "  " + number.slice().utf8())) {
                    return;
                }
            }
        }
    }

    private void openNames() throws IOException {
        names = SeriesLookUp.open(PartPath.storageOf(folder), console);
    }

    private static String time(long timestampMs) {
        return Instant.ofEpochMilli(timestampMs).toString();
    }

    private static String ratio(long bytes, long rows) {
        return String.format(Locale.ROOT, "%.3f", (double) bytes / rows);
    }

    @Override
    public void close() throws IOException {
        Closing.all(names, part);
    }
}
