package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of the file {@code min_dedup_interval}: the deduplication interval under which a part was written, without a
 * line end. The interval itself is a number of milliseconds, 0 when deduplication is off.
 *
 * <pre>
 *   written   0s   500ms   1.5s   1m0s   1h0m1s   24h0m0s   25h1m1.001s
 *   read      one or more numbers with a unit (ms s m h d w y), or one number of seconds; cut to whole milliseconds
 * </pre>
 */
final class DedupInterval {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(\\.\\d*)?");
    private static final Pattern PIECE = Pattern.compile("(-?\\d{1,12}(?:\\.\\d+)?)(ms|[smhdwy])");

    private DedupInterval() {}

    static String format(long intervalMs) {
        if (intervalMs < 1000) {
            return intervalMs == 0 ? "0s" : intervalMs + "ms";
        }
        long hours = intervalMs / 3_600_000;
        long minutes = intervalMs / 60_000 % 60;
        String seconds = BigDecimal.valueOf(intervalMs % 60_000, 3).stripTrailingZeros().toPlainString() + "s";
        if (hours > 0) {
            return hours + "h" + minutes + "m" + seconds;
        }
        return minutes > 0 ? minutes + "m" + seconds : seconds;
    }

    static long parse(String text) throws CorruptedDataException {
        if (SECONDS.matcher(text).matches()) {
            return new BigDecimal(text.endsWith(".") ? text + "0" : text).movePointRight(3).longValue();
        }
        Matcher piece = PIECE.matcher(text);
        BigDecimal sumMs = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && piece.find(end) && piece.start() == end) {
            sumMs = sumMs.add(new BigDecimal(piece.group(1)).multiply(BigDecimal.valueOf(unitMs(piece.group(2)))));
            end = piece.end();
        }
        if (end == 0 || end != text.length()) {
            throw new CorruptedDataException("\"" + text + "\" is not an interval");
        }
        return sumMs.longValue();
    }

    private static long unitMs(String unit) {
        return switch (unit) {
            case "ms" -> 1L;
            case "s" -> 1000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            case "d" -> 86_400_000L;
            case "w" -> 7 * 86_400_000L;
            default -> 365 * 86_400_000L;
        };
    }
}
