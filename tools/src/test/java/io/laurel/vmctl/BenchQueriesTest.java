package io.laurel.vmctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The questions, answered by looking at every series of the data set, add up to the figures of the specification. */
class BenchQueriesTest {
    @ParameterizedTest
    @EnumSource
    void seriesFoundAddUp(BenchData data) {
        Population population = new Population(data);
        BenchQueries queries = new BenchQueries(data);
        queries.proofs().forEach((list, proof) -> {
            List<BenchQuery> asked = queries.list(list).subList(0, proof.queries());
            long found = 0;
            long hash = 0;
            for (BenchQuery query : asked) {
                if (query.wish() == BenchQuery.Wish.VALUES) {
                    Set<String> values = population.values(query.label());
                    found += values.size();
                    hash += values.stream().mapToLong(v -> BenchRandom.mix64(BenchChecksums.fnv1a(v))).sum();
                } else {
                    int[] series = population.matching(query.filters());
                    found += IntStream.of(series).filter(s -> data != BenchData.D3 || alive(s, query)).count();
                    hash += query.wish() == BenchQuery.Wish.DATA ? 0
                            : IntStream.of(series).mapToLong(s -> BenchRandom.mix64(population.keyHashes[s])).sum();
                }
            }
            assertThat(found).as("%s %s", data, list).isEqualTo(proof.found());
            if (asked.get(0).wish() != BenchQuery.Wish.DATA) {
                assertThat(hash).as("%s %s", data, list).isEqualTo(proof.hash());
            }
        });
    }

    /** Whether a series of D3 has samples in the range: each lives for an hour. */
    private static boolean alive(int series, BenchQuery query) {
        long start = BenchData.D3.full().fromMs() + series / 50_000 * BenchData.HOUR_MS;
        return query.range().overlaps(start, start + BenchData.HOUR_MS - 1);
    }

    @Test
    void unknownListsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BenchQueries(BenchData.D1).list("Q5a"))
                .withMessage("D1 has no list Q5a; it has Q1, Q2, Q3, Q4, Q5, Q6");
    }

    /** For each label and value the series that have it, ascending. */
    private static final class Population {
        private final Map<String, Map<String, IntStream.Builder>> growing = new HashMap<>();
        private final Map<String, Map<String, int[]>> postings = new HashMap<>();
        private final long[] keyHashes;

        Population(BenchData data) {
            keyHashes = new long[data.seriesCount()];
            for (int series = 0; series < keyHashes.length; series++) {
                String[] labels = data.labels(series);
                keyHashes[series] = BenchChecksums.fnv1a(BenchChecksums.key(data.metric(series), labels));
                add("", data.metric(series), series);
                for (int i = 0; i < labels.length; i += 2) {
                    add(labels[i], labels[i + 1], series);
                }
            }
            growing.forEach((label, values) -> {
                Map<String, int[]> built = new HashMap<>();
                values.forEach((value, series) -> built.put(value, series.build().toArray()));
                postings.put(label, built);
            });
        }

        private void add(String label, String value, int series) {
            growing.computeIfAbsent(label, key -> new HashMap<>())
                    .computeIfAbsent(value, key -> IntStream.builder()).add(series);
        }

        Set<String> values(String label) {
            return postings.get(label).keySet();
        }

        int[] matching(TagFilters filters) {
            return filters.list().stream().map(this::matching).reduce(Population::intersection).orElseThrow();
        }

        private int[] matching(TagFilter filter) {
            String text = filter.value().utf8();
            Map<String, int[]> values = postings.get(filter.key().utf8());
            if (filter.operator() == TagFilter.Operator.EQUAL) {
                return values.get(text);
            }
            Predicate<String> matches = filter.operator().isRegex()
                    ? Pattern.compile(text).asMatchPredicate()
                    : text::equals;
            boolean wanted = !filter.operator().isNegative();
            return values.entrySet().stream().filter(entry -> matches.test(entry.getKey()) == wanted)
                    .flatMapToInt(entry -> IntStream.of(entry.getValue())).sorted().toArray();
        }

        private static int[] intersection(int[] a, int[] b) {
            int[] both = new int[Math.min(a.length, b.length)];
            int size = 0;
            for (int i = 0, j = 0; i < a.length && j < b.length;) {
                if (a[i] == b[j]) {
                    both[size++] = a[i++];
                    j++;
                } else if (a[i] < b[j]) {
                    i++;
                } else {
                    j++;
                }
            }
            return Arrays.copyOf(both, size);
        }
    }
}
