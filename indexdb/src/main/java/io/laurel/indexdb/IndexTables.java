package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.env.AtomicFile;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.env.DurableDirectory;
import io.laurel.env.TimeSource;
import io.laurel.mergeset.Table;
import io.laurel.series.Days;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tables of a root folder are in use, and since when they hold composite rows.
 *
 * <pre>
 *   indexdb/                                     exists | missing
 *   metadata/minTimestampForCompositeIndex       zigzag64, unix milliseconds: searches that start there or later may
 *                                                use composite rows
 *
 *   tables in indexdb/     none: two are made, with consecutive numbers
 *                          one: it is previous, a new one is current
 *                          more: the last is current, the one before it previous; the others are not looked at, and
 *                          removed by whoever opens the index for writing
 * </pre>
 *
 * A fresh root has composite rows from the beginning of time (eight zero bytes). A root without the file was begun by
 * an old version that did not write such rows; all samples up to tomorrow may lack them.
 */
final class IndexTables {
    static final String COMPOSITE_FILE = "minTimestampForCompositeIndex";

    private static final int DAYS_WITHOUT_COMPOSITE = 2;

    private IndexTables() {}

    static Path indexdb(Path root) {
        return root.resolve("indexdb");
    }

    static Path metadata(Path root) {
        return root.resolve("metadata");
    }

    /** Opens current and previous, in this order, for writing; creates what is missing. */
    static List<IndexGeneration> open(Path root, IndexContext context) throws IOException {
        Disk disk = context.disk();
        Path indexdb = indexdb(root);
        DurableDirectory.create(disk, indexdb);
        List<String> names = IndexGeneration.names(disk, indexdb);
        // A clock that went back must not make the new table the lesser one: roles go by name.
        long clockNs = 1_000_000 * context.time().wallMs();
        if (names.isEmpty()) {
            names = List.of(IndexGeneration.name(clockNs), IndexGeneration.name(clockNs + 1));
        } else if (names.size() == 1) {
            long known = IndexGeneration.number(names.get(0));
            long number = Long.compareUnsigned(clockNs, known) > 0 ? clockNs : known + 1;
            names = List.of(names.get(0), IndexGeneration.name(number));
        }
        List<IndexGeneration> opened = new ArrayList<>();
        try {
            List<String> inUse = newestTwo(names);
            for (String name : inUse) {
                Path directory = indexdb.resolve(name);
                opened.add(new IndexGeneration(directory, Table.open(directory, context.ofTables()),
                        context.rememberedBytes()));
            }
            Generations.removeLeftovers(context, indexdb, inUse);
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, opened);
            throw e;
        }
    }

    /**
     * Opens current and previous as far as they are there; takes no lock and writes nothing. Another program may go on
     * to the next generation meanwhile: then it all starts anew.
     */
    static List<IndexGeneration> openReadOnly(Path root, IndexContext context) throws IOException {
        Path indexdb = indexdb(root);
        List<String> names = newestTwo(IndexGeneration.names(context.disk(), indexdb));
        while (true) {
            List<IndexGeneration> opened = new ArrayList<>();
            List<String> namesAfterwards = names;
            IOException failure = null;
            try {
                for (String name : names) {
                    Path directory = indexdb.resolve(name);
                    opened.add(new IndexGeneration(directory, Table.openReadOnly(directory, context.ofTables()),
                        context.rememberedBytes()));
                }
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                Closing.after(e, opened);
                throw e;
            }
            try {
                namesAfterwards = newestTwo(IndexGeneration.names(context.disk(), indexdb));
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
            if (failure == null && names.equals(namesAfterwards)) {
                return opened;
            }
            Closing.all(opened);
            if (names.equals(namesAfterwards)) {
                throw failure;
            }
            names = namesAfterwards;
        }
    }

    private static List<String> newestTwo(List<String> names) {
        List<String> newest = new ArrayList<>();
        for (int i = names.size() - 1; i >= 0 && newest.size() < 2; i--) {
            newest.add(names.get(i));
        }
        return newest;
    }

    /** Reads, or decides on, the time since when there are composite rows; to be called before {@link #open}. */
    static long compositeSinceMs(Path root, Disk disk, TimeSource time) throws IOException {
        Path file = metadata(root).resolve(COMPOSITE_FILE);
        Long known = readCompositeSince(file, disk);
        if (known != null) {
            return known;
        }
        long sinceMs = disk.exists(indexdb(root))
                ? (Days.of(time.wallMs()) + DAYS_WITHOUT_COMPOSITE) * Days.DAY_MS
                : 0;
        DurableDirectory.create(disk, file.getParent());
        AtomicFile.write(disk, file, new ByteBuilder(Long.BYTES).zigzag64(sinceMs).toByteArray());
        return sinceMs;
    }

    /** The same without writing: never, if the root does not say. */
    static long compositeSinceMsReadOnly(Path root, Disk disk) throws IOException {
        Long known = readCompositeSince(metadata(root).resolve(COMPOSITE_FILE), disk);
        return known == null ? Long.MAX_VALUE : known;
    }

    private static Long readCompositeSince(Path file, Disk disk) throws IOException {
        byte[] content = disk.exists(file) ? AtomicFile.read(disk, file) : new byte[0];
        return content.length == Long.BYTES ? new ByteReader(content).zigzag64("composite since") : null;
    }
}
