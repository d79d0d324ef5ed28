package io.laurel.indexdb;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Metric ids that never repeat, whatever the clock does and wherever the power went. Ids are reserved in ranges: the
 * file {@code metadata/metric_id_limit} names an id below which everything may have been handed out; it is on disk
 * before the first id of a range is used. A start begins behind that limit, behind the greatest id found in the index,
 * and not before the clock in nanoseconds, which is where the reference engine starts counting.
 *
 * <p>Within a run ids are dense, because sets of them are bitmaps over 65,536 neighbours.
 *
 * <pre>
 *   metadata/metric_id_limit   16 upper-case hexadecimal digits and a newline
 * </pre>
 *
 * Safe for many threads.
 */
final class IdCounter {
    static final String FILE = "metric_id_limit";

    /** Ids per write of the file: a synced write a million series, and at worst a gap of that size after a crash. */
    private static final long RANGE = 1 << 20;

    private final Disk disk;
    private final Path file;
    private long next;
    private long limit;

    private IdCounter(Disk disk, Path file, long next) {
        this.disk = disk;
        this.file = file;
        this.next = next;
        this.limit = next;
    }

    /**
     * Reads the limit; writes nothing before an id is wanted.
     *
     * @param metadata the folder {@code metadata/}
     * @param greatestId the greatest metric id known, 0 if there is none
     */
    static IdCounter open(Disk disk, TimeSource time, Path metadata, long greatestId) throws IOException {
        Path file = metadata.resolve(FILE);
        long next = Math.max(1_000_000 * time.wallMs(), greatestId + 1);
        if (disk.exists(file)) {
            next = Math.max(next, parse(AtomicFile.read(disk, file), file));
        }
        return new IdCounter(disk, file, next);
    }

    private static long parse(byte[] content, Path file) throws CorruptedDataException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (!text.matches("[0-7][0-9A-F]{15}\n")) {
            throw new CorruptedDataException("no metric id limit of 16 hexadecimal digits").at(file.toString(), 0);
        }
        return Long.parseLong(text.trim(), 16);
    }

    /** An id that was never returned before and never will be again. */
    synchronized long next() throws IOException {
        if (next == limit) {
            long newLimit = Math.addExact(next, RANGE);
            AtomicFile.write(disk, file, String.format("%016X\n", newLimit).getBytes(StandardCharsets.ISO_8859_1));
            limit = newLimit;
        }
        return next++;
    }
}
