package io.laurel.storage;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.env.Disk;
import io.laurel.env.DurableDirectory;
import io.laurel.env.ReadableFile;
import io.laurel.env.WritableFile;
import io.laurel.indexdb.IndexDb;
import io.laurel.mergeset.PartInfo;
import io.laurel.series.Days;
import io.laurel.series.KnownSeries;
import io.laurel.series.MetricIds;
import io.laurel.series.SeriesTable;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The known series in a file, from a clean close to the next open, so that the first rows of a series need no look into
 * the index:
 *
 * <pre>
 *   cache/laurel_known_series
 *
 *     "laurel known series 1\n"
 *     frame ... frame            first what it belongs to, then the names
 *     frame without payload      the end of the file
 *
 *   frame
 *     payload size u32 | compressed size u32 | compressed payload | CRC-32C of the whole file up to here u32
 *
 *   first payload
 *     length uvarint | text      for each table of the index, current first: its name and a newline, and for each of
 *                                its parts, by name, "name items blocks bytes" and a newline
 *     count uvarint | count times: day varint, since 1970
 *
 *   further payloads, until the end of each
 *     length uvarint | raw name  as rows carry it
 *     TSID                       24 bytes
 *     registered uvarint         a bit for each of the days above: the series is registered for that day
 * </pre>
 *
 * It is used only if the index has exactly the parts it had then: parts never change, so what the file says of them is
 * still so. And it is removed before the storage takes rows. Whatever is wrong with it, it is not used, and everything
 * is as without it, only slower at first. Readers of the format that do not know the file ignore it.
 */
final class SavedSeries {
    static final String FILE = "laurel_known_series";

    private static final byte[] MAGIC = "laurel known series 1\n".getBytes(StandardCharsets.US_ASCII);

    /** A frame is written when it has so many bytes. */
    private static final int FRAME_BYTES = 1 << 18;

    private static final int MAX_DAYS = 62;

    private final Disk disk;
    private final ZstdPool zstds;
    private final Path file;
    private final IndexDb index;
    private final KnownSeries series;

    /** @param cache the folder, which need not be there */
    SavedSeries(Disk disk, ZstdPool zstds, Path cache, IndexDb index, KnownSeries series) {
        this.disk = disk;
        this.zstds = zstds;
        this.file = cache.resolve(FILE);
        this.index = index;
        this.series = series;
    }

    /**
     * What became of the file at open.
     *
     * @param series how many it had; 0 if it was not used
     * @param problem why it was not used; null if it was, or if there was none
     */
    record Loaded(int series, String problem) {
        static final Loaded NOTHING = new Loaded(0, null);
    }

    /**
     * Writes the series that are in use, all of whose rows of the index are on disk. Nobody may use them any more.
     *
     * @throws IOException the disk failed, and there is no such file or a broken one; nothing else is harmed
     */
    void save(long nowMs) throws IOException {
        series.shrink(Days.of(nowMs));
        if (series.table().size() == 0) {
            return;
        }
        DurableDirectory.create(disk, file.getParent());
        Path temporary = file.resolveSibling(FILE + AtomicFile.TEMPORARY + "1");
        disk.deleteFile(temporary);
        boolean written = false;
        Zstd zstd = zstds.take();
        try (WritableFile out = disk.create(temporary)) {
            write(new FrameWriter(out, zstd, MAGIC));
            out.sync();
            written = true;
        } finally {
            zstds.give(zstd);
            if (!written) {
                // It may be for want of space
                disk.deleteFile(temporary);
            }
        }
        disk.rename(temporary, file);
        disk.syncDirectory(file.getParent());
    }

    private void write(FrameWriter frames) throws IOException {
        SeriesTable table = series.table();
        List<Long> days = series.days().days();
        ByteBuilder payload = new ByteBuilder(FRAME_BYTES + FRAME_BYTES / 4);
        byte[] identity = identity();
        payload.lengthPrefixed(identity, 0, identity.length).uvarint(days.size());
        days.forEach(payload::varint);
        frames.write(payload);
        payload.clear();
        table.forEachName((array, offset, length, ordinal) -> {
            payload.lengthPrefixed(array, offset, length);
            table.tsid(ordinal).marshal(payload);
            long registered = 0;
            for (int i = 0; i < days.size(); i++) {
                registered |= series.days().contains(days.get(i), ordinal) ? 1L << i : 0;
            }
            payload.uvarint(registered);
            if (payload.size() >= FRAME_BYTES) {
                frames.write(payload);
                payload.clear();
            }
        });
        if (!payload.isEmpty()) {
            frames.write(payload);
            payload.clear();
        }
        frames.write(payload);
    }

    /** What the index is made of. */
    private byte[] identity() throws IOException {
        StringBuilder text = new StringBuilder();
        for (IndexDb.TableInfo table : index.tables()) {
            text.append(table.name()).append('\n');
            List<PartInfo> parts = new ArrayList<>(table.parts());
            parts.sort(Comparator.comparing(PartInfo::name));
            for (PartInfo part : parts) {
                if (part.inMemory()) {
                    throw new IOException("part of the index is not on disk");
                }
                text.append(part.name()).append(' ').append(part.itemsCount()).append(' ').append(part.blocksCount())
                        .append(' ').append(part.sizeBytes()).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes what the file has, if it is sound and belongs to this index. Nobody may use the series meanwhile. */
    Loaded load() {
        boolean used = false;
        try {
            if (!disk.exists(file)) {
                return Loaded.NOTHING;
            }
            read();
            used = true;
            return new Loaded(series.table().size(), null);
        } catch (IOException | RuntimeException e) {
            return new Loaded(0, e.getMessage() == null ? e.toString() : e.getMessage());
        } finally {
            if (!used) {
                series.clear();
            }
        }
    }

    private void read() throws IOException {
        Zstd zstd = zstds.take();
        try (ReadableFile in = disk.open(file)) {
            FrameReader frames = new FrameReader(in, zstd, MAGIC);
            ByteBuilder payload = new ByteBuilder();
            frames.next(payload);
            ByteReader head = new ByteReader(payload.array(), 0, payload.size());
            if (!head.lengthPrefixed("identity").equals(Slice.of(identity()))) {
                throw new IOException(file + ": the index is not the one that it was written for");
            }
            long[] days = readDays(head);
            while (!series.isTooLarge() && frames.next(payload)) {
                readNames(new ByteReader(payload.array(), 0, payload.size()), days);
            }
        } finally {
            zstds.give(zstd);
        }
    }

    private static long[] readDays(ByteReader source) throws CorruptedDataException {
        long count = source.uvarint("count of days");
        if (count < 0 || count > MAX_DAYS) {
            throw new CorruptedDataException(count + " days");
        }
        long[] days = new long[(int) count];
        for (int i = 0; i < days.length; i++) {
            days[i] = source.varint("day");
        }
        source.expectEnd("first payload");
        return days;
    }

    private void readNames(ByteReader source, long[] days) throws IOException {
        MetricIds deleted = index.deletedIds();
        while (source.remaining() > 0) {
            Slice name = source.lengthPrefixed("name");
            Tsid tsid = Tsid.unmarshal(source);
            long registered = source.uvarint("registered");
            if (name.isEmpty() || deleted.contains(tsid.metricId())) {
                throw new CorruptedDataException("a series without a name, or deleted", file.toString(), 0, null);
            }
            long hash = XxHash64.hash(name.array(), name.offset(), name.length());
            int ordinal = series.table().add(name.array(), name.offset(), name.length(), hash, tsid);
            for (int i = 0; i < days.length; i++) {
                if ((registered >>> i & 1) != 0) {
                    series.days().add(days[i], ordinal);
                }
            }
        }
    }
}
