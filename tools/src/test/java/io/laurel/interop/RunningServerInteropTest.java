package io.laurel.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.env.LockedException;
import io.laurel.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside a running server we read, but do not write; and the other way round, where the platform lets us. */
class RunningServerInteropTest {
    @TempDir
    Path temp;

    @Test
    void holdsItsDirectory() throws Exception {
        Path directory = temp.resolve("storage");
        try (RealServer server = RealServer.start(directory)) {
            server.write(OddData.first());
            server.stop();
        }
        try (RealServer server = RealServer.start(directory)) {
            Content exported = server.exportAll();
            assertThatThrownBy(() -> OurStorage.open(directory)).isInstanceOf(LockedException.class)
                    .hasMessageContaining(directory.toString());
            // What we remove when we open a storage for writing
            assertThat(directory.resolve("cache/metricName_tsid")).exists();
            assertThat(OurStorage.contentOf(directory).difference("we", exported, "the server")).isNull();

            server.write(OddData.second());
            server.flush();
            assertThat(server.exportAll().samplesCount()).isGreaterThan(exported.samplesCount());
            server.stop();
        }
        try (Storage ours = OurStorage.open(directory)) {
            assertThat(OurStorage.exportAll(ours).seriesCount()).isPositive();
        }
    }

    /** The lock that excludes a server can be taken from Java 22 on. */
    @Test
    void isExcludedByUs() throws Exception {
        Path directory = temp.resolve("storage");
        try (Storage ours = OurStorage.open(directory)) {
            OurStorage.write(ours, OddData.first());
            ours.flush();
            if (Runtime.version().feature() >= 22) {
                assertThatThrownBy(() -> RealServer.start(directory).close()).hasMessageContaining("flock.lock");
            }
            assertThat(Files.exists(directory.resolve("flock.lock"))).isTrue();
        }
    }
}
