package io.laurel.mergeset;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.ByteReader;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.Varints;
import io.laurel.bytes.Zstd;
import java.util.Arrays;

/**
 * A block of sorted items as bytes. The {@link BlockHeader} holds the first item whole and the longest common prefix of
 * all items; the rest is split over two files. For the items 1 to n-1, without the common prefix:
 *
 * <pre>
 *   coding       items.bin                              lens.bin
 *   +---------+--------------------------------------+--------------------------------------------+
 *   | 0 plain | item 1 | item 2 | ... | item n-1     | u64 length of item 1 | ... | of item n-1    |
 *   +---------+--------------------------------------+--------------------------------------------+
 *   | 1 zstd  | zstd( item 1 without its first       | zstd( uvarint share 1 ^ share 0, ... n-1,  |
 *   |         |   share 1 bytes | ... | item n-1 )   |   then uvarint len 1 ^ len 0, ... n-1 )    |
 *   +---------+--------------------------------------+--------------------------------------------+
 *   share i = bytes that item i has in common with item i-1; share 0 = 0; len i = length of item i
 * </pre>
 *
 * Lengths and shares do not count the common prefix. Plain is chosen when all items together have fewer than 64 bytes
 * behind the prefix, when there is one item, or when compressed items data are larger than 0.9 of those bytes.
 *
 * <p>A reader refuses: a number of lengths other than n-1, a share longer than its item or the one before, items data
 * too short or too long, unsorted items (equal neighbours pass), a first item that does not start with the prefix.
 *
 * <p>Holds buffers and a borrowed zstd context: for one thread.
 */
final class ItemsBlockCodec {
    /** A block takes items as long as their lengths together stay within this. */
    static final int MAX_BLOCK_BYTES = 1 << 16;

    /** Below that there is nothing to gain from compression. */
    private static final int MIN_COMPRESSED_PAYLOAD = 64;

    /**
     * The most bytes that one block may unfold to, far beyond what any writer makes; a bound on what damage can cost.
     */
    private static final int MAX_DECODED_BYTES = 1 << 26;

    private final Zstd zstd;
    private final ByteBuilder items = new ByteBuilder();
    private final ByteBuilder lens = new ByteBuilder();
    private int[] shares = new int[0];

    /** @param zstd stays the caller's; null if only plain blocks will come */
    ItemsBlockCodec(Zstd zstd) {
        this.zstd = zstd;
    }

    /** Number of bytes that all items of a sorted block begin with. */
    static int commonPrefixLength(ItemBatch block) {
        int last = block.size - 1;
        int length = Math.min(block.length(0), block.length(last));
        int from = block.offset(last);
        int mismatch = Arrays.mismatch(block.bytes, 0, length, block.bytes, from, from + length);
        return mismatch < 0 ? length : mismatch;
    }

    /**
     * Appends the coded block to the targets.
     *
     * @param block sorted, at least one item
     * @param prefixLength of {@link #commonPrefixLength}
     * @return the coding chosen
     * @throws IllegalStateException if the block is not sorted
     */
    int encode(ItemBatch block, int prefixLength, int level, ByteBuilder itemsTarget, ByteBuilder lensTarget) {
        long payload = block.sizeBytes() - (long) block.size * prefixLength;
        shareNeighbours(block, prefixLength);
        if (block.size >= 2 && payload >= MIN_COMPRESSED_PAYLOAD) {
            int start = itemsTarget.size();
            int compressed = zstd.compress(items.array(), 0, items.size(), level, itemsTarget);
            if (compressed <= 0.9 * payload) {
                encodeLengths(block, prefixLength);
                zstd.compress(lens.array(), 0, lens.size(), level, lensTarget);
                return BlockHeader.ZSTD;
            }
            itemsTarget.setSize(start);
        }
        for (int i = 1; i < block.size; i++) {
            int length = block.length(i) - prefixLength;
            itemsTarget.bytes(block.bytes, block.offset(i) + prefixLength, length);
            lensTarget.u64(length);
        }
        return BlockHeader.PLAIN;
    }

    /** Fills {@link #shares} and, with what is not shared, {@link #items}; checks the order on the way. */
    private void shareNeighbours(ItemBatch block, int prefixLength) {
        byte[] bytes = block.bytes;
        int[] ends = block.ends;
        int count = block.size;
        if (shares.length < count) {
            shares = new int[count];
        }
        byte[] rest = items.clear().reserve(block.sizeBytes());
        int at = 0;
        int previous = prefixLength;
        for (int i = 1; i < count; i++) {
            int previousEnd = ends[i - 1];
            int start = previousEnd + prefixLength;
            int end = ends[i];
            int mismatch = Arrays.mismatch(bytes, previous, previousEnd, bytes, start, end);
            int share = mismatch < 0 ? end - start : mismatch;
            if (previous + share < previousEnd
                    && (start + share == end || (bytes[previous + share] & 0xff) > (bytes[start + share] & 0xff))) {
                throw new IllegalStateException("item " + i + " of a block is below the one before: "
                        + block.item(i - 1) + " > " + block.item(i));
            }
            shares[i] = share;
            int own = end - start - share;
            System.arraycopy(bytes, start + share, rest, at, own);
            at += own;
            previous = start;
        }
        items.setSize(at);
    }

    private void encodeLengths(ItemBatch block, int prefixLength) {
        int count = block.size;
        byte[] target = lens.clear().reserve(2 * count * Varints.MAX_BYTES);
        int at = 0;
        int previous = 0;
        for (int i = 1; i < count; i++) {
            at = Varints.put(target, at, shares[i] ^ previous);
            previous = shares[i];
        }
        previous = block.ends[0] - prefixLength;
        for (int i = 1; i < count; i++) {
            int length = block.ends[i] - block.ends[i - 1] - prefixLength;
            at = Varints.put(target, at, length ^ previous);
            previous = length;
        }
        lens.setSize(at);
    }

    /** Replaces the content of {@code target} by the items of a block. The slices are its items data and lens data. */
    void decode(BlockHeader header, Slice itemsData, Slice lensData, ItemBatch target) throws CorruptedDataException {
        if (!header.firstItem().startsWith(header.commonPrefix())) {
            throw new CorruptedDataException("the first item of a block does not start with the common prefix");
        }
        if (header.coding() == BlockHeader.PLAIN) {
            decodePlain(header, itemsData, lensData, target);
        } else if (header.coding() == BlockHeader.ZSTD) {
            decodeZstd(header, itemsData, lensData, target);
        } else {
            throw new CorruptedDataException("coding of a block is " + header.coding() + ", not 0 or 1");
        }
    }

    private static void decodePlain(BlockHeader header, Slice itemsData, Slice lensData, ItemBatch target)
            throws CorruptedDataException {
        int count = header.itemsCount();
        if (lensData.length() != 8L * (count - 1)) {
            throw new CorruptedDataException(
                    "lens data of " + lensData.length() + " bytes for " + count + " plain items");
        }
        int prefixLength = header.commonPrefix().length();
        start(header, itemsData.length() + (count - 1L) * prefixLength, target);
        ByteReader lengths = new ByteReader(lensData);
        int source = itemsData.offset();
        int sourceEnd = source + itemsData.length();
        for (int i = 1; i < count; i++) {
            long length = lengths.u64("length of an item");
            if (length < 0 || length > sourceEnd - source) {
                throw new CorruptedDataException("items data end within item " + i + " of " + count);
            }
            int start = target.ends[i - 1];
            System.arraycopy(header.commonPrefix().array(), header.commonPrefix().offset(),
                    target.bytes, start, prefixLength);
            System.arraycopy(itemsData.array(), source, target.bytes, start + prefixLength, (int) length);
            source += (int) length;
            target.ends[i] = start + prefixLength + (int) length;
            checkOrder(target, i);
        }
        expectEnd(source, sourceEnd);
    }

    private void decodeZstd(BlockHeader header, Slice itemsData, Slice lensData, ItemBatch target)
            throws CorruptedDataException {
        int count = header.itemsCount();
        decompress(lensData, lens.clear());
        if (lens.size() < 2L * (count - 1)) {
            throw new CorruptedDataException("lens data of " + lens.size() + " bytes for " + count + " items");
        }
        decompress(itemsData, items.clear());
        ByteReader numbers = new ByteReader(lens.slice());
        int[] shares = readShares(numbers, count);
        Slice prefix = header.commonPrefix();
        int prefixLength = prefix.length();

        // The lengths are needed before the items: their sum says how much room the items take.
        long total = 0;
        int[] ends = header.itemsCount() <= target.ends.length ? target.ends : new int[count];
        long length = header.firstItem().length() - prefixLength;
        ends[0] = (int) length;
        for (int i = 1; i < count; i++) {
            long previous = length;
            length ^= numbers.uvarint("length of an item");
            if (length < shares[i] || previous < shares[i] || length > MAX_DECODED_BYTES) {
                throw new CorruptedDataException("item " + i + " of " + count + " shares " + shares[i]
                        + " bytes, its length is " + length + " and that of the item before " + previous);
            }
            ends[i] = (int) length;
            total += length + prefixLength;
            checkSize(total);
        }
        numbers.expectEnd("lens data");
        target.ends = ends;
        start(header, total, target);
        unfold(prefix, shares, count, target);
    }

    /** Turns lengths into ends and puts the items together from what they share and what is their own. */
    private void unfold(Slice prefix, int[] shares, int count, ItemBatch target) throws CorruptedDataException {
        byte[] source = items.array();
        int sourceEnd = items.size();
        int at = 0;
        byte[] bytes = target.bytes;
        int[] ends = target.ends;
        int prefixLength = prefix.length();
        int previous = 0;
        int start = ends[0];
        for (int i = 1; i < count; i++) {
            int share = shares[i];
            int known = prefixLength + share;
            int own = ends[i] - share;
            if (own > sourceEnd - at) {
                throw new CorruptedDataException("items data end within item " + i + " of " + count);
            }
            System.arraycopy(bytes, previous, bytes, start, known);
            System.arraycopy(source, at, bytes, start + known, own);
            at += own;
            int end = start + known + own;
            ends[i] = end;
            // Both items are the same up to here, so mostly one byte tells their order.
            int previousByte = previous + known;
            if (previousByte < start
                    && (own == 0 || (bytes[previousByte] & 0xff) >= (bytes[start + known] & 0xff))) {
                checkOrder(target, i);
            }
            previous = start;
            start = end;
        }
        expectEnd(at, sourceEnd);
    }

    private int[] readShares(ByteReader numbers, int count) throws CorruptedDataException {
        if (shares.length < count) {
            shares = new int[count];
        }
        long share = 0;
        for (int i = 1; i < count; i++) {
            share ^= numbers.uvarint("shared length of an item");
            if (share < 0 || share > MAX_DECODED_BYTES) {
                throw new CorruptedDataException("item " + i + " of " + count + " shares " + share + " bytes");
            }
            shares[i] = (int) share;
        }
        return shares;
    }

    private void decompress(Slice source, ByteBuilder target) throws CorruptedDataException {
        zstd.decompress(source.array(), source.offset(), source.length(), MAX_DECODED_BYTES, target);
    }

    /** Makes room in the target for all items, and puts the first one there. */
    private static void start(BlockHeader header, long bytesOfOthers, ItemBatch target) throws CorruptedDataException {
        checkSize(bytesOfOthers);
        int count = header.itemsCount();
        Slice first = header.firstItem();
        int total = (int) bytesOfOthers + first.length();
        target.clear();
        if (target.bytes.length < total) {
            target.bytes = new byte[total];
        }
        if (target.ends.length < count) {
            target.ends = new int[count];
        }
        System.arraycopy(first.array(), first.offset(), target.bytes, 0, first.length());
        target.ends[0] = first.length();
        target.size = count;
    }

    private static void checkSize(long bytesCount) throws CorruptedDataException {
        if (bytesCount > MAX_DECODED_BYTES) {
            throw new CorruptedDataException("a block that unfolds to more than " + MAX_DECODED_BYTES + " bytes");
        }
    }

    private static void checkOrder(ItemBatch block, int index) throws CorruptedDataException {
        int end = block.ends[index - 1];
        if (block.compare(index - 1, block.bytes, end, block.ends[index] - end) > 0) {
            throw new CorruptedDataException("item " + index + " of a block is below the one before");
        }
    }

    private static void expectEnd(int at, int end) throws CorruptedDataException {
        if (at != end) {
            throw new CorruptedDataException("items data have " + (end - at) + " bytes left over");
        }
    }
}
