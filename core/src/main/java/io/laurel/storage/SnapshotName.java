package io.laurel.storage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;

/**
 * The name of a snapshot: {@code 20240501123000-17CB344FAFBC0001}, the UTC second of its creation and a number that
 * makes it unique, in upper-case hexadecimal with at least eight digits. Readers take any number of digits of either
 * case.
 */
final class SnapshotName {
    private static final Pattern FORM = Pattern.compile("([0-9]{14})-[0-9A-Fa-f]+");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    private static final int MAX_DIGITS = 16;

    private SnapshotName() {}

    static String of(Instant created, long number) {
        return SECOND.format(created.atOffset(ZoneOffset.UTC)) + "-" + String.format("%08X", number);
    }

    /** The second of a valid name. */
    static Instant created(String name) {
        return LocalDateTime.parse(name.substring(0, name.indexOf('-')), SECOND).toInstant(ZoneOffset.UTC);
    }

    /** The number of a valid name; 0 for one that is greater than any clock's. */
    static long number(String name) {
        String digits = name.substring(name.indexOf('-') + 1);
        return digits.length() > MAX_DIGITS ? 0 : Math.max(0, Long.parseUnsignedLong(digits, 16));
    }

    /** Whether that is such a name, with a second that exists. */
    static boolean isValid(String name) {
        var matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        try {
            LocalDateTime.parse(matcher.group(1), SECOND);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
