package io.laurel.interop;

import java.util.List;

/**
 * Input for both engines: labels in the order of arrival, names and values by turns, and samples in any order. Byte
 * texts.
 */
record Rows(List<String> labels, long[] timestamps, double[] values) {
    Rows {
        if (labels.size() % 2 != 0 || timestamps.length != values.length) {
            throw new IllegalArgumentException(labels.size() + " texts, " + timestamps.length + " times, " + values.length
                    + " values");
        }
    }

    static long count(List<Rows> rows) {
        return rows.stream().mapToLong(one -> one.timestamps.length).sum();
    }
}
