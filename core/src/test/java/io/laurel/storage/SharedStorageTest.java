package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many threads at one storage: what one was told is done, all others see. */
class SharedStorageTest {
    private static final int THREADS = 4;
    private static final TagFilters M = TagFilters.metric("m");

    private final Lives lives = new Lives("2024-05-15T12:00:00Z");
    private final long now = lives.time.wallMs();

    /** Something that each of several threads does; its number is that of the thread. */
    private interface Task {
        void by(int thread) throws Exception;
    }

    private static void together(Task task) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> {
                    start.await();
                    task.by(thread);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aSeriesThatManyCreateAtOnceIsOne() throws IOException {
        lives.through(storage -> together(thread -> {
            for (int round = 0; round < 20; round++) {
                RowBatch rows = new RowBatch();
                for (int i = 0; i < 50; i++) {
                    String[] name = thread % 2 == 0
                            ? new String[] {"m", "i", "" + i, "round", "" + round}
                            : new String[] {"m", "round", "" + round, "i", "" + i};
                    Lives.series(rows, name).add(now + thread, thread);
                }
                assertThat(storage.addRows(rows)).isEqualTo(50);
            }
        }), storage -> {
            SearchRequest all = SearchRequest.of(M, TimeRange.all());
            assertThat(storage.seriesIds(all)).hasSize(1000);
            assertThat(storage.searchSeries(all.withMaxSeries(1000)).size()).isEqualTo(1000);
            assertThat(Lives.contents(storage, all).values()).hasSize(1000).allMatch(lines -> lines.size() == THREADS);
        });
    }

    @Test
    void whoeverWasToldThatRowsAreAddedFindsThem() throws IOException {
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            AtomicInteger persisted = new AtomicInteger();
            together(thread -> {
                for (int i = 0; i < 100; i++) {
                    RowBatch rows = new RowBatch();
                    String id = thread + "-" + i;
                    rows.series("m", "id", id).add(now, i).add(now - i * Lives.DAY, i);
                    storage.addRows(rows);
                    TagFilters one = M.equal("id", id);
                    assertThat(Lives.times(storage, one, TimeRange.all())).as(id).hasSize(2);
                    SearchRequest today = SearchRequest.of(one, TimeRange.ofMillis(now, now));
                    assertThat(storage.searchSeries(today).size()).isOne();
                    if (i % 25 == thread) {
                        storage.flush();
                        persisted.incrementAndGet();
                        storage.forceMerge();
                    }
                }
            });
            assertThat(persisted).hasPositiveValue();
            assertThat(storage.seriesCount()).isEqualTo(100 * THREADS);
        }
        lives.disk.assertNothingOpen();
    }

    @Test
    void whoeverWasToldThatSeriesAreDeletedFindsThemNoMore() throws IOException {
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            Map<Integer, Set<String>> left = new ConcurrentHashMap<>();
            together(thread -> {
                Set<String> mine = new HashSet<>();
                TagFilters ofThread = M.equal("thread", "" + thread);
                for (int i = 0; i < 40; i++) {
                    RowBatch rows = new RowBatch();
                    for (int j = 0; j < 5; j++) {
                        rows.series("m", "thread", "" + thread, "i", "" + i, "j", "" + j).add(now, j);
                    }
                    storage.addRows(rows);
                    TagFilters deleted = ofThread.equal("i", "" + i).matches("j", "[0-3]");
                    assertThat(storage.deleteSeries(deleted)).isEqualTo(4);
                    assertThat(Lives.names(storage, deleted, TimeRange.all())).isEmpty();
                    mine.add("" + i);
                    assertThat(Lives.names(storage, ofThread, TimeRange.all())).hasSize(mine.size());
                    assertThat(storage.labelValues("i", LabelRequest.of(TimeRange.all()).matching(ofThread)).strings())
                            .containsExactlyInAnyOrderElementsOf(mine);
                }
                left.put(thread, mine);
            });
            assertThat(Lives.names(storage, M, TimeRange.all())).hasSize(40 * THREADS);
            assertThat(storage.labelValues("j", TimeRange.all())).containsExactly("4");
        }
        lives.disk.assertNothingOpen();
    }

    @Test
    void aSnapshotHasWhatWasAddedBeforeItBegan() throws IOException {
        try (Storage storage = Storage.open(Lives.DB, lives.options)) {
            AtomicInteger added = new AtomicInteger();
            together(thread -> {
                for (int i = 0; i < 30; i++) {
                    if (thread > 0) {
                        RowBatch rows = new RowBatch();
                        rows.series("m", "n", "" + thread + i).add(now - i * 20 * Lives.DAY, i);
                        storage.addRows(rows);
                        added.incrementAndGet();
                    } else if (i % 6 == 0) {
                        int before = added.get();
                        Snapshot snapshot = storage.createSnapshot();
                        try (Storage reader = Storage.openReadOnly(snapshot.path(), lives.options)) {
                            int inside = Lives.names(reader, M, TimeRange.all()).size();
                            assertThat(inside).isGreaterThanOrEqualTo(before);
                            assertThat(reader.searchSeries(SearchRequest.of(M, TimeRange.all())).size())
                                    .isGreaterThanOrEqualTo(inside);
                        }
                        storage.deleteSnapshot(snapshot);
                    }
                }
            });
            assertThat(Lives.names(storage, M, TimeRange.all())).hasSize(90);
        }
        lives.disk.assertNothingOpen();
    }
}
