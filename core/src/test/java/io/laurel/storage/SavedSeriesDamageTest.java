package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ZstdPool;
import io.laurel.env.AtomicFile;
import io.laurel.part.MergeControl;
import io.laurel.series.KnownSeries;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever happened to the file of the known series, it is used whole or not at all. */
@ExtendWith(Seed.class)
class SavedSeriesDamageTest {
    private static final Path DB = Path.of("/db");
    private static final Path FILE = DB.resolve("cache").resolve(SavedSeries.FILE);
    private static final int SERIES = 12;

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2024-05-15T12:00:00Z");
    private final StorageOptions options =
            StorageOptions.defaults().withDisk(disk).withTime(time).withManualHousekeeping();
    private final ZstdPool zstds = new ZstdPool();
    private byte[] good;
    private StorageTables tables;

    @BeforeEach
    void save() throws IOException {
        try (Storage storage = Storage.open(DB, options)) {
            RowBatch rows = new RowBatch();
            for (int i = 0; i < SERIES; i++) {
                rows.series("m", "i", "" + i).add(time.wallMs(), i).add(time.wallMs() - 86_400_000, i);
            }
            storage.addRows(rows);
        }
        good = AtomicFile.read(disk, FILE);
        tables = StorageTables.openReadOnly(new StorageLayout(disk, DB), options,
                MergeControl.unlimited(disk, DB, time, done -> { }));
    }

    @AfterEach
    void close() throws IOException {
        tables.close();
        zstds.close();
    }

    private SavedSeries.Loaded load(byte[] content) throws IOException {
        AtomicFile.write(disk, FILE, content);
        KnownSeries series = new KnownSeries(1 << 20);
        SavedSeries.Loaded loaded =
                new SavedSeries(disk, zstds, FILE.getParent(), tables.index(), series).load();
        assertThat(series.table().size()).isEqualTo(loaded.series());
        if (loaded.series() == 0) {
            assertThat(series.days().days()).isEmpty();
        }
        return loaded;
    }

    @Test
    void theFileAsItWas() throws IOException {
        assertThat(load(good)).isEqualTo(new SavedSeries.Loaded(SERIES, null));
        disk.deleteFile(FILE);
        KnownSeries series = new KnownSeries(1 << 20);
        assertThat(new SavedSeries(disk, zstds, FILE.getParent(), tables.index(), series).load())
                .isEqualTo(new SavedSeries.Loaded(0, null));
    }

    @Test
    void cutAnywhere() throws IOException {
        for (int length = 0; length < good.length; length++) {
            assertThat(load(Arrays.copyOf(good, length)).problem()).as("%d bytes", length).isNotNull();
        }
        assertThat(load(Arrays.copyOf(good, good.length + 1)).problem()).contains("goes on after its end");
    }

    @Test
    void everyBitMatters() throws IOException {
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
            assertThat(load(flipped).problem()).as("bit %d", bit).isNotNull();
        }
    }

    @Test
    void rubbish(Random random) throws IOException {
        for (int i = 0; i < 2000; i++) {
            byte[] rubbish = good.clone();
            int from = random.nextInt(rubbish.length);
            int to = Math.min(rubbish.length, from + 1 + random.nextInt(40));
            for (int at = from; at < to; at++) {
                rubbish[at] = (byte) random.nextInt();
            }
            if (!Arrays.equals(rubbish, good)) {
                assertThat(load(rubbish).problem()).isNotNull();
            }
        }
    }

    @Test
    void anotherVersion() throws IOException {
        byte[] other = good.clone();
        other["laurel known series ".length()] = '2';
        assertThat(load(other).problem()).contains("does not begin as such a file of this version does");
    }
}
