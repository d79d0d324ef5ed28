package io.laurel.testkit;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a name on a {@link MemoryDisk} can stand for. Compared by identity: two names of one file share the object. */
abstract sealed class MemoryNode {
    /** A file: bytes that were written, of which the first {@code synced} survive everything. */
    static final class File extends MemoryNode {
        /** A disk writes sectors whole or not at all. */
        private static final int SECTOR_BYTES = 512;

        private byte[] bytes = new byte[256];
        int size;
        int synced;

        void append(byte[] source, int offset, int length) {
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
            }
            System.arraycopy(source, offset, bytes, size, length);
            size += length;
        }

        void read(int offset, byte[] target, int at, int length) {
            System.arraycopy(bytes, offset, target, at, length);
        }

        /** All of it, synced. */
        File copy() {
            File copy = new File();
            copy.bytes = Arrays.copyOf(bytes, Math.max(size, 1));
            copy.size = size;
            copy.synced = size;
            return copy;
        }

        /** The file as a power cut could leave it: any length, and any sector of the unsynced rest may be zeros. */
        File afterPowerCut(Random random) {
            File copy = new File();
            copy.size = switch (random.nextInt(4)) {
                case 0 -> synced;
                case 1 -> size;
                default -> synced + random.nextInt(size - synced + 1);
            };
            copy.synced = copy.size;
            copy.bytes = Arrays.copyOf(bytes, Math.max(copy.size, 1));
            boolean keepsAll = random.nextBoolean();
            for (int at = synced; at < copy.size && !keepsAll;) {
                int end = Math.min(copy.size, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
                if (random.nextInt(4) == 0) {
                    Arrays.fill(copy.bytes, at, end, (byte) 0);
                }
                at = end;
            }
            return copy;
        }
    }

    /** A folder: its entries as programs see them, and as they are known to be on the disk. */
    static final class Folder extends MemoryNode {
        final Map<String, MemoryNode> entries = new TreeMap<>();
        final Map<String, MemoryNode> durable = new TreeMap<>();
    }

    /** A symbolic link. */
    static final class Link extends MemoryNode {
        final String text;

        Link(String text) {
            this.text = text;
        }
    }
}
