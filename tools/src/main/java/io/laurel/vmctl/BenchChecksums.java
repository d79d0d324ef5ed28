package io.laurel.vmctl;

import static io.laurel.vmctl.BenchRandom.mix64;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Proofs that two programs store the same rows and give the same answers. A sum of hashes does not depend on the order;
 * all arithmetic wraps at 64 bits.
 */
final class BenchChecksums {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private BenchChecksums() {}

    /** FNV-1a of an ASCII text. */
    static long fnv1a(CharSequence text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    static long row(long keyHash, long timestampMs, double value) {
        return mix64(mix64(keyHash ^ mix64(timestampMs)) ^ Double.doubleToRawLongBits(value));
    }

    /** {@code name{k1="v1",k2="v2"}}, labels by name; none of the texts needs escapes. */
    static String key(String metric, String... labels) {
        StringBuilder key = new StringBuilder(metric).append('{');
        for (int i = 0; i < labels.length; i += 2) {
            key.append(i == 0 ? "" : ",").append(labels[i]).append("=\"").append(labels[i + 1]).append('"');
        }
        return key.append('}').toString();
    }

    static String key(String metric, Map<String, String> labels) {
        return key(metric, new TreeMap<>(labels).entrySet().stream()
                .flatMap(label -> Stream.of(label.getKey(), label.getValue())).toArray(String[]::new));
    }
}
