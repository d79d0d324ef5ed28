package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.env.AtomicFile;
import io.laurel.env.Closing;
import io.laurel.env.Disk;
import io.laurel.part.PartFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the files of one part: sorted blocks in, a durable folder out. Blocks and index blocks are stored end to end,
 * in order, from offset 0: merges of other engines read them so, whatever the offsets say. For one thread.
 */
final class PartWriter implements BlockSink, Closeable {
    /** An index block is closed when it has reached that many bytes, uncompressed. */
    private static final int INDEX_BLOCK_BYTES = 1 << 16;

    /** Upper bounds of items for the levels from -5 on; the levels 0 is none. */
    private static final long[] LEVEL_ITEMS = {
        1L << 16, 1L << 17, 1L << 18, 1L << 19, 1L << 20, 1L << 22, 1L << 25, 1L << 28
    };
    private static final int[] LEVELS = {-5, -4, -3, -2, -1, 1, 2, 3, 4};

    private final Disk disk;
    private final Path folder;
    private final int level;
    private final Zstd zstd;
    private final ItemsBlockCodec codec;
    private final List<PartFileWriter> files = new ArrayList<>();
    private final PartFileWriter metaindexFile;
    private final PartFileWriter indexFile;
    private final PartFileWriter itemsFile;
    private final PartFileWriter lensFile;

    private final ByteBuilder itemsData = new ByteBuilder(1 << 16);
    private final ByteBuilder lensData = new ByteBuilder(1 << 12);
    private final ByteBuilder headers = new ByteBuilder(1 << 17);
    private final ByteBuilder rows = new ByteBuilder();
    private final ByteBuilder packed = new ByteBuilder(1 << 16);
    private long headersCount;
    private byte[] headersFirstItem;
    private long itemsCount;
    private long blocksCount;
    private byte[] firstItem;
    private final ByteBuilder lastItem = new ByteBuilder();

    /**
     * @param folder made here; must not exist
     * @param level zstd level of all files of the part
     * @param zstd stays the caller's
     */
    PartWriter(Disk disk, Path folder, int level, Zstd zstd) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.level = level;
        this.zstd = zstd;
        codec = new ItemsBlockCodec(zstd);
        disk.createDirectory(folder);
        try {
            metaindexFile = create(PartHeader.METAINDEX);
            indexFile = create(PartHeader.INDEX);
            itemsFile = create(PartHeader.ITEMS);
            lensFile = create(PartHeader.LENS);
        } catch (IOException e) {
            Closing.after(e, files);
            throw e;
        }
    }

    private PartFileWriter create(String name) throws IOException {
        PartFileWriter file = new PartFileWriter(disk.create(folder.resolve(name)));
        files.add(file);
        return file;
    }

    /** The zstd level for a part merged from that many items: the larger, the longer it will be read. */
    static int level(long itemsCount) {
        int i = 0;
        while (i < LEVEL_ITEMS.length && itemsCount > LEVEL_ITEMS[i]) {
            i++;
        }
        return LEVELS[i];
    }

    @Override
    public void add(ItemBatch block) throws IOException {
        int last = block.size() - 1;
        assert lastItem.isEmpty() || lastItem.slice().compareTo(block.item(0)) <= 0 : "blocks out of order";
        int prefixLength = ItemsBlockCodec.commonPrefixLength(block);
        int coding = codec.encode(block, prefixLength, level, itemsData.clear(), lensData.clear());
        Slice first = block.item(0);
        BlockHeader header = new BlockHeader(first.range(0, prefixLength), first, coding, block.size(),
                itemsFile.offset(), lensFile.offset(), itemsData.size(), lensData.size());
        itemsFile.write(itemsData.array(), 0, itemsData.size());
        lensFile.write(lensData.array(), 0, lensData.size());
        addHeader(header);
        if (blocksCount == 0) {
            firstItem = first.toByteArray();
        }
        lastItem.clear().bytes(block.bytes, block.offset(last), block.length(last));
        blocksCount++;
        itemsCount += block.size();
    }

    private void addHeader(BlockHeader header) throws IOException {
        // Two long first items may not compress below the limit of an index block; they get one each.
        int headerBytes = header.firstItem().length() + header.commonPrefix().length();
        if (headersCount > 0 && headers.size() + headerBytes > MetaindexRow.MAX_INDEX_SIZE - INDEX_BLOCK_BYTES / 2) {
            closeIndexBlock();
        }
        if (headersCount == 0) {
            headersFirstItem = header.firstItem().toByteArray();
        }
        header.write(headers);
        headersCount++;
        if (headers.size() >= INDEX_BLOCK_BYTES) {
            closeIndexBlock();
        }
    }

    private void closeIndexBlock() throws IOException {
        zstd.compress(headers.array(), 0, headers.size(), level, packed.clear());
        new MetaindexRow(Slice.of(headersFirstItem), headersCount, indexFile.offset(), packed.size()).write(rows);
        indexFile.write(packed.array(), 0, packed.size());
        headers.clear();
        headersCount = 0;
    }

    /** Bytes of blocks and index blocks written so far. */
    long sizeBytes() {
        return itemsFile.offset() + lensFile.offset() + indexFile.offset();
    }

    /** Makes the part durable in its folder and returns its header; null if no block came, then there is no part. */
    PartHeader finish() throws IOException {
        if (blocksCount == 0) {
            close();
            return null;
        }
        if (headersCount > 0) {
            closeIndexBlock();
        }
        zstd.compress(rows.array(), 0, rows.size(), level, packed.clear());
        metaindexFile.write(packed.array(), 0, packed.size());
        for (PartFileWriter file : files) {
            file.finish();
        }
        disk.syncDirectory(folder);
        PartHeader header = new PartHeader(
                itemsCount, blocksCount, Slice.of(firstItem), Slice.of(lastItem.toByteArray()));
        AtomicFile.write(disk, folder.resolve(PartHeader.METADATA), header.json());
        return header;
    }

    /** Closes the files; without {@link #finish()} before, the folder holds no part. */
    @Override
    public void close() throws IOException {
        Closing.all(files);
    }
}
