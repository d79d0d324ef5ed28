package io.laurel.mergeset;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A look into one part of a table where it lies, for people: its header, its first-level index, its blocks and their
 * items. Writes nothing and takes no lock. Nothing is read before it is asked for, and what lies in front of damage is
 * told before the {@link CorruptedDataException} comes. For one thread.
 */
public final class PartInspection implements Closeable {
    private final Disk disk;
    private final Path folder;
    private final ZstdPool zstds = new ZstdPool();
    private final BlockLoader loader = new BlockLoader(zstds);
    private final ItemBatch items = new ItemBatch();

    /** Opened when it is needed. */
    private Part part;

    /** Where the current block stands. */
    private int row = -1;
    private IndexBlock headers;
    private int index;
    private long number = -1;
    private BlockHeader header;

    /** What name and {@code metadata.json} say. */
    public record Header(long items, long blocks, Slice firstItem, Slice lastItem) {}

    /**
     * A row of {@code metaindex.bin}.
     *
     * @param offset in {@code index.bin}
     */
    public record IndexRow(Slice firstItem, long blocks, long offset, int sizeBytes) {}

    /**
     * A block header.
     *
     * @param number counted through the part, from 0
     * @param row the metaindex row it belongs to, from 0
     * @param commonPrefixBytes what all its items begin with and the files do not repeat
     * @param coding plain or zstd
     * @param itemsOffset in {@code items.bin}
     * @param lensOffset in {@code lens.bin}
     */
    public record Block(long number, int row, int items, Slice firstItem, int commonPrefixBytes, String coding,
            long itemsOffset, int itemsBytes, long lensOffset, int lensBytes) {}

    private PartInspection(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Looks at nothing yet. */
    public static PartInspection open(Disk disk, Path folder) {
        return new PartInspection(disk, folder);
    }

    /** @throws CorruptedDataException if the two do not agree, or one of them is none */
    public Header header() throws IOException {
        PartHeader read = Part.readHeader(disk, folder, name());
        return new Header(read.itemsCount(), read.blocksCount(), read.firstItem(), read.lastItem());
    }

    /** The first-level index. */
    public List<IndexRow> index() throws IOException {
        Metaindex metaindex = part().metaindex();
        List<IndexRow> rows = new ArrayList<>();
        for (int i = 0; i < metaindex.size(); i++) {
            MetaindexRow read = metaindex.row(i);
            rows.add(new IndexRow(read.firstItem(), read.blocksCount(), read.indexOffset(), read.indexSize()));
        }
        return rows;
    }

    /** Refuses a part whose files end before what its last header refers to. */
    public void checkEnds() throws IOException {
        part().checkEnds(zstds);
    }

    /** Moves to the next block; false behind the last one. */
    public boolean next() throws IOException {
        while (headers == null || ++index >= headers.size()) {
            if (row + 1 == part().metaindex().size()) {
                return false;
            }
            headers = loader.indexBlock(part.index(), part.metaindex().row(++row));
            index = -1;
        }
        try {
            header = headers.header(index);
        } catch (CorruptedDataException e) {
            throw e.at(part.index().path().toString(), part.metaindex().row(row).indexOffset());
        }
        number++;
        return true;
    }

    /** The current block. */
    public Block block() {
        return new Block(number, row, header.itemsCount(), header.firstItem(), header.commonPrefix().length(),
                header.coding() == BlockHeader.PLAIN ? "plain" : "zstd", header.itemsOffset(), header.itemsSize(),
                header.lensOffset(), header.lensSize());
    }

    /** Refuses a block whose data do not lie inside the files. */
    public void checkPlaces() throws IOException {
        Part.checkEnd(part.items(), header.itemsOffset(), header.itemsSize());
        Part.checkEnd(part.lens(), header.lensOffset(), header.lensSize());
    }

    /** Decodes the items of the current block, borrowed until the next call. */
    public ItemBatch readItems() throws IOException {
        checkPlaces();
        loader.itemsBlock(part.items(), part.lens(), header, items);
        return items;
    }

    private Part part() throws IOException {
        if (part == null) {
            part = Part.openUnchecked(disk, folder, name(), new TableCaches(0), zstds);
        }
        return part;
    }

    private String name() {
        return folder.getFileName().toString();
    }

    @Override
    public void close() throws IOException {
        try {
            if (part != null) {
                part.close();
            }
        } finally {
            loader.close();
            zstds.close();
        }
    }
}
