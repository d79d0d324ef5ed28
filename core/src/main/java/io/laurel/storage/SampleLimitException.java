package io.laurel.storage;

import java.io.IOException;

/** An answer has more samples than its request allows; nothing is returned rather than some of them. */
public final class SampleLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    private SampleLimitException(String message, long limit) {
        super(message);
        this.limit = limit;
    }

    static SampleLimitException ofSearch(long maxSamples) {
        return new SampleLimitException("the answer has more than maxSamples = " + maxSamples
                + " samples; narrow the search or raise the limit", maxSamples);
    }

    static SampleLimitException ofSeries(long maxSamplesPerSeries) {
        return new SampleLimitException("a series has more than maxSamplesPerSeries = " + maxSamplesPerSeries
                + " samples; shorten the time range or raise the limit", maxSamplesPerSeries);
    }

    /** The limit that was passed, in samples. */
    public long limit() {
        return limit;
    }
}
