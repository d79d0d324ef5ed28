package io.laurel.indexdb;

import static io.laurel.indexdb.IndexTesting.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.mergeset.ItemBatch;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import io.laurel.series.Tsid;
import io.laurel.testkit.ManualTime;
import io.laurel.testkit.MemoryDisk;
import io.laurel.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Searches, over rotations, merges and deletions, against looking at every name. */
@ExtendWith(Seed.class)
class IndexSearchRandomTest {
    private static final long FIRST_DAY = 19_000;
    private static final int DAYS = 60;
    private static final List<String> KEYS = List.of("job", "instance", "a", "B", "\u0001\u0000", "__x");
    private static final List<String> VALUES = List.of("", "a", "b", "ab", "abc", "foo", "foo.bar", "A", "ö",
            "x\u0001", "x\u0001\u0002y");
    private static final List<String> GROUPS = List.of("", "up", "m", "foo.bar", "foo.baz", "x.bar", "node_load",
            "g".repeat(130), "a\u0000b");
    private static final List<String> REGEXES = List.of("a.*", ".*b", "a|b", "a|", "", "[ab]+", ".+", ".*", "(?i)A",
            "foo\\.ba.+", "foo\\.(bar|baz)", ".*\\.bar", "up|m", "x.+y", "(a|x).*", "nothing", "ab?c*", ".*o.*");

    private static final List<String> PREFIXES = List.of("", "", "a", "foo", "x\u0001", "__", "j", "none");

    private record Series(MetricName name, Tsid tsid, TreeSet<Long> days) {}

    private final MemoryDisk disk = new MemoryDisk();
    private final IndexContext context = IndexTesting.context(disk, new ManualTime());
    private final Map<MetricName, Series> model = new HashMap<>();

    @RepeatedTest(5)
    void findsWhatLookingAtEveryNameFinds(Random random) throws Exception {
        for (int phase = 0; phase < 3; phase++) {
            try (IndexDb index = IndexDb.open(ROOT, context)) {
                addSome(index, random);
                for (int i = 0; i < 60; i++) {
                    compare(index, random);
                    compareEfforts(index, random);
                    compareCounts(index, random);
                    if (i % 20 == 19) {
                        deleteSome(index, true, random);
                        addSome(index, random);
                    }
                }
                assertThat(IndexCheck.check(index).problems()).isEmpty();
                deleteSome(index, false, random);
            }
            if (phase == 1) {
                rotate();
            }
        }
        disk.assertNothingOpen();
    }

    private void addSome(IndexDb index, Random random) throws IOException {
        for (int round = 0; round < 4; round++) {
            List<MetricName> names = new ArrayList<>();
            for (int i = random.nextInt(80); i > 0; i--) {
                names.add(name(random));
            }
            long[] days = random.longs(names.size(), FIRST_DAY, FIRST_DAY + DAYS).toArray();
            Tsid[] tsids = new Tsid[names.size()];
            index.resolveAll(names, days, tsids);
            for (int i = 0; i < tsids.length; i++) {
                Series known = model.computeIfAbsent(names.get(i), name -> new Series(name, null, new TreeSet<>()));
                known.days.add(days[i]);
                if (known.tsid == null) {
                    model.put(names.get(i), new Series(names.get(i), tsids[i], known.days));
                } else {
                    assertThat(tsids[i]).isEqualTo(known.tsid);
                }
            }
            switch (random.nextInt(5)) {
                case 0 -> index.flushPending();
                case 1 -> index.persist();
                case 2 -> index.mergeAll();
                default -> { }
            }
        }
    }

    private static MetricName name(Random random) {
        MetricName.Builder builder = MetricName.builder().add("__name__", pick(GROUPS, random));
        for (String key : KEYS) {
            if (random.nextInt(3) == 0) {
                builder.add(key, pick(VALUES, random));
            }
        }
        return builder.build();
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Series are hidden at once, or by marks that the next open reads; the names may come again. */
    private void deleteSome(IndexDb index, boolean atOnce, Random random) throws IOException {
        ItemBatch rows = new ItemBatch();
        List<Tsid> tsids = new ArrayList<>();
        for (Series series : List.copyOf(model.values())) {
            if (random.nextInt(10) == 0) {
                ByteBuilder row = new ByteBuilder();
                IndexItems.key(IndexItems.DELETED_ID, series.tsid.metricId(), row);
                rows.add(row.slice());
                tsids.add(series.tsid);
                model.remove(series.name);
            }
        }
        if (atOnce) {
            index.delete(tsids.toArray(new Tsid[0]));
        } else {
            try (GenerationView view = index.view()) {
                view.current().table().addItems(rows);
            }
        }
    }

    /** Without its previous table, the current one becomes the previous one of a new table. */
    private void rotate() throws IOException {
        List<String> names = IndexGeneration.names(disk, ROOT.resolve("indexdb"));
        disk.deleteTree(ROOT.resolve("indexdb").resolve(names.get(0)));
    }

    private void compare(IndexDb index, Random random) throws IOException {
        List<TagFilters> anyOf = new ArrayList<>();
        for (int i = random.nextInt(8) == 0 ? 2 : 1; i > 0; i--) {
            anyOf.add(filters(random));
        }
        boolean wide = random.nextInt(3) == 0;
        long first = wide ? FIRST_DAY - random.nextInt(20) : FIRST_DAY - 2 + random.nextInt(DAYS + 4);
        long last = first + (wide ? 41 + random.nextInt(DAYS) : random.nextInt(random.nextBoolean() ? 3 : 41));
        TimeRange range = wide && random.nextBoolean() ? TimeRange.all() : IndexTesting.days(first, last);
        List<Series> matching = model.values().stream()
                .filter(series -> anyOf.stream().anyMatch(filters -> meets(series.name, filters))).toList();
        List<Series> expected = wide ? matching : matching.stream()
                .filter(series -> !series.days.subSet(first, last + 1).isEmpty()).toList();
        String what = anyOf + " on " + first + ".." + last;

        TreeSet<String> names = new TreeSet<>();
        expected.forEach(series -> names.add(series.name.toString()));
        TreeSet<String> found = IndexTesting.find(index, anyOf, range);
        TreeSet<String> extra = new TreeSet<>(found);
        extra.removeAll(names);
        assertThat(extra).as("found without reason by " + what).isEmpty();
        assertThat(found).as(what).containsAll(names);
        assertThat(index.labelNames(anyOf, range, IndexDb.NO_DEADLINE)).as("label names of " + what)
                .isEqualTo(labels(expected));
        Slice label = Slice.utf8(random.nextInt(4) == 0 ? "__name__" : pick(KEYS, random));
        assertThat(index.labelValues(label, anyOf, range, IndexDb.NO_DEADLINE)).as("values of " + label + " of " + what)
                .isEqualTo(values(label, expected));
        Slice prefix = Slice.utf8(PREFIXES.get(random.nextInt(PREFIXES.size())));
        int limit = 1 + random.nextInt(6);
        Deadline none = new Deadline(context.time(), IndexDb.NO_DEADLINE);
        String cut = ", those with '" + prefix.utf8() + "' up to " + limit;
        assertThat(index.labelNames(anyOf, range, prefix, limit, none)).as("label names of " + what + cut)
                .isEqualTo(cut(labels(expected), prefix, limit));
        assertThat(index.labelValues(label, anyOf, range, prefix, limit, none)).as(label + " of " + what + cut)
                .isEqualTo(cut(values(label, expected), prefix, limit));
        assertThat(index.labelValues(label, List.of(), range, prefix, limit, none)).as(label + " of all" + cut)
                .isEqualTo(cut(index.labelValues(label, List.of(), range, IndexDb.NO_DEADLINE), prefix, limit));
    }

    private void compareCounts(IndexDb index, Random random) throws IOException {
        List<TagFilters> anyOf = random.nextBoolean() ? List.of() : List.of(filters(random));
        long day = random.nextInt(3) == 0 ? IndexDb.ALL_DAYS : FIRST_DAY + random.nextInt(DAYS);
        List<Series> expected = model.values().stream()
                .filter(series -> day == IndexDb.ALL_DAYS || series.days.contains(day))
                .filter(series -> anyOf.isEmpty() || meets(series.name, anyOf.get(0))).toList();
        String focus = random.nextBoolean() ? "__name__" : pick(KEYS, random);
        Map<String, Long> metrics = new HashMap<>();
        Map<String, Long> labels = new HashMap<>();
        Map<String, Long> focusValues = new HashMap<>();
        Map<String, Long> pairs = new HashMap<>();
        for (Series series : expected) {
            Map<String, String> tags = new HashMap<>(Map.of("__name__", ""));
            series.name.forEachLabel(tags::put);
            tags.forEach((key, value) -> {
                labels.merge(key, 1L, Long::sum);
                pairs.merge(key + "=" + value, 1L, Long::sum);
            });
            metrics.merge(tags.get("__name__"), 1L, Long::sum);
            if (tags.containsKey(focus)) {
                focusValues.merge(tags.get(focus), 1L, Long::sum);
            }
        }
        Map<String, Long> values = new HashMap<>();
        pairs.keySet().forEach(pair -> values.merge(pair.substring(0, pair.indexOf('=')), 1L, Long::sum));
        int top = 1 + random.nextInt(10);
        Cardinality found = index.cardinality(anyOf, day, Slice.utf8(focus), top,
                new Deadline(context.time(), IndexDb.NO_DEADLINE));
        assertThat(found).as(anyOf + " on day " + day + ", focus on " + focus).isEqualTo(new Cardinality(
                expected.size(), labels.values().stream().mapToLong(count -> count).sum(), top(metrics, top),
                top(labels, top), top(focusValues, top), top(pairs, top), top(values, top)));
        if (anyOf.isEmpty()) {
            assertThat(index.seriesCount(day, new Deadline(context.time(), IndexDb.NO_DEADLINE)))
                    .isEqualTo(expected.size());
        }
    }

    private static List<Cardinality.Entry> top(Map<String, Long> counts, int top) {
        return counts.entrySet().stream()
                .map(entry -> new Cardinality.Entry(Slice.utf8(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparingLong(Cardinality.Entry::count).reversed()
                        .thenComparing(Cardinality.Entry::text))
                .limit(top).toList();
    }

    /** With hardly any effort allowed, conditions are put off and names are looked at instead. */
    private void compareEfforts(IndexDb index, Random random) throws IOException {
        List<TagMatcher> conditions = FilterCompiler.compile(filters(random));
        List<TagMatcher> composite = FilterCompiler.composite(conditions).get(0);
        long day = random.nextBoolean() ? IndexItems.ALL_DAYS : FIRST_DAY + random.nextInt(DAYS);
        Deadline deadline = new Deadline(context.time(), IndexDb.NO_DEADLINE);
        try (SeriesNames names = index.names()) {
            for (IndexGeneration generation : names.view().generations()) {
                try (GenerationSearch search = generation.search()) {
                    MetricIdSearch thorough = new MetricIdSearch(search, names, deadline, Integer.MAX_VALUE);
                    MetricIdSearch lazy = new MetricIdSearch(search, names, deadline, 1);
                    assertThat(lazy.find(day, conditions)).isEqualTo(thorough.find(day, conditions));
                    assertThat(lazy.find(day, composite)).isEqualTo(thorough.find(day, composite));
                }
            }
        }
    }

    private static TagFilters filters(Random random) {
        TagFilters filters = TagFilters.all();
        if (random.nextInt(3) > 0) {
            filters = with(filters, "__name__", random, GROUPS);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            filters = with(filters, pick(KEYS, random), random, VALUES);
        }
        return filters;
    }

    private static TagFilters with(TagFilters filters, String key, Random random, List<String> values) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> filters.equal(key, pick(values, random));
            case 2 -> filters.notEqual(key, pick(values, random));
            case 3, 4 -> filters.matches(key, pick(REGEXES, random));
            default -> filters.notMatches(key, pick(REGEXES, random));
        };
    }

    private static boolean meets(MetricName name, TagFilters filters) {
        if (filters.list().stream().allMatch(IndexSearchRandomTest::saysNothing)) {
            return !name.group().isEmpty();
        }
        return filters.list().stream().allMatch(filter -> meets(name, filter));
    }

    private static boolean saysNothing(TagFilter filter) {
        return filter.operator() == TagFilter.Operator.MATCHES && filter.value().utf8().equals(".*");
    }

    private static boolean meets(MetricName name, TagFilter filter) {
        String label = name.label(filter.key().isEmpty() ? "__name__" : filter.key().utf8());
        String value = label == null ? "" : label;
        String wanted = filter.value().utf8();
        if (filter.operator() == TagFilter.Operator.NOT_MATCHES && wanted.equals(".*")) {
            // Taken as ".+" by the reference, so as "absent".
            return value.isEmpty();
        }
        boolean matches = filter.operator().isRegex()
                ? Pattern.compile(wanted, Pattern.DOTALL).matcher(value).matches()
                : value.equals(wanted);
        return matches != filter.operator().isNegative();
    }

    private static LabelList cut(List<Slice> all, Slice prefix, int limit) {
        List<Slice> wanted = all.stream().filter(text -> text.startsWith(prefix)).toList();
        return new LabelList(wanted.stream().limit(limit).toList(), wanted.size() <= limit);
    }

    private static List<Slice> labels(List<Series> series) {
        TreeSet<Slice> names = new TreeSet<>();
        for (Series one : series) {
            one.name.forEachLabel((key, value) -> names.add(Slice.utf8(key)));
        }
        return List.copyOf(names);
    }

    private static List<Slice> values(Slice label, List<Series> series) {
        TreeSet<Slice> values = new TreeSet<>();
        for (Series one : series) {
            String value = one.name.label(label.utf8());
            if (value != null) {
                values.add(Slice.utf8(value));
            }
        }
        return List.copyOf(values);
    }
}
