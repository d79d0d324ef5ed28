package io.laurel.vmctl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a moment as people write it:
 *
 * <pre>
 *   2022-05-11T10:20:30Z  2022-05-11T10:20:30.5+02:00     RFC 3339
 *   2022-05-11                                            its first moment, UTC
 *   1652264430  1652264430.5                              unix seconds
 *   1652264430500                                         unix milliseconds: from 100,000,000,000 on
 *   now  -90s  -1h30m  -1d  -2w  -1y                      from now back; y is 365 days
 * </pre>
 */
final class TimeText {
    /** As seconds this is the year 5138, as milliseconds 1973. */
    private static final BigDecimal MILLISECONDS_FROM = new BigDecimal("1e11");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]+)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern STEP = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|[smhdwy])");

    private TimeText() {}

    /** Unix milliseconds of {@code text}, a fraction of a millisecond cut off; {@code nowMs} is what "now" means. */
    static long parse(String text, long nowMs) {
        if (text.equals("now")) {
            return nowMs;
        }
        if (NUMBER.matcher(text).matches()) {
            return number(text);
        }
        if (text.startsWith("-")) {
            return nowMs - duration(text);
        }
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
            }
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw bad(text);
        }
    }

    /** Milliseconds of an age like {@code 90s}, {@code 1h30m}, {@code 7d}. */
    static long age(String text) {
        try {
            return duration("-" + text);
        } catch (CommandFailure e) {
            throw new CommandFailure(ExitCode.USAGE, "age '" + text + "' is not like 90s, 1h30m, 7d, 4w or 1y", e);
        }
    }

    private static long number(String text) {
        BigDecimal number = new BigDecimal(text);
        boolean seconds = number.abs().compareTo(MILLISECONDS_FROM) < 0;
        return (seconds ? number.movePointRight(3) : number).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static long duration(String text) {
        BigDecimal sum = BigDecimal.ZERO;
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!step.find(at) || step.start() != at) {
                throw bad(text);
            }
            sum = sum.add(new BigDecimal(step.group(1)).multiply(BigDecimal.valueOf(unitMs(step.group(2)))));
            at = step.end();
        }
        if (at == 1) {
            throw bad(text);
        }
        return sum.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static long unitMs(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case "w" -> 7 * 86_400_000L;
            default -> 365 * 86_400_000L;
        };
    }

    private static CommandFailure bad(String text) {
        return new CommandFailure(ExitCode.USAGE, "time '" + text + "' is none of 2022-05-11T10:20:30Z, 2022-05-11, "
                + "unix seconds, unix milliseconds, now, -1h30m");
    }
}
