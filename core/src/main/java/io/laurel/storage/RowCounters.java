package io.laurel.storage;

import io.laurel.env.TimeSource;
import java.util.concurrent.atomic.LongAdder;

/** What became of all rows since the storage was opened, and how long it took. Safe for threads. */
final class RowCounters {
    /** Batches of less are timed only now and then. */
    private static final int FEW_ROWS = 16;
    /** So many calls are not timed after one that was, which stands for them then. */
    private static final int UNTIMED = 7;
    private static final long NOT_TIMED = Long.MIN_VALUE;

    final LongAdder added = new LongAdder();
    final LongAdder tooOld = new LongAdder();
    final LongAdder tooNew = new LongAdder();
    final LongAdder notANumber = new LongAdder();
    final LongAdder badName = new LongAdder();
    final LongAdder overHourly = new LongAdder();
    final LongAdder overDaily = new LongAdder();
    final LongAdder seriesAsked = new LongAdder();
    final LongAdder slowInserts = new LongAdder();
    final LongAdder daysAsked = new LongAdder();
    final Latencies latencies;

    private final TimeSource time;
    private final long openedNs;
    private final RowRate rate;

    RowCounters(TimeSource time) {
        this.time = time;
        this.openedNs = time.monotonicNs();
        this.latencies = new Latencies(openedNs);
        this.rate = new RowRate(openedNs);
    }

    /** A batch comes; the answer is for {@link #ended}. */
    long begin(RowBatch batch) {
        if (batch.size() < FEW_ROWS && batch.callsUntimed >= 0 && batch.callsUntimed < UNTIMED) {
            // Fast path: to look at the clock twice takes half as long as to add a row
            batch.callsUntimed++;
            return NOT_TIMED;
        }
        return time.monotonicNs();
    }

    /** A batch was stored, whatever there was to do for it; what {@link #begin} said. */
    void ended(RowBatch batch, long startNs) {
        if (startNs != NOT_TIMED) {
            long nowNs = time.monotonicNs();
            latencies.record(startNs, nowNs, Math.max(0, batch.callsUntimed) + 1);
            batch.callsUntimed = 0;
            if (rate.isDue(nowNs)) {
                rate.mark(nowNs, added.sum());
            }
        }
    }

    /** What became of the rows of a batch. */
    void add(RowCounts batch) {
        added.add(batch.accepted);
        seriesAsked.add(batch.seriesAsked);
        if (batch.slowInserts + batch.daysAsked > 0) {
            slowInserts.add(batch.slowInserts);
            daysAsked.add(batch.daysAsked);
        }
        if (batch.accepted < batch.all()) {
            tooOld.add(batch.tooOld);
            tooNew.add(batch.tooNew);
            notANumber.add(batch.notANumber);
            badName.add(batch.badName);
            overHourly.add(batch.overHourly);
            overDaily.add(batch.overDaily);
        }
    }

    long openedNs() {
        return openedNs;
    }

    /** @param pending rows that lie in no part yet */
    StorageStats.Rows read(long nowNs, long pending) {
        long rows = added.sum();
        rate.mark(nowNs, rows);
        long ns = nowNs - openedNs;
        return new StorageStats.Rows(rows, tooOld.sum(), tooNew.sum(), notANumber.sum(), badName.sum(),
                overHourly.sum(), overDaily.sum(), pending, ns == 0 ? 0 : rows * 1e9 / ns, rate.perSecond(nowNs, rows));
    }
}
