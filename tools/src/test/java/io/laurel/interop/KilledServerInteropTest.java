package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed in the middle of its work, several times; we and another server see the same in what it leaves
 * behind, and everything that it had written to disk.
 */
class KilledServerInteropTest {
    private static final int KILLS = 3;

    @TempDir
    Path temp;

    @Test
    void directoryOpens() throws Exception {
        Path directory = temp.resolve("storage");
        Content safe = new Content();
        for (int kill = 0; kill < KILLS; kill++) {
            try (RealServer server = RealServer.start(directory)) {
                server.write(OddData.first());
                server.snapshot();
                safe = server.exportAll();
                killAtWork(server, 4 * kill + 1);
            }
            check(directory, kill, safe);
        }
    }

    /** Kills the server in the middle of something: rows on their way, parts being written, merges. */
    private static void killAtWork(RealServer server, int steps) throws Exception {
        CountDownLatch left = new CountDownLatch(steps);
        FutureTask<Integer> work = new FutureTask<>(() -> {
            int step = 0;
            try {
                while (true) {
                    left.countDown();
                    server.write(killed(step++));
                    if (step % 3 == 0) {
                        server.snapshot();
                    }
                    if (step % 5 == 0) {
                        server.startForceMerge();
                    }
                }
            } catch (IOException e) {
                return step;
            }
        });
        new Thread(work).start();
        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        server.kill9();
        assertThat(work.get()).isGreaterThanOrEqualTo(steps);
    }

    private static List<Rows> killed(int number) {
        List<Rows> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(new Rows(List.of("__name__", "killed", "visit", "" + number, "i", "" + i),
                    new long[] {OddTimes.JUNE_MS + i, OddTimes.MAY_MS + i}, new double[] {i, number}));
        }
        return rows;
    }

    private void check(Path directory, int kill, Content safe) throws IOException {
        Path ours = DirectoryCopy.of(directory, temp.resolve("ours" + kill));
        Path theirs = DirectoryCopy.of(directory, temp.resolve("theirs" + kill));
        Content seen = OurStorage.contentOf(ours);
        assertThat(seen.missing(safe)).isNull();
        Content more;
        try (Storage storage = OurStorage.open(ours)) {
            assertThat(OurStorage.exportAll(storage).difference("the writer", seen, "the reader")).isNull();
            OurStorage.write(storage, OddData.second());
            more = OurStorage.exportAll(storage);
        }
        try (RealServer server = RealServer.start(theirs)) {
            assertThat(server.exportAll().difference("the server", seen, "we")).isNull();
            server.stop();
        }
        try (RealServer server = RealServer.start(ours)) {
            assertThat(server.exportAll().difference("the server", more, "we")).isNull();
            server.stop();
        }
    }
}
