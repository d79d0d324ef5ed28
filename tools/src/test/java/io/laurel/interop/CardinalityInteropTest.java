package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.indexdb.Cardinality;
import io.laurel.indexdb.Cardinality.Entry;
import io.laurel.series.TagFilters;
import io.laurel.storage.CardinalityRequest;
import io.laurel.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We count series as the server does. */
class CardinalityInteropTest {
    private static final LocalDate ALL_TIME = LocalDate.EPOCH;
    private static final int EVERYTHING = 1000;

    @TempDir
    Path temp;

    private int compared;

    @Test
    void realMetrics() throws Exception {
        compare(NodeCapture.rows(), "mode", "device", "__name__");
    }

    @Test
    void oddDataWithDeletedSeries() throws Exception {
        compare(OddData.first(), "instance", "job", "__name__");
    }

    private void compare(List<Rows> rows, String... labels) throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            server.write(rows);
            server.flush();
            server.delete(TagFilters.all().matches("instance", "(gauge|zero):.*"));
            server.delete(TagFilters.all().equal("mode", "steal"));
            TreeSet<LocalDate> days = new TreeSet<>(List.of(ALL_TIME));
            for (Rows one : rows) {
                if (one.timestamps().length > 0 && days.size() < 6) {
                    days.add(Instant.ofEpochMilli(one.timestamps()[0]).atZone(ZoneOffset.UTC).toLocalDate());
                }
            }
            assertThat(days.size()).isGreaterThan(1);
            try (Storage ours = OurStorage.openReadOnly(server.snapshot())) {
                for (LocalDate day : days) {
                    for (String label : labels) {
                        compare(server, ours, day, label);
                    }
                }
                assertThat(ours.seriesCount()).isGreaterThan(100);
            }
            server.stop();
        }
        assertThat(compared).as("lines compared").isGreaterThan(1000);
    }

    private void compare(RealServer server, Storage storage, LocalDate day, String label) throws Exception {
        CardinalityRequest request = (day.equals(ALL_TIME)
                ? CardinalityRequest.allTime() : CardinalityRequest.ofDay(day)).withFocusLabel(label);
        Map<String, List<String>> theirs = server.status(day.toString(), label, EVERYTHING);
        Map<String, List<String>> our = lists(storage.cardinality(request.withTop(EVERYTHING)));
        our.forEach((list, lines) -> {
            assertThat(lines.size()).as(list).isLessThan(EVERYTHING);
            compared += lines.size();
            assertThat(new TreeSet<>(lines)).as(list + " of " + day).isEqualTo(new TreeSet<>(readable(theirs, list)));
        });
        // At the end of a short list the server leaves any of equal counts
        Map<String, List<String>> theirTop = server.status(day.toString(), label, 3);
        lists(storage.cardinality(request.withTop(3))).forEach((list, lines) ->
                assertThat(counts(lines)).as("top of " + list + " of " + day)
                        .isEqualTo(counts(theirTop.get(list))));
    }

    private static List<String> counts(List<String> lines) {
        return lines.stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
    }

    /** Bytes that are no UTF-8 are replaced on one side or the other. */
    private static List<String> readable(Map<String, List<String>> theirs, String list) {
        return theirs.get(list).stream().map(line -> new String(ByteText.bytes(line), StandardCharsets.UTF_8)).toList();
    }

    private static Map<String, List<String>> lists(Cardinality found) {
        return new TreeMap<>(Map.of(
                "totalSeries", List.of(Long.toString(found.series())),
                "totalLabelValuePairs", List.of(Long.toString(found.labelValuePairs())),
                "seriesCountByMetricName", lines(found.seriesByMetric()),
                "seriesCountByLabelName", lines(found.seriesByLabel()),
                "seriesCountByFocusLabelValue", lines(found.seriesByFocusValue()),
                "seriesCountByLabelValuePair", lines(found.seriesByPair()),
                "labelValueCountByLabelName", lines(found.valuesByLabel())));
    }

    private static List<String> lines(List<Entry> entries) {
        return entries.stream().map(entry -> entry.name() + " " + entry.count()).toList();
    }
}
