package io.laurel.vmctl;

import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The lists of questions to one data set, and what the answers of each list add up to. The parameters of a list are
 * drawn from random numbers that start at its name, in the order in which they stand in the code.
 */
final class BenchQueries {
    private static final long SALT = 0x51000000;
    private static final int RACKS = 40;

    private final BenchData data;

    BenchQueries(BenchData data) {
        this.data = data;
    }

    /**
     * What the answers to a list add up to.
     *
     * @param queries how many of its queries are counted, from the first on
     * @param found series with samples in the range, values, or series found
     * @param hash sum of the row hashes, of the mixed hashes of the values, or of the mixed key hashes
     */
    record Proof(int queries, long found, long samples, long hash) {}

    /** The names of all lists with their proofs, in the order of the specification. */
    Map<String, Proof> proofs() {
        Map<String, Proof> proofs = new LinkedHashMap<>();
        switch (data) {
            case D1 -> {
                proofs.put("Q1", new Proof(1000, 1000, 8_640_000, 0x82f6b9936a74a2aaL));
                proofs.put("Q2", new Proof(300, 30_000, 10_800_000, 0xb0d975b3b3f8f122L));
                proofs.put("Q3", new Proof(1, 4000, 34_560_000, 0x034f4835e069b91eL));
                proofs.put("Q4", new Proof(200, 80_000, 28_800_000, 0xc26c1a7395c50079L));
                proofs.put("Q5", new Proof(300, 120_000, 0, 0x25b63f05db251688L));
                proofs.put("Q6", new Proof(300, 29_240, 0, 0xdfb20669ecdc8f71L));
            }
            case D2 -> {
                proofs.put("Q1", new Proof(1000, 1000, 10_000, 0x900166de8a3e4a62L));
                proofs.put("Q2", new Proof(300, 30_000, 300_000, 0x41d0d65eaeb5008cL));
                proofs.put("Q3", new Proof(1, 1_000_000, 10_000_000, 0x72e21cb9af4228e8L));
                proofs.put("Q4", new Proof(10, 1_000_000, 10_000_000, 0xdc5bb81bb062ab9aL));
                proofs.put("Q5a", new Proof(20, 800, 0, 0x13ddd9bfd373a64cL));
                proofs.put("Q5b", new Proof(20, 200_000, 0, 0x4ce6942165e36a18L));
                proofs.put("Q5c", new Proof(20, 400_000, 0, 0xa08390da97c29538L));
                proofs.put("Q6a", new Proof(1000, 1000, 0, 0xbe42b495e2be3e06L));
                proofs.put("Q6b", new Proof(300, 30_000, 0, 0xf89b9e6c9fa838f2L));
                proofs.put("Q6c", new Proof(100, 500_000, 0, 0xc7ce35c029e341e6L));
                proofs.put("Q6d", new Proof(14, 1_400_000, 0, 0xe27f054f40e22248L));
                proofs.put("Q6e", new Proof(5, 5_000_000, 0, 0x012ba340be633ffcL));
                proofs.put("Q6f", new Proof(100, 200_000, 0, 0xde833e03908a43fdL));
            }
            case D3 -> {
                proofs.put("Q1", new Proof(1000, 1000, 60_000, 0xe41dc065a4e8cd33L));
                proofs.put("Q2", new Proof(300, 30_000, 1_800_000, 0xfe2cd75de165c771L));
                proofs.put("Q3", new Proof(1, 500_000, 30_000_000, 0x91ebbb62673965bdL));
                proofs.put("Q4", new Proof(10, 50_000, 3_000_000, 0x1752db2599007ffdL));
                proofs.put("Q5a", new Proof(20, 800, 0, 0x13ddd9bfd373a64cL));
                proofs.put("Q5b", new Proof(20, 10_000, 0, 0x9b0c962eb7eb0b10L));
                proofs.put("Q5c", new Proof(20, 200_000, 0, 0xcb04f1be2f906d40L));
                proofs.put("Q6a", new Proof(1000, 1000, 0, 0xf374eeeb446acb5bL));
                proofs.put("Q6b", new Proof(300, 300_000, 0, 0xc2d7eaf40c6c121aL));
                proofs.put("Q6c", new Proof(100, 250_000, 0, 0xd935f3dcb5e03dbeL));
                proofs.put("Q6d", new Proof(14, 700_000, 0, 0x0a244bc922cebcc2L));
                proofs.put("Q6e", new Proof(5, 2_500_000, 0, 0x08155d8afb1e2014L));
                proofs.put("Q6f", new Proof(100, 100_000, 0, 0x5ca9f9537a3c08fdL));
            }
            case D4 -> {
                proofs.put("Q1", new Proof(1000, 1000, 8_640_000, 0x040f5ba0f6cf3148L));
                proofs.put("Q2", new Proof(300, 30_000, 120_000, 0x4300a174adea3620L));
                proofs.put("Q3", new Proof(1, 4000, 34_560_000, 0x3c9e08513a83250fL));
                proofs.put("Q4", new Proof(200, 80_000, 320_000, 0x0964374e4ab34a2aL));
                proofs.put("Q5", new Proof(300, 120_000, 0, 0x25b63f05db251688L));
                proofs.put("Q6", new Proof(300, 29_240, 0, 0xdfb20669ecdc8f71L));
            }
        }
        return proofs;
    }

    /** The questions of one list. */
    List<BenchQuery> list(String name) {
        BenchRandom random = new BenchRandom(BenchRandom.mix64(SALT + BenchChecksums.fnv1a(name)));
        return data.hosts() ? hostList(name, random) : podList(name, random);
    }

    private List<BenchQuery> hostList(String name, BenchRandom random) {
        TimeRange full = data.full();
        return switch (name) {
            case "Q1" -> times(1000, x -> {
                int series = random.below(data.seriesCount());
                return BenchQuery.data(TagFilters.metric(data.metric(series))
                        .equal("host", label(series, "host")), full);
            });
            case "Q2" -> times(300, x -> {
                TagFilters rack = TagFilters.all().equal("rack", "rack_" + BenchData.padded(random.below(RACKS), 2));
                long hourMs = random.below(24) * BenchData.HOUR_MS;
                if (data == BenchData.D4) {
                    long month = BenchData.MONTHS_MS.get(random.below(BenchBackfillRows.JOBS));
                    hourMs += month + random.below(30) * BenchData.DAY_MS;
                } else {
                    hourMs += full.fromMs();
                }
                return BenchQuery.data(rack, BenchData.range(hourMs, BenchData.HOUR_MS));
            });
            case "Q3" -> times(3, x -> BenchQuery.data(TagFilters.all().equal("job", "node"), full));
            case "Q4" -> times(200, x -> BenchQuery.data(
                    TagFilters.all().matches("host", tens("host_", random) + "[0-9]"), data.lastHour()));
            case "Q5" -> times(300, x -> BenchQuery.values("host", full));
            case "Q6" -> times(300, x -> BenchQuery.search(
                    TagFilters.metric(BenchData.hostMetric(random.below(10))).equal("dc", "dc_" + random.below(4))
                            .notEqual("rack", "rack_" + BenchData.padded(random.below(RACKS), 2)), full));
            default -> throw noSuchList(name);
        };
    }

    private List<BenchQuery> podList(String name, BenchRandom random) {
        TimeRange full = data.full();
        return switch (name) {
            case "Q1" -> times(1000, x -> BenchQuery.data(podSeries(random.below(data.seriesCount())), full));
            case "Q2" -> times(300, x -> {
                TagFilters node = node(random);
                long hourMs = random.below(10) * BenchData.HOUR_MS;
                return BenchQuery.data(node, data == BenchData.D2
                        ? full
                        : BenchData.range(full.fromMs() + hourMs, BenchData.HOUR_MS));
            });
            case "Q3" -> times(3, x -> BenchQuery.data(TagFilters.all().equal("job", "app"), full));
            case "Q4" -> times(10, x -> BenchQuery.data(
                    TagFilters.all().matches("namespace", tens("ns_", random)), data.lastHour()));
            case "Q5a" -> times(20, x -> BenchQuery.values("namespace", full));
            case "Q5b" -> times(20, x -> BenchQuery.values("node", full));
            case "Q5c" -> times(20, x -> BenchQuery.values("pod", full));
            case "Q6a" -> times(1000, x -> BenchQuery.search(podSeries(random.below(data.seriesCount())), full));
            case "Q6b" -> times(300, x -> BenchQuery.search(node(random), full));
            case "Q6c" -> times(100, x -> BenchQuery.search(
                    TagFilters.all().equal("app", "app_" + BenchData.padded(x, 3)), full));
            case "Q6d" -> times(14, x -> BenchQuery.search(
                    TagFilters.all().matches("namespace", namespaces(x)), full));
            case "Q6e" -> times(5, x -> BenchQuery.search(
                    TagFilters.all().matches("__name__", "app_metric_[0-" + (5 + x) + "].*"), full));
            case "Q6f" -> times(100, x -> BenchQuery.search(
                    TagFilters.metric(BenchData.appMetric(x % 50)).matches("namespace", namespaces(x)), full));
            default -> throw noSuchList(name);
        };
    }

    private static List<BenchQuery> times(int count, IntFunction<BenchQuery> query) {
        List<BenchQuery> queries = new ArrayList<>(count);
        for (int x = 0; x < count; x++) {
            queries.add(query.apply(x));
        }
        return queries;
    }

    private TagFilters podSeries(int series) {
        return TagFilters.metric(data.metric(series)).equal("pod", label(series, "pod"));
    }

    private TagFilters node(BenchRandom random) {
        int node = data == BenchData.D2 ? random.below(10_000) : random.below(500);
        return TagFilters.all().equal("node", "node_" + BenchData.padded(node, data == BenchData.D2 ? 5 : 3));
    }

    private static String tens(String prefix, BenchRandom random) {
        int hundreds = random.below(4);
        return prefix + hundreds + digits(random.below(7));
    }

    private static String namespaces(int x) {
        return "ns_" + x % 4 + digits(x % 7);
    }

    /** Four digits in a row. */
    private static String digits(int first) {
        return "[" + first + "-" + (first + 3) + "]";
    }

    private String label(int series, String name) {
        String[] labels = data.labels(series);
        for (int i = 0; i < labels.length; i += 2) {
            if (labels[i].equals(name)) {
                return labels[i + 1];
            }
        }
        throw new IllegalArgumentException("series have no label " + name);
    }

    private IllegalArgumentException noSuchList(String name) {
        return new IllegalArgumentException(data + " has no list " + name + "; it has "
                + String.join(", ", proofs().keySet()));
    }
}
