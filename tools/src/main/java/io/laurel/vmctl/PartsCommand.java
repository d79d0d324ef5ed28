package io.laurel.vmctl;

import io.laurel.data.PartInfo;
import io.laurel.indexdb.IndexDb;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parts DIR} */
@Command(name = "parts", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the parts of a storage, one a line: samples by month, then the tables of the index.",
        footer = {"",
            "KIND is small or big for samples (the two folders of a month), index for the index. ROWS are samples, or "
                + "items of the index. BYTES are those of the part's data files.", "",
            "Examples:",
            "  vmctl-java parts ./metrics",
            "  vmctl-java parts /var/lib/victoria-metrics/snapshots/20220511102030-16EE3A8E5D4E4C53"})
final class PartsCommand implements Callable<Integer> {
    private static final String NONE = "-";

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The storage directory; a snapshot will do.")
    private Path directory;

    PartsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TextTable table = new TextTable(
                "KIND", "TABLE", "PART", ">ROWS", ">BLOCKS", "FROM", "TO", ">BYTES", ">BYTES/SAMPLE");
        try (Storage storage = Reading.open(directory, console)) {
            StorageStats stats = storage.stats();
            samples(stats, table);
            index(stats, table);
        }
        StandardOutput output = new StandardOutput(console);
        output.buffer().bytes(table.toString().getBytes(StandardCharsets.UTF_8));
        output.flush();
        return ExitCode.FINE;
    }

    private static void samples(StorageStats stats, TextTable table) {
        Totals totals = new Totals();
        long fromMs = Long.MAX_VALUE;
        long toMs = Long.MIN_VALUE;
        for (PartInfo part : stats.dataParts()) {
            String kind = part.inMemory() ? "memory" : part.path().getParent().getParent().getFileName().toString();
            String name = part.inMemory() ? NONE : part.path().getFileName().toString();
            table.row(kind, part.month(), name, Long.toString(part.rows()), Long.toString(part.blocks()),
                    time(part.minTimestampMs()), time(part.maxTimestampMs()), Long.toString(part.sizeBytes()),
                    ratio(part.sizeBytes(), part.rows()));
            totals.add(part.rows(), part.blocks(), part.sizeBytes());
            fromMs = Math.min(fromMs, part.minTimestampMs());
            toMs = Math.max(toMs, part.maxTimestampMs());
        }
        boolean none = totals.parts == 0;
        totals.row(table, "samples", none ? NONE : time(fromMs), none ? NONE : time(toMs),
                ratio(totals.bytes, totals.rows));
    }

    private static void index(StorageStats stats, TextTable table) {
        Totals totals = new Totals();
        for (IndexDb.TableInfo indexTable : stats.indexTables()) {
            for (io.laurel.mergeset.PartInfo part : indexTable.parts()) {
                table.row("index", indexTable.name(), part.name(), Long.toString(part.itemsCount()),
                        Long.toString(part.blocksCount()), NONE, NONE, Long.toString(part.sizeBytes()), NONE);
                totals.add(part.itemsCount(), part.blocksCount(), part.sizeBytes());
            }
        }
        totals.row(table, "index", NONE, NONE, NONE);
    }

    private static String time(long timestampMs) {
        return Instant.ofEpochMilli(timestampMs).toString();
    }

    private static String ratio(long bytes, long rows) {
        return rows == 0 ? NONE : String.format(Locale.ROOT, "%.3f", (double) bytes / rows);
    }

    /** Sums over the parts of one half of the storage. */
    private static final class Totals {
        private int parts;
        private long rows;
        private long blocks;
        private long bytes;

        void add(long rows, long blocks, long bytes) {
            parts++;
            this.rows += rows;
            this.blocks += blocks;
            this.bytes += bytes;
        }

        void row(TextTable table, String what, String from, String to, String bytesPerSample) {
            table.row("total", what, parts + (parts == 1 ? " part" : " parts"), Long.toString(rows),
                    Long.toString(blocks), from, to, Long.toString(bytes), bytesPerSample);
        }
    }
}
