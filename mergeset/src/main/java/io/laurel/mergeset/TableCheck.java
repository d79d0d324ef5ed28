package io.laurel.mergeset;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.env.Disk;
import io.laurel.part.PartDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Is this table sound? Reads every part from end to end and compares everything that is said twice: counts, first and
 * last items, offsets, prefixes. Looks closer than a search or a merge does, since both work on parts that other
 * engines of the format would trip over.
 */
public final class TableCheck {
    private final Table.Context context;
    private final List<String> problems = new ArrayList<>();
    private long partsCount;
    private long itemsCount;
    private long blocksCount;

    /** @param problems each with the file or folder it is about; empty if the table is sound */
    public record Report(long partsCount, long itemsCount, long blocksCount, List<String> problems) {}

    private TableCheck(Table.Context context) {
        this.context = context;
    }

    /**
     * Checks all parts of the table in that folder; writes nothing and takes no lock.
     *
     * @throws IOException if something could not be read; what was read and is wrong goes into the report
     */
    public static Report check(Path table, Table.Context context) throws IOException {
        TableCheck check = new TableCheck(context);
        Disk disk = context.disk();
        for (String name : PartDirectory.open(disk, table).partNames()) {
            check.checkPart(table.resolve(name));
        }
        return new Report(check.partsCount, check.itemsCount, check.blocksCount, List.copyOf(check.problems));
    }

    private void checkPart(Path path) throws IOException {
        partsCount++;
        try (Part part = Part.open(context.disk(), path, context.caches(), context.zstd());
                BlockLoader loader = new BlockLoader(context.zstd())) {
            checkBlocks(part, loader);
        } catch (CorruptedDataException e) {
            problems.add(e.getMessage());
        }
    }

    /** Walks over all blocks; what makes reading on pointless is thrown, the rest is noted. */
    private void checkBlocks(Part part, BlockLoader loader) throws IOException {
        Walk walk = new Walk(part);
        Metaindex metaindex = part.metaindex();
        for (int i = 0; i < metaindex.size(); i++) {
            MetaindexRow row = metaindex.row(i);
            walk.expect(row.indexOffset() == walk.indexOffset, "index block " + i + " does not follow the one before");
            walk.indexOffset = row.indexOffset() + row.indexSize();
            IndexBlock index = loader.indexBlock(part.index(), row);
            walk.expect(index.header(0).firstItem().equals(row.firstItem()),
                    "the metaindex has another first item for index block " + i);
            for (int j = 0; j < index.size(); j++) {
                walk.block(index.header(j), loader);
            }
        }
        walk.end();
        itemsCount += walk.items;
        blocksCount += walk.blocks;
    }

    /** Where the next block must begin, and what was counted so far. */
    private final class Walk {
        private final Part part;
        private final ItemBatch block = new ItemBatch();
        private long indexOffset;
        private long itemsOffset;
        private long lensOffset;
        private long blocks;
        private long items;
        private byte[] lastItem = {};
        private boolean lastWithoutData;

        Walk(Part part) {
            this.part = part;
        }

        void block(BlockHeader header, BlockLoader loader) throws IOException {
            String name = "block " + blocks;
            expect(header.itemsOffset() == itemsOffset && header.lensOffset() == lensOffset,
                    name + " does not follow the one before");
            itemsOffset = header.itemsOffset() + header.itemsSize();
            lensOffset = header.lensOffset() + header.lensSize();
            loader.itemsBlock(part.items(), part.lens(), header, block);
            expect(header.commonPrefix().length() == ItemsBlockCodec.commonPrefixLength(block),
                    "the common prefix of " + name + " is not the longest");
            expect(blocks == 0 || block.compare(0, lastItem, 0, lastItem.length) >= 0,
                    name + " begins below the end of the one before");
            expect(!lastWithoutData, "the block before " + name + " has no items data, though it is not the last");
            int last = block.size() - 1;
            int longest = 0;
            for (int i = 0; i <= last; i++) {
                longest = Math.max(longest, block.length(i));
            }
            expect(longest <= Table.MAX_ITEM_BYTES, name + " has an item of " + longest + " bytes");
            lastWithoutData = header.itemsSize() == 0;
            lastItem = Arrays.copyOfRange(block.bytes, block.offset(last), block.ends[last]);
            expect(blocks > 0 || block.item(0).equals(part.firstItem()),
                    "the first item is not the one of " + PartHeader.METADATA);
            blocks++;
            items += block.size();
        }

        void end() {
            expect(Slice.of(lastItem).equals(part.lastItem()),
                    "the last item is not the one of " + PartHeader.METADATA);
            expect(items == part.header().itemsCount() && blocks == part.header().blocksCount(),
                    items + " items in " + blocks + " blocks, not " + part.header().itemsCount() + " in "
                            + part.header().blocksCount());
            expect(indexOffset == part.index().size(), "bytes left over in " + PartHeader.INDEX);
            expect(itemsOffset == part.items().size(), "bytes left over in " + PartHeader.ITEMS);
            expect(lensOffset == part.lens().size(), "bytes left over in " + PartHeader.LENS);
        }

        void expect(boolean fine, String problem) {
            if (!fine) {
                problems.add(part.path() + ": " + problem);
            }
        }
    }
}
