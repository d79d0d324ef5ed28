package io.laurel.storage;

/** What became of the rows of one batch. */
final class RowCounts {
    int accepted;
    int tooOld;
    int tooNew;
    int notANumber;
    int badName;

    void clear() {
        accepted = 0;
        tooOld = 0;
        tooNew = 0;
        notANumber = 0;
        badName = 0;
    }

    void outsideTime(boolean old) {
        if (old) {
            tooOld++;
        } else {
            tooNew++;
        }
    }
}
