package io.laurel.interop;

import java.util.ArrayList;
import java.util.List;

/** Names of series that are hard to get right: bytes with a meaning in the index, ranks, limits, order, repetition. */
final class OddLabels {
    private static final List<String> VALUES = List.of("a", "\0", "\1", "\2", "\0\1\2", "a\1b", "a\0", "\0000", "a\0b",
            "foo\nbar", "foo\n", "\n", "\r\n", "tab\t", "юникод", "日本語", "😀", "e\u0301", "\u00e9", "\"quoted\"",
            "back\\slash", "\\", "'", "`", "<html>", "&amp;", " ", "  x  ", "0", "1", "2", "foo", "foobar", "barfoo",
            "xfoox", "FOO", "foo|bar", "a.b", "a.b.c", "axb", ".", "{}", "=~", ",", "\u007f", "\ufffd", "null", "NaN",
            "x".repeat(200), "a".repeat(16383), "b".repeat(16384), "c".repeat(16385), "я".repeat(8193), "ab".repeat(8192));

    private static final List<String> INVALID_UTF_8 = List.of("\u00ff", "\u00c3(", "ok\u00e2\u0082", "\u00fe\3oddx",
            "\u00f0\u009f", "\u0080", "a\u00ff\u00ffb");

    /** Every name with a rank of its own, spellings that have none, and names that sort before {@code __name__}. */
    private static final List<String> NAMES = List.of("namespace", "ns", "datacenter", "dc", "environment", "env",
            "cluster", "service", "job", "model", "type", "sensor_type", "SensorType", "db", "instance", "host", "server",
            "pod", "node", "device", "tenant", "client", "name", "measurement", "Job", "Instance", "JOB", "Sensor_type",
            "Name", "_", "__", "__a__", "__nam", "__namf__", "Z", "A", "0", "9lives", "UPPER", "^", "a.b", "юникод", "le",
            "quantile", "k".repeat(256), "k".repeat(257), "k".repeat(300));

    private OddLabels() {}

    /** Labels of series, names and values by turns; no two series are the same, whatever the order of labels is. */
    static List<List<String>> all() {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            String value = ByteText.utf8(VALUES.get(i));
            all.add(List.of("__name__", "odd", "v", value, "i", "" + i));
            all.add(List.of("kind", "name", "i", "" + i, "__name__", value));
            if (value.length() <= 256) {
                all.add(List.of("__name__", "oddkey", value, "set", "i", "" + i));
            }
        }
        for (int i = 0; i < INVALID_UTF_8.size(); i++) {
            all.add(List.of("__name__", "odd", "v", INVALID_UTF_8.get(i), "i", "bytes" + i));
            all.add(List.of("__name__", INVALID_UTF_8.get(i) + "_name", "i", "" + i));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            String name = ByteText.utf8(NAMES.get(i));
            all.add(List.of("__name__", "ranks", "a", "1", name, "x" + i % 3, "zz", "" + i));
            all.add(List.of("zz", "2", name, "y", "job", "j" + i, "__name__", "ranks"));
        }
        repeated(all);
        shapes(all);
        return all;
    }

    private static void repeated(List<List<String>> all) {
        all.add(List.of("__name__", "dup", "a", "1", "b", "2", "a", "3"));
        all.add(List.of("__name__", "dup", "job", "1", "Job", "2"));
        all.add(List.of("__name__", "dup", "Job", "2", "job", "1"));
        all.add(List.of("__name__", "dup", "job", "1", "Job", "2", "job", "3"));
        all.add(List.of("__name__", "one", "__name__", "two", "a", "b"));
        all.add(List.of("__name__", "empty_values", "a", "", "b", "2", "c", ""));
        all.add(List.of("__name__", "", "a", "empty name"));
        all.add(List.of("", "emptykey", "a", "b"));
    }

    private static void shapes(List<List<String>> all) {
        for (int i = 0; i < 20; i++) {
            all.add(List.of("a", "noname" + i, "kind", "nameless"));
            all.add(List.of("__name__", "bare_" + i));
            all.add(List.of("__name__", "servers.host" + i + ".cpu." + (i % 2 == 0 ? "user" : "system")));
        }
        for (int size : new int[] {1, 2, 3, 127, 128, 129, 255, 256, 257, 16384}) {
            all.add(List.of("__name__", "n".repeat(size), "kind", "long name"));
        }
        for (int count : new int[] {28, 29, 30, 31, 40}) {
            all.add(wide(count, true));
            all.add(wide(count, false));
        }
        all.add(List.of("__name__", "servers", "x", "y"));
    }

    /** Only thirty labels count, and the name is one of them wherever it stands. */
    private static List<String> wide(int count, boolean nameFirst) {
        List<String> labels = new ArrayList<>();
        if (nameFirst) {
            labels.addAll(List.of("__name__", "wide" + count));
        }
        for (int i = 0; i < count; i++) {
            labels.addAll(List.of(String.format("l%02d", i), "v" + i));
        }
        if (!nameFirst) {
            labels.addAll(List.of("__name__", "wide_late" + count));
        }
        return labels;
    }
}
