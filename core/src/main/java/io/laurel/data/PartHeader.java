package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * What the folder name of a part says about it:
 *
 * <pre>
 *   28845_1039_20220510230000.000_20220531235959.999_18E9BB2F013D85C4
 *   rows  blocks smallest time     largest time       suffix
 *
 *   rows, blocks   unsigned decimals; samples and block headers in the part; 1 &lt;= blocks &lt;= rows
 *   times          UTC, YYYYMMDDhhmmss.mmm; a comma for the point is read, never written
 *   suffix         16 upper-case hex digits, unique in the month; a reader does not look at it
 * </pre>
 *
 * Merges and searches trust the name, so it is exact. Counts are unsigned 64-bit numbers.
 */
record PartHeader(long rows, long blocks, long minTimestampMs, long maxTimestampMs, String suffix) {
    static final String TIMESTAMPS_FILE = "timestamps.bin";
    static final String VALUES_FILE = "values.bin";
    static final String INDEX_FILE = "index.bin";
    static final String METAINDEX_FILE = "metaindex.bin";
    static final String MIN_DEDUP_INTERVAL_FILE = "min_dedup_interval";

    private static final int TIME_LENGTH = 18;

    static PartHeader parse(String name) throws CorruptedDataException {
        String[] fields = name.split("_", -1);
        if (fields.length != 5) {
            throw bad(name, fields.length + " fields instead of five");
        }
        PartHeader header = new PartHeader(count(name, fields[0]), count(name, fields[1]), time(name, fields[2]),
                time(name, fields[3]), fields[4]);
        if (header.minTimestampMs > header.maxTimestampMs) {
            throw bad(name, "its time range ends before it begins");
        }
        if (header.rows == 0 || header.blocks == 0 || Long.compareUnsigned(header.blocks, header.rows) > 0) {
            throw bad(name, "the counts are impossible");
        }
        return header;
    }

    String name() {
        StringBuilder name = new StringBuilder(96);
        name.append(Long.toUnsignedString(rows)).append('_').append(Long.toUnsignedString(blocks)).append('_');
        appendTime(name, minTimestampMs);
        name.append('_');
        appendTime(name, maxTimestampMs);
        return name.append('_').append(suffix).toString();
    }

    private static long count(String name, String text) throws CorruptedDataException {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Long.parseUnsignedLong(text);
            }
        } catch (NumberFormatException e) {
            throw bad(name, "count " + text + " does not fit into 64 bits");
        }
        throw bad(name, "\"" + text + "\" is not a count");
    }

    private static long time(String name, String text) throws CorruptedDataException {
        boolean formed = text.length() == TIME_LENGTH && (text.charAt(14) == '.' || text.charAt(14) == ',');
        for (int i = 0; formed && i < TIME_LENGTH; i++) {
            formed = i == 14 || text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (formed) {
            try {
                LocalDateTime time = LocalDateTime.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8),
                        number(text, 8, 10), number(text, 10, 12), number(text, 12, 14));
                return time.toEpochSecond(ZoneOffset.UTC) * 1000 + number(text, 15, 18);
            } catch (DateTimeException e) {
                throw bad(name, "\"" + text + "\" is not in the calendar");
            }
        }
        throw bad(name, "\"" + text + "\" is not a time, YYYYMMDDhhmmss.mmm");
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static void appendTime(StringBuilder target, long timestampMs) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(timestampMs, 1000L), 0, ZoneOffset.UTC);
        appendDigits(target, time.getYear(), 4);
        appendDigits(target, time.getMonthValue(), 2);
        appendDigits(target, time.getDayOfMonth(), 2);
        appendDigits(target, time.getHour(), 2);
        appendDigits(target, time.getMinute(), 2);
        appendDigits(target, time.getSecond(), 2);
        target.append('.');
        appendDigits(target, (int) Math.floorMod(timestampMs, 1000L), 3);
    }

    private static void appendDigits(StringBuilder target, int value, int width) {
        String digits = Integer.toString(value);
        target.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }

    private static CorruptedDataException bad(String name, String problem) {
        return new CorruptedDataException("\"" + name + "\" is not the name of a part: " + problem);
    }
}
