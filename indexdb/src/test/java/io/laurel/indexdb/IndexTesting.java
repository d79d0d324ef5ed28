package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.bytes.ZstdPool;
import io.laurel.env.Disk;
import io.laurel.env.TimeSource;
import io.laurel.mergeset.TableCaches;
import io.laurel.part.MergeControl;
import io.laurel.part.SwapGate;
import io.laurel.series.Days;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** What the tests of the index have in common. */
final class IndexTesting {
    static final Path ROOT = Path.of("/db");
    static final int NO_LIMIT = 1_000_000;

    private IndexTesting() {}

    static IndexContext context(Disk disk, TimeSource time) {
        return context(disk, time, 1 << 20);
    }

    static IndexContext context(Disk disk, TimeSource time, long rememberedBytes) {
        return new IndexContext(disk, time, new ZstdPool(), new TableCaches(16 << 20), new SwapGate(),
                MergeControl.unlimited(disk, ROOT.getRoot(), time, done -> { }), rememberedBytes);
    }

    static TimeRange day(long day) {
        return days(day, day);
    }

    static TimeRange days(long first, long last) {
        return TimeRange.ofMillis(first * Days.DAY_MS, (last + 1) * Days.DAY_MS - 1);
    }

    /** The names of the series found, as selectors. */
    static TreeSet<String> find(IndexDb index, TagFilters filters, TimeRange range) throws IOException {
        return find(index, List.of(filters), range);
    }

    static TreeSet<String> find(IndexDb index, List<TagFilters> anyOf, TimeRange range) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (SeriesNames names = index.names()) {
            for (Tsid tsid : index.search(anyOf, range, NO_LIMIT, IndexDb.NO_DEADLINE)) {
                ByteBuilder name = new ByteBuilder();
                if (names.name(tsid.metricId(), name)) {
                    found.add(MetricName.parse(name.slice()).toString());
                }
            }
        }
        return found;
    }

    static List<String> texts(List<Slice> slices) {
        return slices.stream().map(Slice::utf8).toList();
    }
}
