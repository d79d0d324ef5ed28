package io.laurel.vmctl;

import io.laurel.env.TimeSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What a command talks to.
 *
 * @param in the standard input
 * @param out the standard output, bytes; what is written is flushed when the command has ended
 * @param err the standard error output, for people
 * @param errIsTerminal whether someone watches {@code err} who likes to see progress
 * @param time the clock
 */
record Console(InputStream in, OutputStream out, PrintStream err, boolean errIsTerminal, TimeSource time) {}
