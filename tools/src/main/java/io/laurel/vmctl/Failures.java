package io.laurel.vmctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failure means to the user: one line and an exit code. */
final class Failures {
    private Failures() {}

    static int exitCode(Throwable failure) {
        if (failure instanceof CommandFailure known) {
            return known.exitCode();
        }
        return failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.IO;
    }

    static String message(Throwable failure) {
        if (failure instanceof UncheckedIOException wrapped) {
            return message(wrapped.getCause());
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory; give the JVM more, for instance JAVA_OPTS=-Xmx4g";
        }
        if (failure instanceof CommandFailure || failure instanceof IllegalArgumentException) {
            return oneLine(failure.getMessage());
        }
        if (failure instanceof IOException) {
            return oneLine(ofFile(failure));
        }
        return oneLine("internal error, --debug shows where: " + failure);
    }

    /** The messages of the JDK are often only the name of the file; the reason is the class. */
    private static String ofFile(Throwable failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (failure instanceof FileSystemException other) {
            return other.getFile() + ": " + (other.getReason() == null ? other.getClass().getSimpleName()
                    : other.getReason());
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Control characters, which names of files and labels may hold, become spaces. */
    static String oneLine(String message) {
        return String.valueOf(message).replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
