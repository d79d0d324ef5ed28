package io.laurel.data;

import java.util.Arrays;

/**
 * Where the blocks of a series lie in the parts of a {@link DataTable.View}: grouped by part, in each part by time.
 * Filled by {@link DataSearch}, read by {@link SampleReader}; good as long as the view is open. Reusable; for one
 * thread.
 */
public final class BlockRefs {
    int[] part = new int[16];
    /** Header {@code i} lies at {@code headers[i][at[i]..)}. */
    byte[][] headers = new byte[16][];
    int[] at = new int[16];
    private int size;
    private long rows;

    public int size() {
        return size;
    }

    /** Samples in all the blocks, those outside of the time range included. */
    public long rows() {
        return rows;
    }

    public void clear() {
        Arrays.fill(headers, 0, size, null);
        size = 0;
        rows = 0;
    }

    void add(int partNumber, byte[] headerArray, int headerAt) {
        if (size == at.length) {
            part = Arrays.copyOf(part, 2 * size);
            headers = Arrays.copyOf(headers, 2 * size);
            at = Arrays.copyOf(at, 2 * size);
        }
        part[size] = partNumber;
        headers[size] = headerArray;
        at[size] = headerAt;
        size++;
        rows += BlockHeader.rows(headerArray, headerAt);
    }
}
