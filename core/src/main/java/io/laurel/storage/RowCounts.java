package io.laurel.storage;

/** What became of the rows of one batch, and of its series. */
final class RowCounts {
    int accepted;
    int tooOld;
    int tooNew;
    int notANumber;
    int badName;
    int overHourly;
    int overDaily;

    /** Series of the batch that were looked for among the known ones. */
    int seriesAsked;
    /** Of these, the ones that had to be looked up in the index, or made. */
    int slowInserts;
    /** Pairs of series and day of which it was not known that the index has them. */
    int daysAsked;

    int all() {
        return accepted + tooOld + tooNew + notANumber + badName + overHourly + overDaily;
    }

    void clear() {
        accepted = 0;
        tooOld = 0;
        tooNew = 0;
        notANumber = 0;
        badName = 0;
        overHourly = 0;
        overDaily = 0;
        seriesAsked = 0;
        slowInserts = 0;
        daysAsked = 0;
    }

    /** @param verdict of a {@link SeriesWindow}, or another number for a name that cannot be stored */
    void refused(int verdict) {
        switch (verdict) {
            case SeriesWindow.OVER_HOURLY -> overHourly++;
            case SeriesWindow.OVER_DAILY -> overDaily++;
            default -> badName++;
        }
    }

    void outsideTime(boolean old) {
        if (old) {
            tooOld++;
        } else {
            tooNew++;
        }
    }
}
