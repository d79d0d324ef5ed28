package io.laurel.vmctl;

import io.laurel.env.TimeSource;
import io.laurel.storage.Samples;
import io.laurel.storage.SearchRequest;
import io.laurel.storage.SearchResult;
import io.laurel.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a storage the questions of a list: once to see that the answers are right, then against the clock. */
final class BenchAnswers {
    private final Storage storage;
    private final TimeSource time;

    BenchAnswers(Storage storage, TimeSource time) {
        this.storage = storage;
        this.time = time;
    }

    /**
     * How a list went.
     *
     * @param queryNs time of each query, ascending
     * @param cpuNs processor time of the whole process
     * @param found series with samples, values, or series found, over all queries
     */
    record Timing(long[] queryNs, long wallNs, long cpuNs, long found, long samples) {
        /** The time that so much of the queries stayed below or at. */
        long quantileNs(double share) {
            return queryNs[Math.max(0, (int) Math.ceil(share * queryNs.length) - 1)];
        }
    }

    private record Count(long found, long samples) {
        Count plus(Count other) {
            return new Count(found + other.found, samples + other.samples);
        }
    }

    /** Nothing but asking is inside the clock. With more threads than one, they share the series of each answer. */
    Timing time(List<BenchQuery> queries, int threads) throws IOException {
        long[] queryNs = new long[queries.size()];
        Count count = new Count(0, 0);
        long startCpuNs = BenchMachine.cpuNs();
        long startNs = time.monotonicNs();
        for (int i = 0; i < queryNs.length; i++) {
            BenchQuery query = queries.get(i);
            long queryStartNs = time.monotonicNs();
            count = count.plus(ask(query, threads));
            queryNs[i] = time.monotonicNs() - queryStartNs;
        }
        long wallNs = time.monotonicNs() - startNs;
        long cpuNs = BenchMachine.cpuNs() - startCpuNs;
        Arrays.sort(queryNs);
        return new Timing(queryNs, wallNs, cpuNs, count.found, count.samples);
    }

    private Count ask(BenchQuery query, int threads) throws IOException {
        return switch (query.wish()) {
            case DATA -> data(query, threads);
            case VALUES -> new Count(storage.labelValues(query.label(), query.range()).size(), 0);
            case SEARCH -> new Count(storage.seriesIds(request(query)).length, 0);
        };
    }

    private Count data(BenchQuery query, int threads) throws IOException {
        List<SearchResult> cursors = new ArrayList<>();
        try {
            cursors.add(storage.search(request(query)));
            while (cursors.size() < threads) {
                cursors.add(cursors.get(0).fork());
            }
            return BenchThreads.run(threads, thread -> () -> data(cursors.get(thread))).stream()
                    .reduce(new Count(0, 0), Count::plus);
        } finally {
            for (SearchResult cursor : cursors) {
                cursor.close();
            }
        }
    }

    private static Count data(SearchResult cursor) throws IOException {
        long found = 0;
        long samplesCount = 0;
        while (cursor.next()) {
            int size = cursor.samples().size();
            found += size > 0 ? 1 : 0;
            samplesCount += size;
        }
        return new Count(found, samplesCount);
    }

    /** What the answers add up to; to be compared with the proof of the list. */
    BenchQueries.Proof proof(List<BenchQuery> queries) throws IOException {
        long found = 0;
        long samplesCount = 0;
        long hash = 0;
        for (BenchQuery query : queries) {
            if (query.wish() == BenchQuery.Wish.VALUES) {
                List<String> values = storage.labelValues(query.label(), query.range());
                found += values.size();
                hash += values.stream().mapToLong(v -> BenchRandom.mix64(BenchChecksums.fnv1a(v))).sum();
                continue;
            }
            boolean dataWished = query.wish() == BenchQuery.Wish.DATA;
            try (SearchResult result = storage.search(request(query))) {
                while (result.next()) {
                    long keyHash = keyHash(result);
                    Samples samples = result.samples();
                    if (dataWished) {
                        for (int i = 0; i < samples.size(); i++) {
                            hash += BenchChecksums.row(keyHash, samples.timestamp(i), samples.value(i));
                        }
                        samplesCount += samples.size();
                    } else {
                        hash += BenchRandom.mix64(keyHash);
                    }
                    found += !dataWished || samples.size() > 0 ? 1 : 0;
                }
            }
        }
        return new BenchQueries.Proof(queries.size(), found, samplesCount, hash);
    }

    private static long keyHash(SearchResult result) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        result.metricName().forEachLabel(labels::put);
        String metric = labels.remove("__name__");
        return BenchChecksums.fnv1a(BenchChecksums.key(metric, labels));
    }

    private static SearchRequest request(BenchQuery query) {
        return SearchRequest.of(query.filters(), query.range());
    }
}
