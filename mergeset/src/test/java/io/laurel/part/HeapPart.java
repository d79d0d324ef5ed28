package io.laurel.part;

import java.io.IOException;
import java.nio.file.Path;

/** A part without content that remembers how often it was closed. */
final class HeapPart implements LivePart {
    private final String name;
    private final IOException failure;
    private volatile int closedCount;

    HeapPart(String name) {
        this(name, null);
    }

    /** A part whose close fails. */
    HeapPart(String name, IOException failure) {
        this.name = name;
        this.failure = failure;
    }

    boolean isClosed() {
        return closedCount > 0;
    }

    @Override
    public long sizeBytes() {
        return 1;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public Path path() {
        return null;
    }

    @Override
    public synchronized void close() throws IOException {
        closedCount++;
        if (closedCount > 1) {
            throw new IllegalStateException(name + " closed twice");
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
