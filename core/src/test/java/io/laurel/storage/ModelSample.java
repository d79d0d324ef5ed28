package io.laurel.storage;

import java.util.ArrayList;
import java.util.List;

/** A value at a time, as its bits: stale markers differ from other NaNs. In the order of time, then of bits. */
record ModelSample(long timestampMs, long bits) implements Comparable<ModelSample> {
    static final long STALE = SeriesResolver.STALE_MARKER_BITS;

    static ModelSample of(long timestampMs, double value) {
        return new ModelSample(timestampMs, Double.doubleToRawLongBits(value));
    }

    static List<ModelSample> listOf(Samples samples) {
        List<ModelSample> list = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            if (i > 0 && samples.timestamp(i) < samples.timestamp(i - 1)) {
                throw new AssertionError("samples are not in the order of time");
            }
            list.add(of(samples.timestamp(i), samples.value(i)));
        }
        list.sort(null);
        return list;
    }

    /** Whether it is the one that stays, of two in one interval: the later, else a number, else the larger number. */
    boolean beats(ModelSample other) {
        if (timestampMs != other.timestampMs) {
            return timestampMs > other.timestampMs;
        }
        return bits != STALE && (other.bits == STALE
                || Double.longBitsToDouble(bits) > Double.longBitsToDouble(other.bits));
    }

    @Override
    public int compareTo(ModelSample other) {
        int byTime = Long.compare(timestampMs, other.timestampMs);
        return byTime != 0 ? byTime : Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        return timestampMs + "=" + (bits == STALE ? "stale" : "" + Double.longBitsToDouble(bits));
    }
}
