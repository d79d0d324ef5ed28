package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.DiskFullException;
import io.laurel.series.Days;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** What changes a storage, by chance: each does the same to the model. */
final class ModelWriting {
    private static final int MAX_SAMPLES = 1500;
    private static final int MAX_SNAPSHOTS = 3;
    private static final int FLOOD = 3000;
    private static final long DAY_MS = Days.DAY_MS;
    private static final double[] ODD_VALUES = {0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
        Double.longBitsToDouble(ModelSample.STALE), Double.longBitsToDouble(ModelSample.STALE)};

    private final ModelWorld world;
    private final Random random;
    private final RowBatch rows = new RowBatch();

    ModelWriting(ModelWorld world) {
        this.world = world;
        this.random = world.random;
    }

    void add() throws IOException {
        if (world.model.samples() > MAX_SAMPLES) {
            deleteMany();
        }
        rows.clear();
        // Also for rows of which none is admitted
        world.model.limits.look();
        int admitted = 0;
        // Of several series that limits do not let pass all, it is not said which ones come first
        for (int i = world.model.limits.areThere() ? 1 : 1 + random.nextInt(12); i > 0; i--) {
            SortedMap<String, String> labels = startSeries();
            long timestampMs = someTime();
            for (int run = 1 + random.nextInt(6); run > 0; run--) {
                double value = random.nextInt(8) == 0 ? ODD_VALUES[random.nextInt(ODD_VALUES.length)]
                        : random.nextInt(100_000) / 100.0;
                rows.add(timestampMs, value);
                admitted += world.model.add(labels, ModelSample.of(timestampMs, value)) ? 1 : 0;
                if (random.nextInt(8) == 0) {
                    rows.add(timestampMs, Double.NaN);
                }
                timestampMs += (long) (Math.pow(random.nextDouble(), 6) * DAY_MS / 4) * random.nextInt(2);
            }
        }
        assertThat(world.storage.addRows(rows)).isEqualTo(admitted);
        world.rowsAdded += admitted;
    }

    /** More series than are remembered: they are forgotten, and so are others. */
    void flood() throws IOException {
        if (world.model.limits.areThere()) {
            return;
        }
        long now = world.clock.wallMs();
        TagFilters flood = TagFilters.metric("flood");
        rows.clear();
        for (int i = 0; i < FLOOD; i++) {
            rows.series("flood", "host", "f" + i).add(now, i);
        }
        assertThat(world.storage.addRows(rows)).isEqualTo(FLOOD);
        world.rowsAdded += FLOOD;
        add();
        SearchRequest today = SearchRequest.of(flood, TimeRange.ofMillis(now, now));
        assertThat(world.storage.seriesIds(today)).hasSize(FLOOD);
        assertThat(world.storage.deleteSeries(flood)).isEqualTo(FLOOD);
    }

    /** Labels in any order, empty ones and ones given twice among them. */
    private SortedMap<String, String> startSeries() {
        String metric = ModelFilters.pick(ModelFilters.METRICS, random);
        String app = ModelFilters.pick(ModelFilters.APPS, random);
        String host = ModelFilters.host(random);
        switch (random.nextInt(4)) {
            case 0 -> rows.series(metric, "host", host, "app", app);
            case 1 -> rows.series(metric, "host", "other", "none", "", "app", app, "host", host);
            default -> rows.series(metric, "app", app, "host", host);
        }
        SortedMap<String, String> labels = new TreeMap<>();
        if (!metric.isEmpty()) {
            labels.put(MetricName.GROUP_LABEL, metric);
        }
        if (!app.isEmpty()) {
            labels.put("app", app);
        }
        labels.put("host", host);
        return labels;
    }

    /** Now mostly, some days ago, at any time that is admitted, at the very edges, or a little outside. */
    private long someTime() {
        long now = world.clock.wallMs();
        long oldest = Math.max(world.clock.oldestMs(), now - 200 * DAY_MS);
        return switch (random.nextInt(16)) {
            case 0 -> world.clock.oldestMs() - random.nextInt(2);
            case 1 -> now + Upkeep.MAX_FUTURE.toMillis() + random.nextInt(2);
            case 2 -> Days.of(now) * DAY_MS - random.nextInt(2);
            case 3, 4, 5 -> oldest + (long) (random.nextDouble() * (now - oldest));
            case 6, 7 -> Math.max(oldest, now - (long) (random.nextDouble() * 3 * DAY_MS));
            default -> now - random.nextInt(120_000);
        };
    }

    void delete() throws IOException {
        delete(ModelFilters.some(random));
    }

    private void deleteMany() throws IOException {
        delete(List.of(TagFilters.all().equal("host", ModelFilters.host(random)),
                TagFilters.metric(ModelFilters.pick(ModelFilters.METRICS, random))));
    }

    private void delete(List<TagFilters> anyOf) throws IOException {
        StorageModel.Names names = world.model.names(anyOf, TimeRange.all());
        int count = world.storage.countSeriesToDelete(anyOf);
        assertThat(count).isBetween(names.certain().size(), names.possible().size());
        assertThat(world.storage.deleteSeries(anyOf)).isEqualTo(count);
        world.model.delete(anyOf);
    }

    void flush() throws IOException {
        world.storage.flush();
        world.model.persisted();
    }

    /** Leaves one part of each month and of each index table, or just of one month. */
    void forceMerge() throws IOException {
        if (random.nextInt(3) == 0) {
            world.storage.forceMerge(YearMonth.from(LocalDate.ofEpochDay(Days.of(world.clock.wallMs()))));
        } else {
            world.storage.forceMerge();
            StorageStats stats = world.storage.stats();
            world.model.limits.look();
            assertThat(stats.parts().months()).allMatch(month -> month.all().count() <= 1);
            assertThat(stats.indexTables()).allMatch(table -> table.parts().size() <= 1);
        }
        world.model.persisted();
    }

    void pauseOrResume() throws IOException {
        if (random.nextBoolean()) {
            world.storage.pauseMerges();
        } else {
            world.storage.resumeMerges();
        }
    }

    void rotate() throws IOException {
        world.model.mayHaveRotated();
        world.storage.rotateIndex();
    }

    /** A few seconds, so that duties become due; sometimes hours. */
    void timePasses() throws IOException {
        world.clock.advance(random.nextInt(8) == 0
                ? Duration.ofMinutes(random.nextInt(40 * 60))
                : Duration.ofMillis(random.nextInt(20_000)));
        world.runDuties();
    }

    /** To the last second of a day, or the first of the next. */
    void toMidnight() throws IOException {
        long now = world.clock.wallMs();
        long untilMs = (Days.of(now) + 1) * DAY_MS - now - random.nextInt(2000) + 1000;
        world.clock.advance(Duration.ofMillis(Math.max(0, untilMs)));
        world.runDuties();
    }

    /** Somebody sets the clock, by minutes, days or months; it is looked at when it was set back. */
    void clockJumps() throws IOException {
        long range = new long[] {3_600_000, 5 * DAY_MS, 100 * DAY_MS}[random.nextInt(3)];
        long jump = (long) ((random.nextDouble() - 0.5) * range);
        world.clock.jump(Duration.ofMillis(jump));
        if (jump < 0) {
            flush();
        }
    }

    void snapshots() throws IOException {
        if (world.snapshots.size() < MAX_SNAPSHOTS && random.nextBoolean()) {
            world.makeSnapshot();
        } else if (!world.snapshots.isEmpty() && random.nextInt(3) == 0) {
            Snapshot any = world.anySnapshot();
            world.storage.deleteSnapshot(any);
            world.snapshots.remove(any);
        }
        world.checkSnapshots();
    }

    /** There is little space: no rows are taken, all else goes on, and nothing is merged. */
    void shortOfSpace() throws IOException {
        world.runShortOfSpace();
        assertRefused();
        world.checkEverything();
        if (random.nextBoolean()) {
            flush();
        }
        if (random.nextBoolean()) {
            delete();
        }
        if (random.nextBoolean() && world.snapshots.size() < MAX_SNAPSHOTS) {
            world.makeSnapshot();
        }
        world.makeRoom();
    }

    private void assertRefused() {
        rows.clear();
        rows.series("refused").add(world.clock.wallMs(), 1);
        assertThatThrownBy(() -> world.storage.addRows(rows)).isInstanceOfSatisfying(ReadOnlyException.class,
                refused -> assertThat(refused.isRetryable()).isTrue());
    }

    /** Space runs out in the middle of something: it is as if it had not begun, or done. */
    void fullDisk() throws IOException {
        List<Snapshot> before = world.storage.snapshots();
        world.fillUp();
        try {
            ModelWorld.Work work = random.nextInt(4) == 0 ? world.storage::createSnapshot : someWork();
            work.run();
        } catch (DiskFullException e) {
            world.checkEverything();
        } catch (ReadOnlyException e) {
            assertThat(e.isRetryable()).isTrue();
        }
        world.makeRoom();
        world.checkEverything();
        addSnapshots(before);
    }

    /** The power goes in the middle of something. */
    void stopWithin() throws IOException {
        switch (random.nextInt(7)) {
            case 0, 1 -> stopWithinSnapshot();
            case 6 -> world.stopWithin(world.storage::close);
            case 2 -> {
                List<TagFilters> anyOf = ModelFilters.some(random);
                world.model.mayBeDeleted(anyOf);
                world.stopWithin(() -> world.storage.deleteSeries(anyOf));
            }
            default -> world.stopWithin(someWork());
        }
    }

    /** The disk fails in the middle of something. */
    void failWithin() throws IOException {
        List<Snapshot> before = world.storage.snapshots();
        world.failWithin(random.nextInt(4) == 0 ? world.storage::createSnapshot : someWork());
        addSnapshots(before);
    }

    private ModelWorld.Work someWork() {
        return switch (random.nextInt(4)) {
            case 0 -> world.storage::flush;
            case 1 -> world.storage::forceMerge;
            case 2 -> this::rotate;
            default -> () -> {
                world.clock.advance(Duration.ofMinutes(2));
                world.model.mayHaveRotated();
                world.storage.runDuties();
            };
        };
    }

    /** Where it ends, the snapshot is there, whole, or it is not. */
    private void stopWithinSnapshot() throws IOException {
        List<Snapshot> before = world.storage.snapshots();
        boolean done = world.stopWithin(world.storage::createSnapshot);
        assertThat(addSnapshots(before)).isBetween(done ? 1 : 0, 1);
    }

    /** Gets to know snapshots that may have been made; says how many. */
    private int addSnapshots(List<Snapshot> before) throws IOException {
        List<Snapshot> made = new ArrayList<>(world.storage.snapshots());
        assertThat(made).containsAll(before);
        made.removeAll(before);
        for (Snapshot snapshot : made) {
            Map<String, List<ModelSample>> held = world.contents(snapshot.path());
            world.model.checkHeld(held);
            world.snapshots.put(snapshot, held);
        }
        return made.size();
    }
}
