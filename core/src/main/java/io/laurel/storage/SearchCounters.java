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

    /**
     * To be told what becomes of one search.
     *
     * @param wanted of the series: samples, names, ids
     */
    Watch begin(String wanted, SearchRequest request) {
        return new Watch(wanted, request);
    }

    /** One search from its begin to its end. */
    final class Watch {
        private final long startNs = time.monotonicNs();
        private final SearchEvent event = new SearchEvent();

        private Watch(String wanted, SearchRequest request) {
            event.begin();
            if (event.isEnabled()) {
                event.wanted = wanted;
                event.filters = request.anyOf().toString();
            }
        }

        /** So many series were found, and so many ids without a name. */
        void count(long seriesFound, int nameless) {
            event.series = seriesFound;
            missingNames.add(nameless);
        }

        /** The series are known and the parts open. */
        void found() {
            long nowNs = time.monotonicNs();
            event.found = true;
            event.findNs = nowNs - startNs;
            done.increment();
            latencies.record(startNs, nowNs);
        }

        void failed() {
            failed.increment();
            event.commit();
        }

        /** Nothing is read of it. */
        void ended() {
            event.commit();
        }

        /** The last reader of the answer is done; so much was read of it. */
        void closed(long seriesRead, long samplesRead) {
            series.add(seriesRead);
            samples.add(samplesRead);
            event.seriesReturned = seriesRead;
            event.samplesReturned = samplesRead;
            ended();
        }
    }
}
