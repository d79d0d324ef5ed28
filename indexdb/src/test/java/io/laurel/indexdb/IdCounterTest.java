package io.laurel.indexdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.bytes.CorruptedDataException;
import io.laurel.env.AtomicFile;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdCounterTest {
    private static final Path METADATA = Path.of("/db/metadata");
    private static final Path FILE = METADATA.resolve("metric_id_limit");

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTime time = new ManualTime("2023-11-15T12:00:00Z");

    @BeforeEach
    void makeFolder() throws Exception {
        disk.createDirectory(METADATA);
        disk.syncDirectory(Path.of("/db"));
        disk.syncDirectory(Path.of("/"));
    }

    private IdCounter open(MemoryDisk disk, long greatestId) throws IOException {
        return IdCounter.open(disk, time, METADATA, greatestId);
    }

    @Test
    void beginsWithTheClockInNanoseconds() throws Exception {
        IdCounter ids = open(disk, 5);
        assertThat(ids.next()).isEqualTo(1_000_000 * time.wallMs());
        assertThat(ids.next()).isEqualTo(1_000_000 * time.wallMs() + 1);
    }

    @Test
    void beginsBehindTheGreatestIdOfTheIndex() throws Exception {
        long greatest = 1_000_000 * time.wallMs() + 1_000_000_000_000L;
        assertThat(open(disk, greatest).next()).isEqualTo(greatest + 1);
    }

    @Test
    void writesNothingBeforeAnIdIsWanted() throws Exception {
        open(disk, 0);
        assertThat(disk.exists(FILE)).isFalse();
    }

    @Test
    void neverRepeatsAnIdWhateverTheClockAndThePowerDo() throws Exception {
        MemoryDisk survivor = disk;
        long last = 0;
        for (int run = 0; run < 10; run++) {
            IdCounter ids = open(survivor, 0);
            for (int i = 0; i < 3; i++) {
                long id = ids.next();
                assertThat(id).isGreaterThan(last);
                last = id;
            }
            survivor = survivor.crash(run);
            if (run == 5) {
                time.setWall("2011-01-01T00:00:00Z");
            } else {
                time.advance(Duration.ofMillis(1));
            }
        }
    }

    @Test
    void reservesTheNextRangeWhenOneIsUsedUp() throws Exception {
        IdCounter ids = open(disk, 0);
        long first = ids.next();
        byte[] limit = AtomicFile.read(disk, FILE);
        for (int i = 1; i < 1 << 20; i++) {
            ids.next();
        }
        assertThat(AtomicFile.read(disk, FILE)).isEqualTo(limit);
        assertThat(ids.next()).isEqualTo(first + (1 << 20));
        assertThat(AtomicFile.read(disk, FILE)).isNotEqualTo(limit);
    }

    @Test
    void refusesALimitThatIsNone() throws Exception {
        for (String content : new String[] {"", "17", "97E2B6A7E4B80000\n", "17e2b6a7e4b80000\n", "17E2B6A7E4B80000"}) {
            AtomicFile.write(disk, FILE, content.getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> open(disk, 0)).as(content).isInstanceOf(CorruptedDataException.class)
                    .hasMessageContaining(FILE.toString());
        }
    }
}
