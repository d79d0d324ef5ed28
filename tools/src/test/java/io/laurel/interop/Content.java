package io.laurel.interop;

import io.laurel.series.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Series and their samples, to be compared: bit by bit, in order of time, and samples of one time in order of their
 * bits, since engines do not promise an order there.
 */
final class Content {
    /** The NaN that stands for "the series ended"; the only one that is stored. */
    static final long STALE_BITS = 0x7ff0000000000002L;
    static final double STALE = Double.longBitsToDouble(STALE_BITS);

    private final Map<SeriesName, long[]> series = new TreeMap<>();

    /** Adds samples, in any order, to a series; none is fine and adds nothing. */
    void add(SeriesName name, long[] timestamps, double[] values, int size) {
        if (size > 0) {
            long[] more = LongStream.range(0, size).flatMap(i -> LongStream.of(timestamps[(int) i],
                    Double.doubleToRawLongBits(values[(int) i]))).toArray();
            series.merge(name, sorted(more), (known, added) -> sorted(LongStream.concat(LongStream.of(known),
                    LongStream.of(added)).toArray()));
        }
    }

    /** Pairs of time and bits, sorted. */
    private static long[] sorted(long[] pairs) {
        boolean ascending = true;
        for (int i = 2; i < pairs.length && ascending; i += 2) {
            ascending = pairs[i - 2] < pairs[i] || pairs[i - 2] == pairs[i] && pairs[i - 1] <= pairs[i + 1];
        }
        if (ascending) {
            return pairs;
        }
        long[][] samples = new long[pairs.length / 2][];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new long[] {pairs[2 * i], pairs[2 * i + 1]};
        }
        Arrays.sort(samples, Arrays::compare);
        return Arrays.stream(samples).flatMapToLong(Arrays::stream).toArray();
    }

    /** Copies what another content has into this one. */
    Content addAll(Content other) {
        other.series.forEach((name, pairs) -> series.merge(name, pairs, (known, added) -> sorted(
                LongStream.concat(LongStream.of(known), LongStream.of(added)).toArray())));
        return this;
    }

    /** As input, labels and samples in order. */
    List<Rows> rows() {
        List<Rows> rows = new ArrayList<>();
        series.forEach((name, pairs) -> rows.add(new Rows(
                name.labels().stream().flatMap(label -> Stream.of(label.name(), label.value())).toList(),
                IntStream.range(0, pairs.length / 2).mapToLong(i -> pairs[2 * i]).toArray(),
                IntStream.range(0, pairs.length / 2).mapToDouble(i -> Double.longBitsToDouble(pairs[2 * i + 1]))
                        .toArray())));
        return rows;
    }

    /** From the first sample of all to the last one. */
    TimeRange span() {
        return TimeRange.ofMillis(series.values().stream().mapToLong(pairs -> pairs[0]).min().orElseThrow(),
                series.values().stream().mapToLong(pairs -> pairs[pairs.length - 2]).max().orElseThrow());
    }

    Iterable<SeriesName> names() {
        return series.keySet();
    }

    int seriesCount() {
        return series.size();
    }

    long samplesCount() {
        return series.values().stream().mapToLong(pairs -> pairs.length / 2).sum();
    }

    /** Number of samples of one series, 0 if it is not there. */
    int samplesCount(SeriesName name) {
        return series.getOrDefault(name, new long[0]).length / 2;
    }

    /** Null if this is the same as {@code other}, else the first difference in words. */
    String difference(String who, Content other, String otherWho) {
        if (seriesCount() == other.seriesCount()) {
            for (SeriesName name : names()) {
                if (!Arrays.equals(series.get(name), other.series.get(name))) {
                    return name + ": " + difference(who, series.get(name), otherWho, other.series.get(name));
                }
            }
            return null;
        }
        for (SeriesName name : names()) {
            if (!other.series.containsKey(name)) {
                return only(who, name, otherWho, other);
            }
        }
        for (SeriesName name : other.names()) {
            if (!series.containsKey(name)) {
                return other.only(otherWho, name, who, this);
            }
        }
        throw new AssertionError("two different numbers of series, but none is missing");
    }

    /** Null if all samples of {@code other} are here too, else the first that is not, in words. */
    String missing(Content other) {
        for (SeriesName name : other.names()) {
            long[] wanted = other.series.get(name);
            long[] here = series.getOrDefault(name, new long[0]);
            int at = 0;
            for (int i = 0; i < wanted.length; i += 2, at += 2) {
                while (at < here.length && (here[at] != wanted[i] || here[at + 1] != wanted[i + 1])) {
                    at += 2;
                }
                if (at == here.length) {
                    return name + ": " + sample(wanted, i) + " is missing";
                }
            }
        }
        return null;
    }

    private String only(String who, SeriesName name, String otherWho, Content other) {
        return who + " has " + seriesCount() + " series, " + otherWho + " " + other.seriesCount() + "; only " + who
                + " has " + name;
    }

    private static String difference(String who, long[] a, String otherWho, long[] b) {
        if (b == null) {
            return "only " + who + " has it";
        }
        int i = 0;
        while (i < a.length && i < b.length && a[i] == b[i] && a[i + 1] == b[i + 1]) {
            i += 2;
        }
        return who + " has " + a.length / 2 + " samples, " + otherWho + " " + b.length / 2 + "; number " + i / 2 + " is "
                + sample(a, i) + " there and " + sample(b, i) + " here";
    }

    private static String sample(long[] pairs, int at) {
        return at >= pairs.length ? "nothing" : pairs[at] + ":" + Double.longBitsToDouble(pairs[at + 1]) + " (0x"
                + Long.toHexString(pairs[at + 1]) + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && difference("this", that, "that") == null;
    }

    @Override
    public int hashCode() {
        return series.keySet().hashCode();
    }

    @Override
    public String toString() {
        return seriesCount() + " series, " + samplesCount() + " samples";
    }
}
