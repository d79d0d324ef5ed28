package io.laurel.vmctl;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.env.RealDisk;
import io.laurel.indexdb.DecodedItem;
import io.laurel.mergeset.ItemBatch;
import io.laurel.mergeset.PartInspection;
import io.laurel.mergeset.PartInspection.Block;
import io.laurel.mergeset.PartInspection.Header;
import io.laurel.mergeset.PartInspection.IndexRow;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Prints what is in a part of the index. */
final class ItemsInspector implements Closeable {
    private final Path folder;
    private final InspectOutput output;
    private final PartInspection part;

    ItemsInspector(Path folder, InspectOutput output) {
        this.folder = folder;
        this.output = output;
        part = PartInspection.open(new RealDisk(), folder);
    }

    void header() throws IOException {
        PartFiles files = PartFiles.of(folder);
        output.text(Facts.line("part", folder.getFileName().toString())
                + Facts.line("holds", "items of the index, table " + folder.getParent().getFileName())
                + Facts.line("bytes", Long.toString(files.bytes()))
                + "\n" + files.table(List.of("metaindex.bin", "index.bin", "items.bin", "lens.bin", "metadata.json")));
        Header header = part.header();
        output.text("\n" + Facts.line("items", Long.toString(header.items()))
                + Facts.line("blocks", Long.toString(header.blocks()))
                + Facts.line("first", words(header.firstItem()))
                + Facts.line("last", words(header.lastItem())));
        int rows = part.index().size();
        output.text(Facts.line("metaindex", rows + (rows == 1 ? " row" : " rows")));
        part.checkEnds();
    }

    void metaindex() throws IOException {
        output.table(">ROW", ">BLOCKS", ">AT", ">BYTES", "FIRST ITEM");
        int number = 0;
        for (IndexRow row : part.index()) {
            if (!output.row(Integer.toString(number++), Long.toString(row.blocks()), Long.toString(row.offset()),
                    Integer.toString(row.sizeBytes()), words(row.firstItem()))) {
                return;
            }
        }
    }

    void blocks() throws IOException {
        output.table(">BLOCK", ">ITEMS", "CODING", ">PREFIX", ">ITEMS AT", ">BYTES", ">LENS AT", ">BYTES",
                "FIRST ITEM");
        while (part.next()) {
            Block block = part.block();
            if (!output.row(Long.toString(block.number()), Integer.toString(block.items()), block.coding(),
                    Integer.toString(block.commonPrefixBytes()), Long.toString(block.itemsOffset()),
                    Integer.toString(block.itemsBytes()), Long.toString(block.lensOffset()),
                    Integer.toString(block.lensBytes()), words(block.firstItem()))) {
                return;
            }
            part.checkPlaces();
        }
    }

    /** Returns the exit code: items that are none of an index are shown as they are, and told of. */
    int items(Console console) throws IOException {
        // As wide as what may come later.
        output.table(">BLOCK", "KIND          ", "DAY       ", "ITEM");
        long unknown = 0;
        while (part.next()) {
            String block = Long.toString(part.block().number());
            ItemBatch items = part.readItems();
            for (int i = 0; i < items.size(); i++) {
                DecodedItem item = decoded(items.item(i));
                unknown += item == null ? 1 : 0;
                boolean more = item == null
                        ? output.row(block, "unknown", ItemText.NONE, items.item(i).toString())
                        : output.row(block, item.kind().words(), ItemText.day(item), ItemText.of(item));
                if (!more) {
                    return ExitCode.FINE;
                }
            }
        }
        if (unknown > 0) {
            console.err().println("vmctl-java: " + unknown + " items are none of an index");
            return ExitCode.FOUND_WRONG;
        }
        return ExitCode.FINE;
    }

    /** One item in words, kind first. */
    private static String words(Slice item) {
        DecodedItem decoded = decoded(item);
        if (decoded == null) {
            return "unknown  " + item;
        }
        String day = ItemText.day(decoded);
        return decoded.kind().words() + "  " + (day.equals(ItemText.NONE) ? "" : day + "  ") + ItemText.of(decoded);
    }

    private static DecodedItem decoded(Slice item) {
        try {
            return DecodedItem.of(item);
        } catch (CorruptedDataException e) {
            return null;        // shown as it is, which says more
        }
    }

    @Override
    public void close() throws IOException {
        part.close();
    }
}
