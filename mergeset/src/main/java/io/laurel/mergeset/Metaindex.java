package io.laurel.mergeset;

import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All rows of {@code metaindex.bin}, decoded. Immutable, kept as long as the part is open: a row stands for some 40 MB
 * of items. Blocks are numbered through the whole part, from 0.
 */
final class Metaindex {
    private final MetaindexRow[] rows;
    /** {@code firstBlocks[i]} is the number of the first block of row i; one more entry for the end. */
    private final long[] firstBlocks;

    private Metaindex(List<MetaindexRow> rows) {
        this.rows = rows.toArray(new MetaindexRow[0]);
        firstBlocks = new long[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            firstBlocks[i + 1] = firstBlocks[i] + rows.get(i).blocksCount();
        }
    }

    /**
     * Reads the rows, of which there must be at least one, sorted by first item (equal neighbours pass).
     *
     * @param bytes the decompressed file; kept
     */
    static Metaindex parse(byte[] bytes) throws CorruptedDataException {
        ByteReader reader = new ByteReader(bytes);
        List<MetaindexRow> rows = new ArrayList<>();
        while (reader.remaining() > 0) {
            MetaindexRow row = MetaindexRow.read(reader);
            if (!rows.isEmpty() && rows.get(rows.size() - 1).firstItem().compareTo(row.firstItem()) > 0) {
                throw new CorruptedDataException("row " + rows.size() + " of the metaindex is below the one before");
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            throw new CorruptedDataException("a metaindex without rows");
        }
        return new Metaindex(rows);
    }

    int size() {
        return rows.length;
    }

    MetaindexRow row(int index) {
        return rows[index];
    }

    /** The number of the first block of a row; for {@link #size()} the number of all blocks. */
    long firstBlock(int row) {
        return firstBlocks[row];
    }

    /** Index of the last row whose first item is below the key; 0 if there is none. */
    int find(Slice key) {
        int low = 0;
        int high = rows.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle].firstItem().compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** Index of the row that has the block of this number. */
    int rowOfBlock(long number) {
        int at = Arrays.binarySearch(firstBlocks, number);
        return at >= 0 ? at : -at - 2;
    }
}
