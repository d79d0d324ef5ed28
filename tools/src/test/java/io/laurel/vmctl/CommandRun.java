package io.laurel.vmctl;

import io.laurel.env.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * One run of a command line in this process: what came out of it.
 *
 * @param exitCode what the process would return
 * @param out bytes of the standard output, as Latin-1
 * @param err the standard error output
 */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(Object... args) {
        return withInput("", args);
    }

    /** {@code input} is Latin-1: one character a byte. */
    static CommandRun withInput(String input, Object... args) {
        return withInput(input.getBytes(StandardCharsets.ISO_8859_1), TimeSource.system(), args);
    }

    static CommandRun withInput(byte[] input, TimeSource time, Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = Stream.of(args).map(Object::toString).toArray(String[]::new);
        int exitCode = VmctlJava.run(texts, new Console(new ByteArrayInputStream(input), out,
                new PrintStream(err, true, StandardCharsets.UTF_8), false, time));
        return new CommandRun(exitCode, out.toString(StandardCharsets.ISO_8859_1),
                err.toString(StandardCharsets.UTF_8));
    }

    /** The lines of the standard output in the order of their bytes: the order of series is nobody's promise. */
    String[] sortedOut() {
        String[] lines = out.lines().toArray(String[]::new);
        Arrays.sort(lines);
        return lines;
    }
}
