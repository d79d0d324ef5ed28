package io.laurel.data;

import io.laurel.bytes.CorruptedDataException;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A UTC calendar month, the unit in which samples are kept apart; its folder is named {@code YYYY_MM}. Covers
 * [{@link #firstMs()}, {@link #lastMs()}], both inclusive. Years 1970 to 9999.
 */
public final class Month implements Comparable<Month> {
    private static final long DAY_MS = 86_400_000L;
    private static final long END_MS = YearMonth.of(10_000, 1).atDay(1).toEpochDay() * DAY_MS;

    private final int number;
    private final long firstMs;
    private final long lastMs;

    private Month(YearMonth month) {
        number = month.getYear() * 12 + month.getMonthValue() - 1;
        firstMs = month.atDay(1).toEpochDay() * DAY_MS;
        lastMs = month.plusMonths(1).atDay(1).toEpochDay() * DAY_MS - 1;
    }

    /**
     * The month of a timestamp.
     *
     * @throws IllegalArgumentException if it lies before 1970 or behind 9999
     */
    public static Month of(long timestampMs) {
        if (timestampMs < 0 || timestampMs >= END_MS) {
            throw new IllegalArgumentException("timestamp " + timestampMs + " ms is outside the years 1970 to 9999");
        }
        return new Month(YearMonth.from(LocalDate.ofEpochDay(timestampMs / DAY_MS)));
    }

    /** The month of a folder name; exactly four and two digits. */
    public static Month parse(String name) throws CorruptedDataException {
        boolean formed = name.length() == 7 && name.charAt(4) == '_';
        for (int i = 0; formed && i < 7; i++) {
            formed = i == 4 || name.charAt(i) >= '0' && name.charAt(i) <= '9';
        }
        if (formed) {
            int year = Integer.parseInt(name, 0, 4, 10);
            int month = Integer.parseInt(name, 5, 7, 10);
            if (month >= 1 && month <= 12) {
                return new Month(YearMonth.of(year, month));
            }
        }
        throw new CorruptedDataException("\"" + name + "\" is not the name of a month, YYYY_MM");
    }

    public String name() {
        int year = number / 12;
        int month = number % 12 + 1;
        StringBuilder name = new StringBuilder(7);
        for (int digit = 1000; digit > 0; digit /= 10) {
            name.append((char) ('0' + year / digit % 10));
        }
        return name.append('_').append((char) ('0' + month / 10)).append((char) ('0' + month % 10)).toString();
    }

    public long firstMs() {
        return firstMs;
    }

    public long lastMs() {
        return lastMs;
    }

    public boolean contains(long timestampMs) {
        return timestampMs >= firstMs && timestampMs <= lastMs;
    }

    @Override
    public int compareTo(Month other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Month that && number == that.number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return name();
    }
}
