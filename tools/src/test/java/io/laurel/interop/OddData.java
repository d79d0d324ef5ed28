package io.laurel.interop;

import io.laurel.series.Days;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Rows that find mistakes, always the same. */
final class OddData {
    private static final long SEED = 20220501;

    private OddData() {}

    /** Every odd name with a few samples, and every kind of values at every kind of times. */
    static List<Rows> first() {
        Random random = new Random(SEED);
        List<Rows> all = new ArrayList<>();
        for (List<String> labels : OddLabels.all()) {
            long day = OddTimes.MAY_MS + random.nextInt(90) * Days.DAY_MS;
            all.add(new Rows(labels, new long[] {day + 1, day + 3_600_000, day + Days.DAY_MS * 3 / 2},
                    new double[] {all.size(), random.nextInt(1000) / 8.0, random.nextGaussian()}));
        }
        for (OddTimes times : OddTimes.values()) {
            for (OddValues values : OddValues.values()) {
                long[] timestamps = times.times(random);
                all.add(new Rows(labels(times, values), timestamps, values.values(timestamps.length, random)));
            }
        }
        return all;
    }

    /** For a second visit: late and repeated samples of some of these series, and some new series. */
    static List<Rows> second() {
        Random random = new Random(SEED + 1);
        List<Rows> all = new ArrayList<>();
        for (Rows rows : first()) {
            switch (random.nextInt(4)) {
                case 0 -> all.add(rows);
                case 1 -> all.add(new Rows(rows.labels(), new long[] {rows.timestamps()[0] + 7},
                        new double[] {random.nextInt(100)}));
                case 2 -> {
                    List<String> labels = new ArrayList<>(rows.labels());
                    labels.addAll(0, List.of("visit", "second"));
                    all.add(new Rows(labels, new long[] {rows.timestamps()[0]}, new double[] {random.nextInt(100)}));
                }
                default -> { }
            }
        }
        return all;
    }

    private static List<String> labels(OddTimes times, OddValues values) {
        return List.of("__name__", "values_" + times.ordinal() % 3, "job", times.name().toLowerCase(Locale.ROOT),
                "instance", values.name().toLowerCase(Locale.ROOT) + ":9100", "Kind", "" + values.ordinal());
    }
}
