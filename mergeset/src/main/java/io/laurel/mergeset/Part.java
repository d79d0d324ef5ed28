package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.env.ReadableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One open part on disk. Its header and metaindex are in memory; index blocks and blocks of items are read when they
 * are needed, and cached. Safe for many threads.
 */
final class Part implements TablePart {
    /** A part of that many bytes of metaindex would hold petabytes. */
    private static final int MAX_METAINDEX_BYTES = 1 << 30;

    private final Path path;
    private final PartHeader header;
    private final Metaindex metaindex;
    private final ReadableFile index;
    private final ReadableFile items;
    private final ReadableFile lens;
    private final long sizeBytes;
    private final TableCaches caches;

    private Part(Path path, PartHeader header, Metaindex metaindex, long metaindexBytes, ReadableFile index,
            ReadableFile items, ReadableFile lens, TableCaches caches) {
        this.path = path;
        this.header = header;
        this.metaindex = metaindex;
        this.index = index;
        this.items = items;
        this.lens = lens;
        this.sizeBytes = metaindexBytes + index.size() + items.size() + lens.size();
        this.caches = caches;
    }

    /** Opens the part in that folder. */
    static Part open(Disk disk, Path path, TableCaches caches, ZstdPool pool) throws IOException {
        return open(disk, path, path.getFileName().toString(), caches, pool);
    }

    /**
     * Opens a part that has, or is to have, that name.
     *
     * @throws CorruptedDataException naming the folder or file, if this is no valid part
     */
    static Part open(Disk disk, Path path, String name, TableCaches caches, ZstdPool pool) throws IOException {
        Part part = openUnchecked(disk, path, name, caches, pool);
        try {
            part.checkEnds(pool);
            return part;
        } catch (IOException | RuntimeException e) {
            Closing.after(e, part);
            throw e;
        }
    }

    /** The same without a look at the ends of the files: for whoever wants to see what is left of a damaged part. */
    static Part openUnchecked(Disk disk, Path path, String name, TableCaches caches, ZstdPool pool)
            throws IOException {
        for (String file : List.of(PartHeader.METADATA, PartHeader.METAINDEX, PartHeader.INDEX, PartHeader.ITEMS,
                PartHeader.LENS)) {
            if (!disk.exists(path.resolve(file))) {
                throw new CorruptedDataException("not a part: there is no " + file).at(path.toString(),
                        CorruptedDataException.UNKNOWN_OFFSET);
            }
        }
        PartHeader header = readHeader(disk, path, name);
        byte[] packed = AtomicFile.read(disk, path.resolve(PartHeader.METAINDEX));
        Metaindex metaindex = readMetaindex(path.resolve(PartHeader.METAINDEX), packed, pool);
        ReadableFile index = null;
        ReadableFile items = null;
        ReadableFile lens = null;
        try {
            index = disk.open(path.resolve(PartHeader.INDEX));
            items = disk.open(path.resolve(PartHeader.ITEMS));
            lens = disk.open(path.resolve(PartHeader.LENS));
            return new Part(path, header, metaindex, packed.length, index, items, lens, caches);
        } catch (IOException | RuntimeException e) {
            Closing.after(e, index, items, lens);
            throw e;
        }
    }

    /** Files are written from front to back: what the last header refers to must be there. */
    void checkEnds(ZstdPool pool) throws IOException {
        MetaindexRow row = metaindex.row(metaindex.size() - 1);
        checkEnd(index, row.indexOffset(), row.indexSize());
        try (BlockLoader loader = new BlockLoader(pool)) {
            BlockHeader last = loader.indexBlock(index, row).header((int) (row.blocksCount() - 1));
            checkEnd(items, last.itemsOffset(), last.itemsSize());
            checkEnd(lens, last.lensOffset(), last.lensSize());
        }
    }

    /** Refuses a range that is not inside the file. */
    static void checkEnd(ReadableFile file, long offset, int size) throws CorruptedDataException {
        if (offset < 0 || offset > file.size() - size) {
            throw new CorruptedDataException(size + " bytes are referred to, the file has " + file.size(),
                    file.path().toString(), offset, null);
        }
    }

    /** What {@code metadata.json} says, which must agree with the name. */
    static PartHeader readHeader(Disk disk, Path path, String name) throws IOException {
        byte[] json = AtomicFile.read(disk, path.resolve(PartHeader.METADATA));
        try {
            return PartHeader.read(name, json);
        } catch (CorruptedDataException e) {
            throw e.at(path.toString(), CorruptedDataException.UNKNOWN_OFFSET);
        }
    }

    private static Metaindex readMetaindex(Path file, byte[] packed, ZstdPool pool) throws IOException {
        Zstd zstd = pool.take();
        try {
            ByteBuilder unpacked = new ByteBuilder();
            zstd.decompress(packed, 0, packed.length, MAX_METAINDEX_BYTES, unpacked);
            return Metaindex.parse(unpacked.toByteArray());
        } catch (CorruptedDataException e) {
            throw e.at(file.toString(), 0);
        } finally {
            pool.give(zstd);
        }
    }

    PartHeader header() {
        return header;
    }

    Metaindex metaindex() {
        return metaindex;
    }

    ReadableFile index() {
        return index;
    }

    ReadableFile items() {
        return items;
    }

    ReadableFile lens() {
        return lens;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public long itemsCount() {
        return header.itemsCount();
    }

    @Override
    public long blocksCount() {
        return metaindex.firstBlock(metaindex.size());
    }

    @Override
    public Slice firstItem() {
        return header.firstItem();
    }

    @Override
    public Slice lastItem() {
        return header.lastItem();
    }

    @Override
    public long findBlock(Slice key, BlockLoader loader) throws IOException {
        int row = metaindex.find(key);
        return metaindex.firstBlock(row) + indexBlock(row, loader).find(key.array(), key.offset(), key.length());
    }

    @Override
    public ItemBatch block(long number, BlockLoader loader) throws IOException {
        ItemBatch block = caches.itemsBlocks.get(this, number);
        if (block == null) {
            int row = metaindex.rowOfBlock(number);
            BlockHeader blockHeader = indexBlock(row, loader).header((int) (number - metaindex.firstBlock(row)));
            block = new ItemBatch(0, 0);
            loader.itemsBlock(items, lens, blockHeader, block);
            caches.itemsBlocks.put(this, number, block, block.heapBytes());
        }
        return block;
    }

    private IndexBlock indexBlock(int row, BlockLoader loader) throws IOException {
        IndexBlock block = caches.indexBlocks.get(this, row);
        if (block == null) {
            block = loader.indexBlock(index, metaindex.row(row));
            caches.indexBlocks.put(this, row, block, block.heapBytes());
        }
        return block;
    }

    @Override
    public MergeSource reader(BlockLoader loader) {
        return new PartReader(this, loader);
    }

    @Override
    public void close() throws IOException {
        caches.forget(this);
        Closing.all(index, items, lens);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
