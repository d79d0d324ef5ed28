package io.laurel.storage;

import java.util.concurrent.atomic.LongAdder;

/** What became of all rows since the storage was opened. Safe for threads. */
final class RowCounters {
    final LongAdder added = new LongAdder();
    final LongAdder tooOld = new LongAdder();
    final LongAdder tooNew = new LongAdder();
    final LongAdder notANumber = new LongAdder();
    final LongAdder badName = new LongAdder();
    final LongAdder overHourly = new LongAdder();
    final LongAdder overDaily = new LongAdder();

    void add(RowCounts batch) {
        added.add(batch.accepted);
        if (batch.accepted < batch.all()) {
            tooOld.add(batch.tooOld);
            tooNew.add(batch.tooNew);
            notANumber.add(batch.notANumber);
            badName.add(batch.badName);
            overHourly.add(batch.overHourly);
            overDaily.add(batch.overDaily);
        }
    }
}
