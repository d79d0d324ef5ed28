package io.laurel.data;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.part.BlockCache;
import io.laurel.part.LivePart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * One open immutable part, on disk or in memory; safe for many threads. The metaindex is always in memory, index blocks
 * of a part on disk come and go with the cache, payloads are read when asked for.
 *
 * <p>A part in memory has the same structure without zstd: its index is the plain headers, and its payloads use only
 * the plain encodings, whatever their length.
 */
public final class Part implements LivePart {
    /** A metaindex describes at most this many index blocks: 1.7 billion full blocks. */
    private static final int MAX_METAINDEX_SIZE = 256 << 20;
    /**
     * Ours have 65,610 bytes; other writers may take more headers as long as the compressed size stays in its limit.
     */
    private static final int MAX_INDEX_BLOCK_SIZE = 64 << 20;

    private final PartHeader header;
    private final Path path;
    private final boolean big;
    private final PartFile timestamps;
    private final PartFile values;
    private final PartFile index;
    private final byte[] metaindex;
    private final int metaindexRows;
    private final long sizeBytes;
    private final long minDedupIntervalMs;
    private final BlockCache<IndexBlock> cache;
    private final ZstdPool zstds;

    private Part(PartHeader header, Path path, PartFile timestamps, PartFile values, PartFile index,
            ByteBuilder metaindex, long sizeBytes, long minDedupIntervalMs, BlockCache<IndexBlock> cache,
            ZstdPool zstds) {
        this.header = header;
        this.path = path;
        this.big = path != null && path.getNameCount() > 2 && path.getParent().getParent().endsWith(DataTable.BIG);
        this.timestamps = timestamps;
        this.values = values;
        this.index = index;
        this.metaindex = metaindex.toByteArray();
        this.metaindexRows = metaindex.size() / MetaindexRow.SIZE;
        this.sizeBytes = sizeBytes;
        this.minDedupIntervalMs = minDedupIntervalMs;
        this.cache = cache;
        this.zstds = zstds;
    }

    /** Opens the folder of a part, as {@link #open(Disk, Path, Path, BlockCache, ZstdPool)}. */
    static Part open(Disk disk, Path path, BlockCache<IndexBlock> cache, ZstdPool zstds) throws IOException {
        return open(disk, path, path, cache, zstds);
    }

    /**
     * Opens a part.
     *
     * @param folder where it lies now; it may be renamed afterwards
     * @param path the folder with its name, where it lies or will lie
     * @throws CorruptedDataException if its name, {@code metaindex.bin} or {@code min_dedup_interval} is not as it must
     *     be, or another file was cut short
     * @throws IOException if one of the four {@code .bin} files is missing or cannot be read
     */
    static Part open(Disk disk, Path folder, Path path, BlockCache<IndexBlock> cache, ZstdPool zstds)
            throws IOException {
        Part part = openUnchecked(disk, folder, path, cache, zstds);
        try {
            part.checkEnds();
            return part;
        } catch (IOException | RuntimeException e) {
            Closing.after(e, part::close);
            throw e;
        }
    }

    /** The same without a look at the ends of the files: for whoever wants to see what is left of a damaged part. */
    static Part openUnchecked(Disk disk, Path folder, Path path, BlockCache<IndexBlock> cache, ZstdPool zstds)
            throws IOException {
        PartHeader header = readHeader(path);
        ByteBuilder metaindex = new ByteBuilder();
        long metaindexBytes = readMetaindex(disk, folder.resolve(PartHeader.METAINDEX_FILE), zstds, metaindex);
        long minDedupIntervalMs = readMinDedupInterval(disk, folder);
        PartFile timestamps = null;
        PartFile values = null;
        PartFile index = null;
        try {
            timestamps = PartFile.onDisk(disk.open(folder.resolve(PartHeader.TIMESTAMPS_FILE)));
            values = PartFile.onDisk(disk.open(folder.resolve(PartHeader.VALUES_FILE)));
            index = PartFile.onDisk(disk.open(folder.resolve(PartHeader.INDEX_FILE)));
            long sizeBytes = timestamps.size() + values.size() + index.size() + metaindexBytes;
            return new Part(header, path, timestamps, values, index, metaindex, sizeBytes, minDedupIntervalMs, cache,
                    zstds);
        } catch (IOException | RuntimeException e) {
            Closing.after(e, timestamps, values, index);
            throw e;
        }
    }

    /** What the name of the folder says. */
    static PartHeader readHeader(Path path) throws CorruptedDataException {
        try {
            return PartHeader.parse(path.getFileName().toString());
        } catch (CorruptedDataException e) {
            throw e.at(path.toString(), CorruptedDataException.UNKNOWN_OFFSET);
        }
    }

    /** A part whose files are the given arrays; {@code index} and {@code metaindex} are not compressed. */
    static Part inMemory(PartHeader header, byte[] timestamps, byte[] values, byte[] index, ByteBuilder metaindex) {
        long sizeBytes = (long) timestamps.length + values.length + index.length + metaindex.size();
        return new Part(header, null, PartFile.onHeap(timestamps, PartHeader.TIMESTAMPS_FILE),
                PartFile.onHeap(values, PartHeader.VALUES_FILE), PartFile.onHeap(index, PartHeader.INDEX_FILE),
                metaindex, sizeBytes, 0, null, null);
    }

    static long totalBytes(List<Part> parts) {
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.sizeBytes();
        }
        return bytes;
    }

    /** Files are written from front to back: what the last index block refers to must be there. */
    void checkEnds() throws IOException {
        int row = metaindexRows - 1;
        int rowAt = row * MetaindexRow.SIZE;
        index.check(MetaindexRow.indexOffset(metaindex, rowAt), MetaindexRow.indexSize(metaindex, rowAt));
        Zstd zstd = zstds.take();
        try {
            IndexBlock last = readIndexBlock(row, zstd);
            for (int i = 0; i < last.count(); i++) {
                int at = last.at(i);
                timestamps.check(BlockHeader.timestampsOffset(last.headers(), at),
                        BlockHeader.timestampsSize(last.headers(), at));
                values.check(BlockHeader.valuesOffset(last.headers(), at), BlockHeader.valuesSize(last.headers(), at));
            }
        } finally {
            zstds.give(zstd);
        }
    }

    private static long readMetaindex(Disk disk, Path file, ZstdPool zstds, ByteBuilder target) throws IOException {
        byte[] compressed = AtomicFile.read(disk, file);
        Zstd zstd = zstds.take();
        try {
            zstd.decompress(compressed, 0, compressed.length, MAX_METAINDEX_SIZE, target);
            MetaindexRow.check(target.array(), target.size());
            return compressed.length;
        } catch (CorruptedDataException e) {
            throw e.at(file.toString(), 0);
        } finally {
            zstds.give(zstd);
        }
    }

    /** The deduplication interval of the part in that folder; 0 is none. */
    static long readMinDedupInterval(Disk disk, Path folder) throws IOException {
        Path file = folder.resolve(PartHeader.MIN_DEDUP_INTERVAL_FILE);
        if (!disk.exists(file)) {
            return 0;
        }
        try {
            return DedupInterval.parse(new String(AtomicFile.read(disk, file), StandardCharsets.UTF_8));
        } catch (CorruptedDataException e) {
            throw e.at(file.toString(), 0);
        }
    }

    PartHeader header() {
        return header;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean inMemory() {
        return path == null;
    }

    @Override
    public Path path() {
        return path;
    }

    /** Whether it lies in {@code data/big}. */
    boolean isBig() {
        return big;
    }

    /** The smallest deduplication interval its samples went through; 0 is none. */
    long minDedupIntervalMs() {
        return minDedupIntervalMs;
    }

    PartFile timestamps() {
        return timestamps;
    }

    PartFile values() {
        return values;
    }

    PartFile index() {
        return index;
    }

    /** {@link #metaindexRows()} rows, see {@link MetaindexRow}; not to be changed. */
    byte[] metaindex() {
        return metaindex;
    }

    int metaindexRows() {
        return metaindexRows;
    }

    /** The headers under a metaindex row, from the cache if it is there. */
    IndexBlock indexBlock(int row) throws IOException {
        int at = row * MetaindexRow.SIZE;
        long offset = MetaindexRow.indexOffset(metaindex, at);
        if (inMemory()) {
            return new IndexBlock(index.heap(), (int) offset, MetaindexRow.headers(metaindex, at));
        }
        IndexBlock block = cache.get(this, offset);
        if (block == null) {
            Zstd zstd = zstds.take();
            try {
                block = readIndexBlock(row, zstd);
            } finally {
                zstds.give(zstd);
            }
            cache.put(this, offset, block, block.headers().length);
        }
        return block;
    }

    /** Reads and checks an index block of a part on disk without asking the cache. */
    IndexBlock readIndexBlock(int row, Zstd zstd) throws IOException {
        int at = row * MetaindexRow.SIZE;
        int headers = MetaindexRow.headers(metaindex, at);
        long offset = MetaindexRow.indexOffset(metaindex, at);
        byte[] compressed = new byte[MetaindexRow.indexSize(metaindex, at)];
        index.read(offset, compressed, 0, compressed.length);
        ByteBuilder plain = new ByteBuilder();
        try {
            if (headers > MAX_INDEX_BLOCK_SIZE / BlockHeader.SIZE) {
                throw new CorruptedDataException("impossible number of headers: " + headers);
            }
            int wanted = headers * BlockHeader.SIZE;
            int size = zstd.decompress(compressed, 0, compressed.length, wanted, plain);
            if (size != wanted) {
                throw new CorruptedDataException("index block has " + size + " bytes for " + headers + " headers");
            }
            IndexBlock block = new IndexBlock(plain.size() == plain.array().length ? plain.array()
                    : plain.toByteArray(), 0, headers);
            block.check();
            if (SeriesKey.compare(block.headers(), 0, metaindex, at) != 0) {
                throw new CorruptedDataException("index block does not start with the TSID its metaindex row names");
            }
            return block;
        } catch (CorruptedDataException e) {
            throw e.at(index.name(), offset);
        }
    }

    @Override
    public void close() throws IOException {
        if (!inMemory()) {
            cache.forget(this);
            Closing.all(timestamps, values, index);
        }
    }

    @Override
    public String toString() {
        return inMemory() ? header.name() + " in memory" : path.toString();
    }
}
