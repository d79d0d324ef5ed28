package io.laurel.indexdb;

import io.laurel.bytes.Slice;
import java.util.List;

/**
 * How many series there are, and what makes them many. Series that were deleted do not count, one that is in both
 * generations of the index counts once. A series without a metric name counts under the empty name. Lists hold the
 * greatest counts, descending; equal ones in the order of their names.
 *
 * @param series number of series
 * @param labelValuePairs number of labels of all series together, the metric name being one of them
 * @param seriesByMetric metric names, by their series
 * @param seriesByLabel names of labels, by the series that have them; the metric name is {@code __name__}
 * @param seriesByFocusValue values of the label that was asked about, by their series; else empty
 * @param seriesByPair {@code label=value}, by their series
 * @param valuesByLabel names of labels, by the number of their different values
 */
public record Cardinality(long series, long labelValuePairs, List<Entry> seriesByMetric, List<Entry> seriesByLabel,
        List<Entry> seriesByFocusValue, List<Entry> seriesByPair, List<Entry> valuesByLabel) {

    /**
     * One line of a list.
     *
     * @param text its bytes, which need not be UTF-8
     */
    public record Entry(Slice text, long count) {
        /** The text as UTF-8; bytes that are none become replacement characters. */
        public String name() {
            return text.utf8();
        }
    }
}
