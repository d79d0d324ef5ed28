package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;

/**
 * A decompressed index block: {@code count} block headers back to back in {@code headers[offset..)}, checked one by one
 * and for their order. Immutable.
 */
record IndexBlock(byte[] headers, int offset, int count) {
    /** Where header {@code index} starts. */
    int at(int index) {
        return offset + index * BlockHeader.SIZE;
    }

    /** Refuses headers that are impossible or not sorted by TSID; blocks of one series may be in any order. */
    void check() throws CorruptedDataException {
        for (int i = 0; i < count; i++) {
            BlockHeader.check(headers, at(i));
            if (i > 0 && SeriesKey.compare(headers, at(i - 1), headers, at(i)) > 0) {
                throw new CorruptedDataException("block header " + i + " is not in the order of TSIDs");
            }
        }
    }
}
