package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** Closes several things, each whatever happened to the others. Nulls are things that were never opened. */
public final class Closing {
    private Closing() {}

    /** Closes all; throws the first failure with the others in it. */
    public static void all(Closeable... things) throws IOException {
        all(Arrays.asList(things));
    }

    /** Closes all; throws the first failure with the others in it. */
    public static void all(Iterable<? extends Closeable> things) throws IOException {
        IOException failure = null;
        for (Closeable thing : things) {
            try {
                if (thing != null) {
                    thing.close();
                }
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes all because of a failure, which is about to be thrown: what fails now is added to it. */
    public static void after(Throwable failure, Closeable... things) {
        after(failure, Arrays.asList(things));
    }

    /** Closes all because of a failure, which is about to be thrown: what fails now is added to it. */
    public static void after(Throwable failure, Iterable<? extends Closeable> things) {
        try {
            all(things);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
