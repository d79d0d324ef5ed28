package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.LockedException;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that opens and closes storages all the time has nothing left of them: no thread, no file, no memory. */
class OpenCloseTest {
    private static final int CYCLES = 1000;
    private static final int WARM = 200;
    private static final int SERIES = 20;
    private static final long START_MS = 1_714_500_000_000L;
    private static final long MAX_GROWTH_BYTES = 4_000_000;

    @TempDir
    Path directory;

    @Test
    void aThousandCyclesLeaveNothing() throws Exception {
        // Other tests of this process may have some of their own
        Set<Thread> threads = laurelThreads();
        List<String> files = List.of();
        long heap = 0;
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            cycle(cycle);
            if (cycle == WARM) {
                files = openFiles();
                heap = heapAfterCollection();
            }
        }
        assertThat(laurelThreads()).isEqualTo(threads);
        assertThat(openFiles()).containsExactlyInAnyOrderElementsOf(files);
        assertThat(openFiles()).noneMatch(file -> file.startsWith(directory.toString()));
        assertThat(heapAfterCollection() - heap).as("bytes more on the heap").isLessThan(MAX_GROWTH_BYTES);
        try (Storage storage = Storage.openReadOnly(directory, StorageOptions.defaults())) {
            assertThat(rows(storage)).isEqualTo(CYCLES * SERIES);
        }
    }

    /** Rows, a search that is closed late, now and then a snapshot, a second reader and a refused writer. */
    private void cycle(int cycle) throws IOException {
        try (Storage storage = Storage.open(directory, StorageOptions.defaults())) {
            RowBatch rows = new RowBatch();
            for (int s = 0; s < SERIES; s++) {
                rows.series("m", "series", "" + s).add(START_MS + 60_000L * cycle, cycle);
            }
            assertThat(storage.addRows(rows)).isEqualTo(SERIES);
            try (SearchResult found = storage.search(TagFilters.metric("m"), TimeRange.all())) {
                assertThat(found.next()).isTrue();
                assertThat(found.samples().size()).isEqualTo(cycle);
            }
            if (cycle % 50 == 0) {
                storage.deleteSnapshot(storage.createSnapshot());
                assertThatThrownBy(() -> Storage.open(directory, StorageOptions.defaults()))
                        .isInstanceOf(LockedException.class);
            }
        }
        if (cycle % 50 == 0) {
            try (Storage reader = Storage.openReadOnly(directory, StorageOptions.defaults())) {
                assertThat(rows(reader)).isEqualTo(cycle * SERIES);
            }
        }
    }

    private static int rows(Storage storage) throws IOException {
        int rows = 0;
        try (SearchResult found = storage.search(TagFilters.metric("m"), TimeRange.all())) {
            while (found.next()) {
                rows += found.samples().size();
            }
        }
        return rows;
    }

    private static Set<Thread> laurelThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("laurel"))
                .collect(Collectors.toSet());
    }

    /** What the system says this process has open, libraries of the JVM left out. */
    private static List<String> openFiles() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : links.toList()) {
                // The one that lists them is gone by now
                if (Files.exists(link)) {
                    files.add(Files.readSymbolicLink(link).toString());
                }
            }
        }
        files.removeIf(file -> file.contains(".jar") || !file.startsWith("/"));
        return files;
    }

    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
