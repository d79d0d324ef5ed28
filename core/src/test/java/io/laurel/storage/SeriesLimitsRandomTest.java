package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.TagFilters;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The limits of series beside two plain sets, with deletions, flushes and a storage that is opened again. */
@ExtendWith(Seed.class)
class SeriesLimitsRandomTest {
    private static final Path DB = Path.of("/db");
    private static final int NAMES = 60;

    private final ManualTime time = new ManualTime("2024-05-15T21:30:00Z");
    private final StorageOptions options = StorageOptions.defaults().withDisk(new MemoryDisk()).withTime(time)
            .withManualHousekeeping().withMaxHourlySeries(12).withMaxDailySeries(25);

    /** A name gets a new id when its series was deleted. */
    private final Map<Integer, Integer> generations = new HashMap<>();

    private final Set<String> hour = new HashSet<>();
    private final Set<String> day = new HashSet<>();
    private long overHourly;
    private long overDaily;

    @Test
    void sameAsTwoSets(Random random) throws IOException {
        Storage storage = Storage.open(DB, options);
        for (int i = 0; i < 5000; i++) {
            int dice = random.nextInt(100);
            if (dice < 90) {
                add(storage, random);
            } else if (dice < 95) {
                advance(random);
            } else if (dice < 97) {
                int name = random.nextInt(NAMES);
                if (storage.deleteSeries(List.of(TagFilters.all().equal("i", "" + name))) > 0) {
                    generations.merge(name, 1, Integer::sum);
                }
            } else if (dice < 99) {
                storage.flush();
            } else {
                assertCounts(storage);
                storage.close();
                storage = Storage.open(DB, options);
                hour.clear();
                day.clear();
                overHourly = 0;
                overDaily = 0;
            }
        }
        assertCounts(storage);
        storage.close();
    }

    private void assertCounts(Storage storage) throws IOException {
        StorageStats stats = storage.stats();
        assertThat(stats.rows().overHourly()).isEqualTo(overHourly);
        assertThat(stats.rows().overDaily()).isEqualTo(overDaily);
    }

    private void add(Storage storage, Random random) throws IOException {
        int name = random.nextInt(NAMES);
        RowBatch rows = new RowBatch();
        boolean otherOrder = random.nextInt(5) == 0;
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (otherOrder) {
                rows.series("m", "i", "" + name, "a", "b");
            } else {
                rows.series("m", "a", "b", "i", "" + name);
            }
            rows.add(time.wallMs() - random.nextInt(100_000_000), 1);
        }
        assertThat(storage.addRows(rows)).isEqualTo(expect(name + "#" + generations.get(name), rows.size()));
    }

    private int expect(String series, int rows) {
        if (!hour.contains(series) && hour.size() == 12) {
            overHourly += rows;
            return 0;
        }
        if (!day.contains(series) && day.size() == 25) {
            overDaily += rows;
            return 0;
        }
        hour.add(series);
        day.add(series);
        return rows;
    }

    private void advance(Random random) {
        long before = time.wallMs();
        time.advance(Duration.ofMinutes(random.nextInt(1, 90)));
        if (time.wallMs() / 3_600_000 != before / 3_600_000) {
            hour.clear();
        }
        if (time.wallMs() / 86_400_000 != before / 86_400_000) {
            day.clear();
        }
    }
}
