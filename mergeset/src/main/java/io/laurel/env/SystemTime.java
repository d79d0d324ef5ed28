package io.laurel.env;

/** The clock of the operating system. */
enum SystemTime implements TimeSource {
    INSTANCE;

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }
}
