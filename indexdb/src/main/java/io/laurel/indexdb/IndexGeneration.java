package io.laurel.indexdb;

import io.laurel.env.Disk;
import io.laurel.mergeset.Table;
import io.laurel.series.MetricIds;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One generation of the index, the rows of one rotation period: a table in a folder that is named by the number of the
 * generation.
 *
 * <pre>
 *   indexdb/16A3B4C5D6E7F801/    current: the last by name
 *   indexdb/16A3B4C5D6E7F800/    previous: the one before
 * </pre>
 *
 * Everything else in {@code indexdb/} is ignored and left alone.
 */
final class IndexGeneration implements Closeable {
    private static final Pattern NAME = Pattern.compile("[0-9A-F]{16}");

    private final Path directory;
    private final Table table;
    private final DailyMetricIds days;
    private final SettledIds settled = new SettledIds();
    private volatile boolean closed;

    /** @param daysBytes heap for what is known of days */
    IndexGeneration(Path directory, Table table, long daysBytes) {
        this.directory = directory;
        this.table = table;
        this.days = new DailyMetricIds(this, daysBytes);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String name(long number) {
        return String.format("%016X", number);
    }

    static long number(String name) {
        return Long.parseUnsignedLong(name, 16);
    }

    /** The names of the generations in a folder, ascending. */
    static List<String> names(Disk disk, Path indexdb) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : disk.list(indexdb)) {
            if (isName(name) && disk.isDirectory(indexdb.resolve(name))) {
                names.add(name);
            }
        }
        return names;
    }

    Path directory() {
        return directory;
    }

    Table table() {
        return table;
    }

    String name() {
        return directory.getFileName().toString();
    }

    /** When it became current; what the number says, unless the clock went back then. */
    long sinceMs() {
        return Long.divideUnsigned(number(name()), 1_000_000);
    }

    /** Which series are registered in it for which day. */
    DailyMetricIds days() {
        return days;
    }

    /** Which series have their rows over all days in it. */
    SettledIds settled() {
        return settled;
    }

    /** Sees every row added before the call. */
    GenerationSearch search() throws IOException {
        return new GenerationSearch(table.search());
    }

    /** Sees the rows flushed before the call, and costs less. */
    GenerationSearch searchFlushed() throws IOException {
        return new GenerationSearch(table.searchFlushed());
    }

    MetricIds deletedIds() throws IOException {
        try (GenerationSearch search = search()) {
            return search.deletedIds();
        }
    }

    /** The ids of all series whose rows over all days are here. */
    MetricIds ids() throws IOException {
        try (GenerationSearch search = search()) {
            return search.ids();
        }
    }

    long greatestId() throws IOException {
        try (GenerationSearch search = search()) {
            return search.greatestId();
        }
    }

    /** True if nobody uses it any more, nor will. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        table.close();
    }
}
