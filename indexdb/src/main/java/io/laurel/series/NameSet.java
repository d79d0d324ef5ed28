package io.laurel.series;

import io.laurel.bytes.XxHash64;

/** Raw names, up to a bound: what comes after that is not kept. Safe for threads; look-ups take no lock. */
public final class NameSet {
    private final NameTable names = new NameTable();
    private final long maxBytes;
    private long bytes;

    /** @param maxBytes of names, to be kept at most */
    public NameSet(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    public boolean contains(byte[] rawName, int offset, int length) {
        return find(rawName, offset, length, XxHash64.hash(rawName, offset, length));
    }

    private boolean find(byte[] rawName, int offset, int length, long hash) {
        return names.find(rawName, offset, length, hash) != NameTable.NONE;
    }

    /** Keeps a name, if there is room. */
    public synchronized void add(byte[] rawName, int offset, int length) {
        long hash = XxHash64.hash(rawName, offset, length);
        if (bytes + length <= maxBytes && !find(rawName, offset, length, hash)) {
            names.add(rawName, offset, length, hash, 0);
            bytes += length;
        }
    }
}
