package io.laurel.storage;

import io.laurel.series.Days;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is known of one series. A storage may forget some of it at moments of its own choice, so for samples and for
 * days there is what may be there and what a power cut could take of that.
 */
final class ModelSeries {
    /** Without empty values, the metric name under {@code __name__}. */
    final SortedMap<String, String> labels;

    /** All samples that may be there: how often each was added. */
    final TreeMap<ModelSample, Integer> samples = new TreeMap<>();

    /** Those that were added since memory became files. */
    final TreeMap<ModelSample, Integer> atRisk = new TreeMap<>();

    /** The days on which the index certainly has the series. */
    final TreeSet<Long> days = new TreeSet<>();
    final TreeSet<Long> daysAtRisk = new TreeSet<>();

    /** The days on which it may have it, too. */
    final TreeSet<Long> possibleDays = new TreeSet<>();

    /** Those of them that it may have forgotten, since they had expired by the clock of that time. */
    final TreeSet<Long> forgottenDays = new TreeSet<>();

    /** Those that it had forgotten and got to know again since memory became files. */
    final TreeSet<Long> metAgainAtRisk = new TreeSet<>();

    /** A deletion of it was interrupted: it may be there as it was, or not at all. */
    boolean mayBeDeleted;

    ModelSeries(SortedMap<String, String> labels) {
        this.labels = labels;
    }

    void add(ModelSample sample) {
        samples.merge(sample, 1, Integer::sum);
        atRisk.merge(sample, 1, Integer::sum);
        long day = Days.of(sample.timestampMs());
        if (days.add(day)) {
            daysAtRisk.add(day);
        }
        possibleDays.add(day);
        if (forgottenDays.remove(day)) {
            metAgainAtRisk.add(day);
        }
    }

    /** What happens to expired days when the index rotates. */
    void forgetBefore(long day) {
        forgottenDays.addAll(possibleDays.headSet(day));
        days.removeAll(forgottenDays);
    }

    /** Whether a sample can do without being found although nobody may have deleted it. */
    boolean isForgotten(ModelSample sample) {
        return forgottenDays.contains(Days.of(sample.timestampMs()));
    }

    void persisted() {
        atRisk.clear();
        daysAtRisk.clear();
        metAgainAtRisk.clear();
    }

    /** What a power cut cannot take. */
    private TreeMap<ModelSample, Integer> safe() {
        if (atRisk.isEmpty()) {
            return samples;
        }
        TreeMap<ModelSample, Integer> safe = new TreeMap<>(samples);
        atRisk.forEach((sample, count) -> safe.merge(sample, -count, Integer::sum));
        safe.values().removeIf(count -> count == 0);
        return safe;
    }

    /** What an answer says, before it is cut to a range. */
    List<ModelSample> answer(long dedupMs) {
        List<ModelSample> all = list(samples);
        return dedupMs == 0 ? all : thinnedOut(all, sample -> interval(sample, dedupMs));
    }

    /**
     * What must be on disk: merges know nothing of other months, but may drop what another sample beats, also one that
     * a power cut could have taken and did not.
     */
    List<ModelSample> onDisk(long dedupMs) {
        List<ModelSample> all = list(safe());
        if (dedupMs == 0) {
            return all;
        }
        Function<ModelSample, Object> interval = sample -> List.of(month(sample), interval(sample, dedupMs));
        List<ModelSample> kept = thinnedOut(all, interval);
        kept.retainAll(thinnedOut(list(samples), interval));
        return kept;
    }

    /** Intervals end at the multiples of their length, which belong to them. */
    private static long interval(ModelSample sample, long dedupMs) {
        return (sample.timestampMs() + dedupMs - 1) / dedupMs;
    }

    private static YearMonth month(ModelSample sample) {
        return YearMonth.from(Instant.ofEpochMilli(sample.timestampMs()).atZone(ZoneOffset.UTC));
    }

    private static List<ModelSample> thinnedOut(List<ModelSample> sorted, Function<ModelSample, Object> interval) {
        Map<Object, ModelSample> kept = new LinkedHashMap<>();
        for (ModelSample sample : sorted) {
            kept.merge(interval.apply(sample), sample, (best, next) -> next.beats(best) ? next : best);
        }
        return new ArrayList<>(kept.values());
    }

    static List<ModelSample> list(Map<ModelSample, Integer> counts) {
        List<ModelSample> list = new ArrayList<>(counts.size());
        counts.forEach((sample, count) -> list.addAll(Collections.nCopies(count, sample)));
        return list;
    }

    static TreeMap<ModelSample, Integer> counts(List<ModelSample> list) {
        TreeMap<ModelSample, Integer> counts = new TreeMap<>();
        for (ModelSample sample : list) {
            counts.merge(sample, 1, Integer::sum);
        }
        return counts;
    }
}
