package io.laurel.storage;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything a storage answers, in a form that two answers can be compared in: name to "time value" lines. */
final class Contents {
    private Contents() {}

    static Map<String, List<String>> of(Storage storage, TagFilters filters) throws IOException {
        Map<String, List<String>> contents = new TreeMap<>();
        try (SearchResult found = storage.search(filters, TimeRange.all())) {
            while (found.next()) {
                List<String> lines = lines(found.samples());
                if (!lines.isEmpty() && contents.put(found.metricName().toString(), lines) != null) {
                    throw new AssertionError(found.metricName() + " came twice");
                }
            }
        }
        return contents;
    }

    static List<String> lines(Samples samples) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            lines.add(samples.timestamp(i) + " " + samples.value(i));
        }
        return lines;
    }
}
