package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.series.Days;
import io.laurel.storage.Storage;
import io.laurel.storage.StorageOptions;
import io.laurel.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that we rotated, of what both have written, is an index for the server too. */
class RotationInteropTest {
    @TempDir
    Path temp;

    @Test
    void weRotateAndBothFindEverything() throws Exception {
        Path directory = temp.resolve("storage");
        Content first;
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            server.flush();
            first = server.exportAll();
            server.stop();
        }
        // The samples are of 2022. Each multiple of the retention is one for a rotation, and at the second of these two
        // moments what the first has left behind is still wanted
        rotate(directory, 36_500, 36_510, first);
        Content more;
        try (Storage ours = open(directory, 18_993, 37_990)) {
            String before = current(ours);
            ours.runDuties();
            assertThat(current(ours)).isGreaterThan(before);
            OurStorage.write(ours, OddData.second());
            ours.flush();
            more = OurStorage.exportAll(ours);
            assertThat(more.samplesCount()).isGreaterThan(first.samplesCount());
        }
        Path copy = DirectoryCopy.of(directory, temp.resolve("copy"));
        try (RealServer server = RealServer.start(directory); Storage ours = OurStorage.openReadOnly(copy)) {
            assertThat(server.exportAll().difference("the server", more, "we")).isNull();
            new Comparison(server, ours, more).askForSamples().askForNames().assertEqual(200, 10_000);
            server.write(OddData.first());
            server.flush();
            more = server.exportAll();
            server.stop();
        }
        assertThat(OurStorage.contentOf(directory).difference("we", more, "the server")).isNull();
    }

    private static void rotate(Path directory, int retentionDays, long today, Content content) throws IOException {
        try (Storage ours = open(directory, retentionDays, today)) {
            String before = current(ours);
            ours.runDuties();
            assertThat(current(ours)).isGreaterThan(before);
            assertThat(OurStorage.exportAll(ours).difference("we", content, "the server")).isNull();
        }
    }

    /** On a day many years ahead, after duties have become due. */
    private static Storage open(Path directory, int retentionDays, long today) throws IOException {
        ManualTime time = new ManualTime(today * Days.DAY_MS);
        Storage storage = Storage.open(directory, StorageOptions.defaults().withTime(time).withManualHousekeeping()
                .withRetention(Duration.ofDays(retentionDays)));
        time.advance(Duration.ofHours(5));
        return storage;
    }

    private static String current(Storage storage) throws IOException {
        List<String> names = storage.stats().indexTables().stream().map(table -> table.name()).toList();
        assertThat(names).hasSize(2);
        return names.get(0);
    }
}
