package io.laurel.storage;

import io.laurel.env.TimeSource;
import java.util.concurrent.atomic.LongAdder;

/** What searches found since the storage was opened, and how long it took. Safe for threads. */
final class SearchCounters {
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder series = new LongAdder();
    private final LongAdder samples = new LongAdder();
    final LongAdder missingNames = new LongAdder();
    final Latencies latencies;
    private final TimeSource time;

    SearchCounters(TimeSource time) {
        this.time = time;
        this.latencies = new Latencies(time.monotonicNs());
    }

    StorageStats.Searches read(int openResults) {
        return new StorageStats.Searches(done.sum(), failed.sum(), series.sum(), samples.sum(), openResults);
    }

    /** To be told what becomes of one search. */
    Watch begin() {
        return new Watch();
    }

    /** One search from its begin to its end. */
    final class Watch {
        private final long startNs = time.monotonicNs();

        /** So many of the ids that were found have no name. */
        void namesMissed(int ids) {
            missingNames.add(ids);
        }

        /** The series are known and the parts open; or something came in between. */
        void ended(boolean found) {
            if (found) {
                done.increment();
                latencies.record(startNs, time.monotonicNs());
            } else {
                failed.increment();
            }
        }

        /** The last cursor over the answer was closed; so much was read of it. */
        void closed(long seriesRead, long samplesRead) {
            series.add(seriesRead);
            samples.add(samplesRead);
        }
    }
}
