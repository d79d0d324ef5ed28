package io.laurel.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock against other programs: the {@code flock} command stands for the reference server. */
final class DirectoryLockTest {
    private final Disk disk = new RealDisk();
    private Path file;

    @TempDir
    private Path root;

    @BeforeEach
    void nameTheFile() {
        file = root.resolve("flock.lock");
    }

    @Test
    void whoeverHoldsItWithFlockIsNamed() throws IOException {
        assumeLinuxWithFlock();
        try (Child holder = new Child("flock", file.toString(), "sh", "-c", "echo held; read line")) {
            assertThat(holder.line()).isEqualTo("held");
            assertThatThrownBy(() -> disk.lock(file))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("is locked by process " + holder.process.pid() + " (")
                    .hasMessageContaining("flock)");
        }
        disk.lock(file).close();
    }

    @Test
    void flockIsRefusedWhileWeHoldIt() throws IOException {
        assumeLinuxWithFlock();
        Closeable lock = disk.lock(file);
        int whileHeld = exitCode("flock", "--nonblock", file.toString(), "true");
        lock.close();
        int afterwards = exitCode("flock", "--nonblock", file.toString(), "true");
        assertThat(whileHeld).isEqualTo(Flock.isAvailable() ? 1 : 0);
        assertThat(afterwards).isZero();
        assertThat(Flock.isAvailable()).isEqualTo(Runtime.version().feature() >= 22);
    }

    @Test
    void anotherJvmOfOursIsRefusedAndNamed() throws IOException {
        try (Child holder = jvm()) {
            assertThat(holder.line()).isEqualTo("held true");
            assertThatThrownBy(() -> disk.lock(file))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining(
                            "is locked by " + (onLinux() ? "process " + holder.process.pid() : "another"));
        }
        disk.lock(file).close();
    }

    @Test
    void aRefusedAttemptInThisProcessLosesNothing() throws IOException {
        try (Closeable lock = disk.lock(file)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> disk.lock(file)).hasMessageContaining("by another storage in this process");
            assertThatThrownBy(() -> disk.lock(root.resolve("../" + root.getFileName() + "/flock.lock")))
                    .hasMessageContaining("by another storage in this process");
            try (Child other = jvm()) {
                assertThat(other.line()).startsWith(file + " is locked by ");
            }
        }
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        Path missing = root.resolve("no/flock.lock");
        assertThatThrownBy(() -> disk.lock(missing))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(LockedException.class)
                .hasMessageContaining("cannot lock " + missing);
    }

    private Child jvm() throws IOException {
        return new Child(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), LockAttempt.class.getName(), file.toString());
    }

    private static void assumeLinuxWithFlock() {
        assumeTrue(onLinux(), "/proc/locks is there on Linux only");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "the command flock of util-linux is needed");
    }

    private static boolean onLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static int exitCode(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).start();
        return process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue();
    }

    /** A program that says a line and ends when its input does. What it writes to stderr is a failure. */
    private static final class Child implements AutoCloseable {
        final Process process;
        private final BufferedReader output;

        Child(String... command) throws IOException {
            process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream()));
        }

        String line() throws IOException {
            return output.readLine();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            String more = output.readLine();
            assertThat(process.onExit().orTimeout(20, TimeUnit.SECONDS).join().isAlive()).isFalse();
            assertThat(more).as("further output, warnings too").isNull();
        }
    }
}
