package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.env.Disk;
import io.laurel.series.TagFilters;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What others do between the first and the last link of a snapshot. */
class SnapshotCutTest {
    private static final Path DB = Path.of("/db");
    private static final int PARTS = 20;

    private final ManualTime time = new ManualTime("2024-06-15T12:30:01Z");
    private Callable<Void> atFirstLink;

    @Test
    void rowsAreAddedAndFoundAndMergesWaitAtTheirSwap() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        StorageOptions options = StorageOptions.defaults().withTime(time).withManualHousekeeping();
        try (Storage storage = Storage.open(DB, options.withDisk(watched(disk)))) {
            for (int i = 0; i < PARTS; i++) {
                add(storage, i);
                storage.flush();
            }
            List<Integer> foundMeanwhile = new ArrayList<>();
            FutureTask<Integer> other = new FutureTask<>(() -> {
                add(storage, PARTS);
                foundMeanwhile.add(Contents.of(storage, TagFilters.all()).size());
                return storage.runDuties();
            });
            atFirstLink = () -> {
                untilItWaitsOrEnds(other);
                assertThat(foundMeanwhile).containsExactly(PARTS + 1);
                assertThat(other.isDone()).as("a merge went through").isFalse();
                return null;
            };
            Snapshot snapshot = storage.createSnapshot();

            assertThat(other.get()).isPositive();
            assertThat(storage.stats().dataParts().stream().filter(part -> !part.inMemory())).hasSizeLessThan(PARTS);
            assertThat(contents(disk, snapshot.path(), options)).hasSize(PARTS);
            assertThat(Contents.of(storage, TagFilters.all())).hasSize(PARTS + 1);
        }
        disk.assertNothingOpen();
    }

    private static Map<String, List<String>> contents(Disk disk, Path path, StorageOptions options)
            throws IOException {
        try (Storage storage = Storage.openReadOnly(path, options.withDisk(disk))) {
            return Contents.of(storage, TagFilters.all());
        }
    }

    private void add(Storage storage, int number) throws IOException {
        RowBatch rows = new RowBatch();
        rows.series("m", "i", "" + number).add(time.wallMs() - number, number);
        storage.addRows(rows);
    }

    private static void untilItWaitsOrEnds(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /** A disk with somebody in front of it who does something else before the first link is made. */
    private Disk watched(Disk disk) {
        return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("link") && atFirstLink != null) {
                        Callable<Void> work = atFirstLink;
                        atFirstLink = null;
                        work.call();
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
