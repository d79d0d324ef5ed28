package io.laurel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.laurel.indexdb.IndexRotation;
import io.laurel.series.Days;
import io.laurel.series.TagFilters;
import io.laurel.series.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a storage must answer, and what it may, in plain maps. */
final class StorageModel {
    final ModelClock clock;
    final ModelLimits limits;

    /** By their labels. */
    final TreeMap<String, ModelSeries> series = new TreeMap<>();
    long dedupMs;

    StorageModel(ModelClock clock, ModelLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    static String key(Map<String, String> labels) {
        return labels.toString();
    }

    int samples() {
        return series.values().stream().mapToInt(each -> each.samples.size()).sum();
    }

    // ---- what happens to it

    /** False if the row is not admitted: by its time, both ends of the admitted range included, or by the limits. */
    boolean add(SortedMap<String, String> labels, ModelSample sample) {
        long timestampMs = sample.timestampMs();
        if (timestampMs < clock.oldestMs() || timestampMs > clock.wallMs() + Upkeep.MAX_FUTURE.toMillis()) {
            return false;
        }
        ModelSeries known = series.getOrDefault(key(labels), new ModelSeries(labels));
        if (limits.areThere() && !limits.pass(known)) {
            return false;
        }
        series.put(key(labels), known);
        known.add(sample);
        long today = Days.of(clock.wallMs());
        if (Days.of(clock.wallMs() + IndexRotation.HOUR_MS) > today && Days.of(timestampMs) == today) {
            // Expected tomorrow, too
            known.possibleDays.add(today + 1);
        }
        return true;
    }

    void persisted() {
        series.values().forEach(ModelSeries::persisted);
    }

    /** The index may have gone on to its next generation. */
    void mayHaveRotated() {
        series.values().forEach(each -> each.forgetBefore(Days.of(clock.goneBeforeMs())));
    }

    void delete(List<TagFilters> anyOf) {
        series.values().removeIf(each -> ModelFilters.matches(anyOf, each.labels));
    }

    /** Each of the series that match is deleted, or it is not. */
    void mayBeDeleted(List<TagFilters> anyOf) {
        series.values().stream().filter(each -> ModelFilters.matches(anyOf, each.labels))
                .forEach(each -> each.mayBeDeleted = true);
    }

    /**
     * The storage was closed, or stopped, and this is what it has now; nothing in memory any more.
     *
     * @param found everything on disk, expired or not, and not thinned out
     * @param stopped whether what was not persisted may be gone
     */
    void settle(Map<String, List<ModelSample>> found, boolean stopped) {
        if (!stopped) {
            persisted();
        }
        checkOnDisk(found);
        for (ModelSeries each : series.values()) {
            each.samples.clear();
            each.samples.putAll(ModelSeries.counts(found.getOrDefault(key(each.labels), List.of())));
            if (stopped) {
                each.forgottenDays.addAll(each.metAgainAtRisk);
                each.days.removeAll(each.mayBeDeleted ? Set.copyOf(each.days) : each.daysAtRisk);
                each.samples.keySet().forEach(sample -> each.days.add(Days.of(sample.timestampMs())));
                each.days.removeAll(each.forgottenDays);
            }
            each.persisted();
            each.mayBeDeleted = false;
        }
        clock.settled();
    }

    /** Everything persisted that nobody may have dropped is there, and nothing that was not added. */
    void checkOnDisk(Map<String, List<ModelSample>> found) {
        checkHeld(found);
        for (ModelSeries each : series.values()) {
            TreeMap<ModelSample, Integer> there =
                    ModelSeries.counts(found.getOrDefault(key(each.labels), List.of()));
            if (each.mayBeDeleted && there.isEmpty()) {
                continue;
            }
            ModelSeries.counts(each.onDisk(dedupMs)).forEach((sample, count) -> {
                if (sample.timestampMs() >= clock.goneBeforeMs() && !each.isForgotten(sample)
                        && there.getOrDefault(sample, 0) < count) {
                    throw new AssertionError(each.labels + " has lost " + sample + ", it has " + there.keySet());
                }
            });
        }
    }

    /** Nothing is there that was not added. */
    void checkHeld(Map<String, List<ModelSample>> found) {
        found.forEach((key, samples) -> assertAdded(key, samples, series.get(key)));
    }

    private static void assertAdded(String key, List<ModelSample> samples, ModelSeries known) {
        if (known == null) {
            throw new AssertionError("nobody added " + key + " with " + samples);
        }
        ModelSeries.counts(samples).forEach((sample, count) -> {
            if (count > known.samples.getOrDefault(sample, 0)) {
                throw new AssertionError(key + " has " + sample + " " + count + " times");
            }
        });
    }

    // ---- samples

    /**
     * What a search must say that begins now.
     *
     * @param series those that match, which may be deleted while an answer is read
     * @param forgotten the days of each series whose samples it may say or not
     */
    record Answer(Map<String, List<ModelSample>> samples, Map<String, ModelSeries> series,
            Map<String, Set<Long>> forgotten, TimeRange range, long certainFromMs, String question) {
        boolean isCertain(String key, ModelSample sample) {
            return sample.timestampMs() >= certainFromMs
                    && !forgotten.getOrDefault(key, Set.of()).contains(Days.of(sample.timestampMs()));
        }
    }

    Answer answer(List<TagFilters> anyOf, TimeRange range) {
        TreeMap<String, List<ModelSample>> expected = new TreeMap<>();
        TreeMap<String, ModelSeries> matching = new TreeMap<>();
        TreeMap<String, Set<Long>> forgotten = new TreeMap<>();
        long certainFromMs = Math.max(clock.goneBeforeMs(), clock.oldestMs());
        for (ModelSeries each : series.values()) {
            if (ModelFilters.matches(anyOf, each.labels)) {
                matching.put(key(each.labels), each);
                forgotten.put(key(each.labels), Set.copyOf(each.forgottenDays));
                List<ModelSample> samples = each.answer(dedupMs);
                samples.removeIf(sample -> sample.timestampMs() < certainFromMs || each.isForgotten(sample)
                        || !range.contains(sample.timestampMs()));
                if (!samples.isEmpty()) {
                    expected.put(key(each.labels), samples);
                }
            }
        }
        TimeRange told = served(range);
        return new Answer(expected, matching, forgotten, told, certainFromMs, anyOf + " in " + range);
    }

    /** The part of a range that the retention leaves; null if there is none. */
    TimeRange served(TimeRange range) {
        long oldest = clock.oldestMs();
        return range.toMs() < oldest ? null : TimeRange.ofMillis(Math.max(oldest, range.fromMs()), range.toMs());
    }

    /** Equal, but for samples that may be deleted and came back into the range when the clock went back. */
    void checkAnswer(Answer expected, Map<String, List<ModelSample>> found) {
        TreeMap<String, List<ModelSample>> certain = new TreeMap<>();
        found.forEach((key, samples) -> {
            List<ModelSample> rest = new ArrayList<>(samples);
            if (expected.range() == null || !rest.isEmpty()
                    && (!expected.range().contains(rest.get(0).timestampMs())
                            || !expected.range().contains(rest.get(rest.size() - 1).timestampMs()))) {
                throw new AssertionError(expected.question() + ": outside of " + expected.range() + ": " + rest);
            }
            if (rest.removeIf(sample -> !expected.isCertain(key, sample))) {
                assertAdded(key, samples, expected.series().get(key));
            }
            if (!rest.isEmpty()) {
                certain.put(key, rest);
            }
        });
        if (!certain.equals(expected.samples())) {
            assertThat(certain).as(expected.question()).isEqualTo(expected.samples());
        }
    }

    // ---- names

    /** Series that the index has for some time, for certain or perhaps, by their keys. */
    record Names(TreeMap<String, ModelSeries> certain, TreeMap<String, ModelSeries> possible) {
        boolean isExact() {
            return certain.size() == possible.size();
        }
    }

    /** The series on the days of a range; wide ranges, and those from the first day on, are not looked at by day. */
    Names names(List<TagFilters> anyOf, TimeRange range) {
        Names names = new Names(new TreeMap<>(), new TreeMap<>());
        TimeRange served = served(range);
        if (served != null) {
            long first = Days.of(Math.max(0, served.fromMs()));
            long last = Days.of(Math.max(0, served.toMs()));
            boolean global = first <= 0 || last - first >= Days.MAX_DAYS;
            for (ModelSeries each : series.values()) {
                if (ModelFilters.matches(anyOf, each.labels)) {
                    Long day = each.days.ceiling(first);
                    if (day != null && (global || day <= last)) {
                        names.certain().put(key(each.labels), each);
                    }
                    Long possible = global ? Long.valueOf(0) : each.possibleDays.ceiling(first);
                    if (possible != null && possible <= last) {
                        names.possible().put(key(each.labels), each);
                    }
                }
            }
        }
        return names;
    }

    /** Fails if certain names are missing, or impossible ones there. */
    static void checkNames(String question, Collection<String> found, Collection<String> certain,
            Collection<String> possible) {
        TreeSet<String> missing = new TreeSet<>(certain);
        missing.removeAll(found);
        TreeSet<String> wrong = new TreeSet<>(found);
        wrong.removeAll(possible);
        if (!missing.isEmpty() || !wrong.isEmpty()) {
            throw new AssertionError(question + ": missing " + missing + ", wrong " + wrong);
        }
    }
}
