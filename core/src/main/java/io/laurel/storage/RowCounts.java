package io.laurel.storage;

/** What became of the rows of one batch. */
final class RowCounts {
    int accepted;
    int tooOld;
    int tooNew;
    int notANumber;
    int badName;
    int overHourly;
    int overDaily;

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
