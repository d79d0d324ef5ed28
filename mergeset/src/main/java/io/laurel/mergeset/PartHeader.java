package io.laurel.mergeset;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What the folder of a part is called, and its {@code metadata.json}. The folder:
 *
 * <pre>
 *   12_3_18E9BAA1D4A8891B/        items _ blocks _ suffix (16 upper-case hex digits, unique in the table)
 *       metaindex.bin             one zstd frame of {@link MetaindexRow}s
 *       index.bin                 index blocks: zstd frames of {@link BlockHeader}s
 *       items.bin                 items data of all blocks, end to end ({@link ItemsBlockCodec})
 *       lens.bin                  lens data of all blocks, end to end
 *       metadata.json             tab indent, no newline at the end:
 *                                   {
 *                                     "ItemsCount": 12,
 *                                     "BlocksCount": 3,
 *                                     "FirstItem": "00616263",        lower-case hex
 *                                     "LastItem": "06fffe"
 *                                   }
 * </pre>
 *
 * Limits: items and blocks at least 1, blocks at most items; both the same in the name and in the file. A reader takes
 * any JSON spacing and key order, keys and hex in either case, skips unknown keys and does not look at the suffix.
 */
record PartHeader(long itemsCount, long blocksCount, Slice firstItem, Slice lastItem) {
    static final String METAINDEX = "metaindex.bin";
    static final String INDEX = "index.bin";
    static final String ITEMS = "items.bin";
    static final String LENS = "lens.bin";
    static final String METADATA = "metadata.json";

    String folderName(String suffix) {
        return itemsCount + "_" + blocksCount + "_" + suffix;
    }

    /** The content of {@code metadata.json}. */
    byte[] json() {
        HexFormat hex = HexFormat.of();
        String text = "{\n"
                + "\t\"ItemsCount\": " + itemsCount + ",\n"
                + "\t\"BlocksCount\": " + blocksCount + ",\n"
                + "\t\"FirstItem\": \"" + hex.formatHex(firstItem.toByteArray()) + "\",\n"
                + "\t\"LastItem\": \"" + hex.formatHex(lastItem.toByteArray()) + "\"\n"
                + "}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the header of a part from its folder's name and the content of its {@code metadata.json}. */
    static PartHeader read(String folderName, byte[] json) throws CorruptedDataException {
        String[] fields = folderName.split("_", -1);
        if (fields.length != 3) {
            throw new CorruptedDataException("the name '" + folderName + "' of a part is not items_blocks_suffix");
        }
        long itemsCount = count(fields[0], folderName);
        long blocksCount = count(fields[1], folderName);
        MetadataJson metadata = MetadataJson.parse(json);
        if (itemsCount == 0 || blocksCount == 0 || blocksCount > itemsCount) {
            throw new CorruptedDataException(
                    "a part cannot have " + itemsCount + " items in " + blocksCount + " blocks");
        }
        if (metadata.itemsCount != itemsCount || metadata.blocksCount != blocksCount) {
            throw new CorruptedDataException("the name of the part says " + itemsCount + " items in " + blocksCount
                    + " blocks, its " + METADATA + " " + metadata.itemsCount + " in " + metadata.blocksCount);
        }
        return new PartHeader(itemsCount, blocksCount, metadata.firstItem, metadata.lastItem);
    }

    private static long count(String field, String folderName) throws CorruptedDataException {
        boolean digits = !field.isEmpty() && field.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (digits) {
                return Long.parseLong(field);
            }
        } catch (NumberFormatException e) {
            // More than 63 bits: refused below like everything else that is no count.
        }
        throw new CorruptedDataException("'" + field + "' in the name '" + folderName + "' of a part is no count");
    }
}
