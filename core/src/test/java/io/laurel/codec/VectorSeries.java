package io.laurel.codec;

import io.laurel.testkit.TestData;
import java.util.List;
import java.util.Map;

/** The columns that the vectors describe by formula; {@code series_formulas} in {@code data_vectors.json} says how. */
public final class VectorSeries {
    private VectorSeries() {}

    public static long[] of(Object description) {
        Map<String, Object> series = TestData.map(description);
        String kind = (String) series.get("kind");
        if (kind.equals("list")) {
            return longs(series.get("values"));
        }
        long[] params = longs(series.get("params"));
        long[] column = new long[((Long) series.get("n")).intValue()];
        long running = params[0];
        for (int i = 0; i < column.length; i++) {
            switch (kind) {
                case "const" -> column[i] = params[0];
                case "linear" -> column[i] = params[0] + i * params[1];
                case "gauge" -> column[i] = params[0] + Long.remainderUnsigned(mix(params[2] + i), params[1]);
                case "jitter" -> column[i] =
                        params[0] + i * params[1] + Long.remainderUnsigned(mix(params[3] + i), params[2]);
                case "square" -> column[i] = params[0] + params[1] * i * i;
                case "counter", "counter_reset" -> {
                    if (kind.equals("counter_reset") && i > 0 && i % params[3] == 0) {
                        running = 0;
                    }
                    column[i] = running;
                    running += Long.remainderUnsigned(mix(params[2] + i), params[1]);
                }
                default -> throw new IllegalArgumentException("no formula for " + kind);
            }
        }
        return column;
    }

    public static long[] longs(Object list) {
        List<String> texts = TestData.list(list);
        return texts.stream().mapToLong(Long::parseLong).toArray();
    }

    /** Doubles given as their bits in hexadecimal. */
    public static double[] doubles(Object list) {
        List<String> texts = TestData.list(list);
        return texts.stream().mapToLong(VectorSeries::bits).mapToDouble(Double::longBitsToDouble).toArray();
    }

    public static long bits(Object hex) {
        return Long.parseUnsignedLong((String) hex, 16);
    }

    public static int number(Object value) {
        return Math.toIntExact((Long) value);
    }

    private static long mix(long seed) {
        long x = seed + 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }
}
