package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A program for {@link DirectoryLockTest}: locks a file, says so, and holds it until its input ends. */
final class LockAttempt {
    private LockAttempt() {}

    public static void main(String[] arguments) throws IOException {
        try (Closeable lock = new RealDisk().lock(Path.of(arguments[0]))) {
            System.out.println("held " + (lock != null));
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (LockedException e) {
            System.out.println(e.getMessage());
        }
    }
}
