package io.laurel.interop;

import io.laurel.series.MetricName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The labels of a series as both engines show them, in an order of their own: sorted. The name is {@code __name__}. */
record SeriesName(List<Label> labels) implements Comparable<SeriesName> {
    /** One label; byte texts. */
    record Label(String name, String value) implements Comparable<Label> {
        @Override
        public int compareTo(Label other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : value.compareTo(other.value);
        }

        @Override
        public String toString() {
            return ByteText.quoted(name) + "=" + ByteText.quoted(value);
        }
    }

    SeriesName {
        List<Label> sorted = new ArrayList<>(labels);
        Collections.sort(sorted);
        labels = List.copyOf(sorted);
    }

    static SeriesName of(MetricName name) {
        List<Label> labels = new ArrayList<>();
        if (!name.group().isEmpty()) {
            labels.add(new Label("__name__", ByteText.of(name.group())));
        }
        name.forEachTag((key, value) -> labels.add(new Label(ByteText.of(key), ByteText.of(value))));
        return new SeriesName(labels);
    }

    @Override
    public int compareTo(SeriesName other) {
        for (int i = 0; i < Math.min(labels.size(), other.labels.size()); i++) {
            int order = labels.get(i).compareTo(other.labels.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(labels.size(), other.labels.size());
    }

    @Override
    public String toString() {
        return labels.stream().map(Label::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
