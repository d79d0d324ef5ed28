package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Zstd;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.ReadableFile;
import java.io.IOException;

/**
 * Reads blocks from files into memory: the buffers and the zstd context for it, made when the first block is read and
 * given back by {@link #close()}. For one thread.
 */
final class BlockLoader implements AutoCloseable {
    /** Far above what any index block unfolds to; a bound on what damage can cost. */
    private static final int MAX_INDEX_BYTES = 1 << 26;

    private final ZstdPool pool;
    private final ByteBuilder packed = new ByteBuilder(0);
    private final ByteBuilder unpacked = new ByteBuilder(0);
    private Zstd zstd;
    private ItemsBlockCodec codec;

    BlockLoader(ZstdPool pool) {
        this.pool = pool;
    }

    IndexBlock indexBlock(ReadableFile index, MetaindexRow row) throws IOException {
        prepare();
        try {
            byte[] array = packed.clear().reserve(row.indexSize());
            index.read(row.indexOffset(), array, 0, row.indexSize());
            zstd.decompress(array, 0, row.indexSize(), MAX_INDEX_BYTES, unpacked.clear());
            return IndexBlock.parse(unpacked.toByteArray(), row.blocksCount());
        } catch (CorruptedDataException e) {
            throw e.at(index.path().toString(), row.indexOffset());
        }
    }

    /** Replaces the content of the target by the items of a block. */
    void itemsBlock(ReadableFile items, ReadableFile lens, BlockHeader header, ItemBatch target) throws IOException {
        prepare();
        int itemsSize = header.itemsSize();
        int lensSize = header.lensSize();
        byte[] array = packed.clear().reserve(itemsSize + lensSize);
        items.read(header.itemsOffset(), array, 0, itemsSize);
        lens.read(header.lensOffset(), array, itemsSize, lensSize);
        try {
            codec.decode(header, new Slice(array, 0, itemsSize), new Slice(array, itemsSize, lensSize), target);
        } catch (CorruptedDataException e) {
            throw e.at(items.path().toString(), header.itemsOffset());
        }
    }

    private void prepare() {
        if (zstd == null) {
            zstd = pool.take();
            codec = new ItemsBlockCodec(zstd);
        }
    }

    @Override
    public void close() {
        if (zstd != null) {
            pool.give(zstd);
            zstd = null;
            codec = null;
        }
    }
}
