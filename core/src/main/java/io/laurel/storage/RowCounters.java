package io.laurel.storage;

import java.util.concurrent.atomic.LongAdder;

/** What became of all rows since the storage was opened. Safe for threads. */
final class RowCounters {
    final LongAdder added = new LongAdder();
    final LongAdder tooOld = new LongAdder();
    final LongAdder tooNew = new LongAdder();
    final LongAdder notANumber = new LongAdder();
    final LongAdder badName = new LongAdder();

    void add(RowCounts batch) {
        added.add(batch.accepted);
        if (batch.tooOld + batch.tooNew + batch.notANumber + batch.badName > 0) {
            tooOld.add(batch.tooOld);
            tooNew.add(batch.tooNew);
            notANumber.add(batch.notANumber);
            badName.add(batch.badName);
        }
    }
}
