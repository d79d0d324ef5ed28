package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.laurel.indexdb.Cancellation;
import io.laurel.indexdb.LabelList;
import io.laurel.indexdb.SearchCancelledException;
import io.laurel.indexdb.SearchDeadlineException;
import io.laurel.indexdb.SeriesLimitException;
import io.laurel.series.Days;
import io.laurel.series.MetricName;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Questions to a storage, by chance: the answers are those of the model. */
final class ModelAsking {
    private static final int MAX_HELD = 2;
    private static final String[] LABELS = {MetricName.GROUP_LABEL, "app", "host", "none"};

    private final ModelWorld world;
    private final Random random;
    private final List<Held> held = new ArrayList<>();

    /** A search that is read later, and must say what it would have said at once. */
    private record Held(SearchResult result, StorageModel.Answer expected) {}

    ModelAsking(ModelWorld world) {
        this.world = world;
        this.random = world.random;
    }

    /** An hour or so, some days, anything, to the very first or last millisecond of a day. */
    private TimeRange range() {
        long now = world.clock.wallMs();
        long from = now - (long) (Math.pow(random.nextDouble(), 2) * Duration.ofDays(120).toMillis());
        long width = (long) (Math.pow(random.nextDouble(), 4) * Duration.ofDays(120).toMillis());
        return switch (random.nextInt(6)) {
            case 0 -> TimeRange.all();
            case 1 -> TimeRange.ofMillis(from, Math.max(from, Days.of(from + width) * Days.DAY_MS));
            case 2 -> TimeRange.ofMillis(Days.of(from) * Days.DAY_MS, Days.of(from) * Days.DAY_MS + width);
            case 3 -> TimeRange.ofMillis(now - 120_000, now);
            default -> TimeRange.ofMillis(from, from + width);
        };
    }

    void search() throws IOException {
        List<TagFilters> anyOf = ModelFilters.some(random);
        TimeRange range = range();
        StorageModel.Answer expected = world.model.answer(anyOf, range);
        try (SearchResult found = world.storage.search(ModelWorld.request(anyOf, range));
                SearchResult second = found.fork()) {
            Map<String, List<ModelSample>> contents = new TreeMap<>();
            if (random.nextInt(4) == 0 && second.next()) {
                boolean there = second.hasSamples();
                List<ModelSample> samples = ModelSample.listOf(second.samples());
                assertThat(there).isEqualTo(!samples.isEmpty());
                if (there) {
                    contents.put(ModelWorld.key(second.metricName()), samples);
                }
                contents.putAll(ModelWorld.read(second));
            }
            ModelWorld.read(found).forEach((key, samples) -> assertThat(contents.put(key, samples)).isNull());
            world.model.checkAnswer(expected, contents);
        }
    }

    /** Begins a search, and reads one that was begun earlier. */
    void hold() throws IOException {
        if (world.clock.goneBeforeMs() > world.clock.oldestMs()) {
            return;
        }
        List<TagFilters> anyOf = ModelFilters.some(random);
        TimeRange range = range();
        held.add(new Held(world.storage.search(ModelWorld.request(anyOf, range)), world.model.answer(anyOf, range)));
        if (held.size() > MAX_HELD) {
            letGo(held.remove(random.nextInt(held.size())));
        }
    }

    /** Before the storage is closed. */
    void letGo() throws IOException {
        while (!held.isEmpty()) {
            letGo(held.remove(0));
        }
    }

    private void letGo(Held one) throws IOException {
        try (SearchResult result = one.result()) {
            world.model.checkAnswer(one.expected(), ModelWorld.read(result));
        }
    }

    void series() throws IOException {
        List<TagFilters> anyOf = ModelFilters.some(random);
        TimeRange range = range();
        StorageModel.Names expected = world.model.names(anyOf, range);
        SearchRequest request = ModelWorld.request(anyOf, range);
        Set<String> found = new TreeSet<>();
        for (MetricName name : world.storage.searchSeries(request).names()) {
            assertThat(found.add(ModelWorld.key(name))).isTrue();
        }
        StorageModel.checkNames(anyOf + " in " + range, found, expected.certain().keySet(), expected.possible().keySet());
        assertThat(world.storage.seriesIds(request)).hasSize(found.size());
        if (!found.isEmpty()) {
            assertThat(world.storage.searchSeries(request.withMaxSeries(found.size())).size()).isEqualTo(found.size());
        }
        if (found.size() > 1) {
            assertThatThrownBy(() -> world.storage.search(request.withMaxSeries(found.size() - 1)))
                    .isInstanceOf(SeriesLimitException.class);
        }
    }

    void labels() throws IOException {
        TimeRange range = range();
        List<TagFilters> anyOf = random.nextBoolean() ? ModelFilters.some(random) : List.of();
        LabelRequest request = LabelRequest.of(range);
        for (TagFilters filters : anyOf) {
            request = anyOf.get(0) == filters ? request.matching(filters) : request.or(filters);
        }
        StorageModel.Names series = world.model.names(anyOf.isEmpty() ? ModelFilters.EVERYTHING : anyOf, range);
        String label = random.nextInt(3) == 0 ? null : ModelFilters.pick(LABELS, random);
        String prefix = random.nextInt(3) == 0 ? label == null || label.equals("host") ? "h" : "a" : "";
        TreeSet<String> certain = labels(series.certain().values(), label, prefix);
        TreeSet<String> possible = labels(series.possible().values(), label, prefix);
        request = request.withPrefix(prefix);
        check(anyOf + " in " + range + " " + label, ask(request, label), certain, possible);
        if (certain.equals(possible) && certain.size() > 1) {
            LabelList some = ask(request.withLimit(certain.size() - 1), label);
            assertThat(some.complete()).isFalse();
            assertThat(some.texts()).isEqualTo(ask(request, label).texts().subList(0, certain.size() - 1));
        }
    }

    private LabelList ask(LabelRequest request, String label) throws IOException {
        return label == null ? world.storage.labelNames(request) : world.storage.labelValues(label, request);
    }

    private static void check(String question, LabelList found, Set<String> certain, Set<String> possible) {
        assertThat(found.complete()).isTrue();
        assertThat(found.texts()).isSorted().doesNotHaveDuplicates();
        StorageModel.checkNames(question, found.strings(), certain, possible);
    }

    private static TreeSet<String> labels(Collection<ModelSeries> series, String label, String prefix) {
        TreeSet<String> texts = new TreeSet<>();
        for (ModelSeries each : series) {
            if (label == null) {
                texts.addAll(each.labels.keySet());
            } else if (each.labels.containsKey(label)) {
                texts.add(each.labels.get(label));
            }
        }
        texts.removeIf(text -> !text.startsWith(prefix));
        return texts;
    }

    void count() throws IOException {
        StorageModel.Names ever = world.model.names(ModelFilters.EVERYTHING, TimeRange.all());
        long count = world.storage.seriesCount();
        assertThat(count).isBetween((long) ever.certain().size(), (long) ever.possible().size());
        assertThat(world.storage.cardinality(CardinalityRequest.allTime()).series()).isEqualTo(count);

        assertThat(world.storage.stats().rows().added()).isEqualTo(world.rowsAdded);
        world.model.limits.look();

        long day = Days.of(world.clock.wallMs()) - random.nextInt(3);
        long certain = world.model.series.values().stream().filter(each -> each.days.contains(day)).count();
        long possible = world.model.series.values().stream().filter(each -> each.possibleDays.contains(day)).count();
        LocalDate date = LocalDate.ofEpochDay(day);
        assertThat(world.storage.seriesCount(date)).isBetween(certain, possible);
        assertThat(world.storage.cardinality(CardinalityRequest.ofDay(date)).series()).isBetween(certain, possible);
    }

    /** Samples count as they are stored, in the range that is asked for. */
    void limits() throws IOException {
        List<TagFilters> anyOf = ModelFilters.some(random);
        StorageModel.Answer expected = world.model.answer(anyOf, range());
        if (world.model.dedupMs > 0 || expected.samples().isEmpty()
                || world.clock.goneBeforeMs() > expected.range().fromMs()
                || world.model.series.values().stream().anyMatch(each -> !each.forgottenDays.isEmpty()
                        && each.forgottenDays.last() >= Days.of(expected.range().fromMs()))) {
            return;
        }
        int all = expected.samples().values().stream().mapToInt(List::size).sum();
        int most = expected.samples().values().stream().mapToInt(List::size).max().getAsInt();
        SearchRequest request = ModelWorld.request(anyOf, expected.range());
        readThrough(request.withMaxSamples(all).withMaxSamplesPerSeries(most));
        if (all > 1) {
            assertThatThrownBy(() -> readThrough(request.withMaxSamples(all - 1)))
                    .isInstanceOf(SampleLimitException.class);
        }
        if (most > 1) {
            assertThatThrownBy(() -> readThrough(request.withMaxSamplesPerSeries(most - 1)))
                    .isInstanceOf(SampleLimitException.class);
        }
    }

    private void readThrough(SearchRequest request) throws IOException {
        try (SearchResult found = world.storage.search(request)) {
            ModelWorld.read(found);
        }
    }

    void impatience() throws IOException {
        // Nothing is looked for behind the retention
        TimeRange range = TimeRange.ofMillis(0, world.clock.wallMs());
        SearchRequest request = ModelWorld.request(ModelFilters.some(random), range);
        Cancellation cancellation = new Cancellation();
        try (SearchResult found = world.storage.search(request.withCancellation(cancellation));
                SearchResult late = world.storage.search(request.withDeadline(Duration.ofMillis(1)))) {
            cancellation.cancel();
            assertThatThrownBy(found::next).isInstanceOf(SearchCancelledException.class);
            world.clock.advance(Duration.ofMillis(2));
            assertThatThrownBy(late::next).isInstanceOf(SearchDeadlineException.class);
        }
        assertThatThrownBy(() -> world.storage.search(request.withCancellation(cancellation)))
                .isInstanceOf(SearchCancelledException.class);
    }
}
