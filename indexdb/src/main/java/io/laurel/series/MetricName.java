package io.laurel.series;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.CorruptedDataException;
import io.laurel.bytes.Slice;
import io.laurel.bytes.XxHash64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The name of a series: a metric group (the value of {@code __name__}) and its other labels, the tags. Immutable;
 * held as its marshaled bytes and decoded when asked. Two names are equal when their bytes are.
 *
 * <pre>
 *   T(group) T(key 1) T(value 1) T(key 2) T(value 2) ...
 *
 *   T(v)   the escaped bytes of v and a byte 01, see TagCoding
 *   tags   in canonical order, see TagOrder
 *
 *   up{instance="h:1",job="n"}  75 70 01 | 6a 6f 62 01 6e 01 | 69 6e 73 74 61 6e 63 65 01 68 3a 31 01
 * </pre>
 *
 * <p>From labels to this form, in this order: only the first {@value #MAX_LABELS} labels count, the name as one of
 * them; label names are cut to {@value #MAX_KEY_BYTES} bytes and values to {@value #MAX_VALUE_BYTES}; labels without
 * a value are dropped; of several metric groups the last wins; the tags are sorted, equal ones staying as they
 * arrived; of neighbours with one name the last stays. A group may be empty. Texts are any bytes; those given as
 * strings are taken as UTF-8.
 */
public final class MetricName {
    public static final int MAX_LABELS = 30;
    public static final int MAX_KEY_BYTES = 256;
    public static final int MAX_VALUE_BYTES = 16384;

    /** A longer marshaled name does not fit into an index row; such a series is refused. */
    public static final int MAX_MARSHALED_BYTES = 65510;

    /** The label that holds the metric group. */
    public static final String GROUP_LABEL = "__name__";

    private final byte[] marshaled;

    /** These two are computed when first asked for; a race costs only a second computation. */
    private RawName raw;
    private int hash;

    private MetricName(byte[] marshaled) {
        this.marshaled = marshaled;
    }

    /**
     * Labels without a name or without a value are left out before others are counted; the order makes no difference,
     * except which of those given twice is the last.
     *
     * @param metric the metric group, may be empty
     * @param labels name, value, name, value, ...
     */
    public static MetricName of(String metric, String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("label \"" + labels[labels.length - 1] + "\" has no value");
        }
        Builder builder = settlingBuilder();
        if (!metric.isEmpty()) {
            builder.add(GROUP_LABEL, metric);
        }
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i].isEmpty() && !labels[i + 1].isEmpty()) {
                builder.add(labels[i], labels[i + 1]);
            }
        }
        return builder.build();
    }

    /** Does what the format says: labels of one rank, such as job and Job, stay as they arrived. */
    public static Builder builder() {
        return new Builder(false);
    }

    /** Sorts labels of one rank by their bytes, so that one set of labels has one name whatever their order. */
    public static Builder settlingBuilder() {
        return new Builder(true);
    }

    /** The name whose marshaled form these bytes are; they are copied. */
    public static MetricName parse(Slice marshaled) throws CorruptedDataException {
        TagCursor cursor = new TagCursor();
        cursor.reset(marshaled);
        cursor.group();
        while (cursor.next()) {
            cursor.key();
            cursor.value();
        }
        return new MetricName(marshaled.toByteArray());
    }


    public Slice marshaled() {
        return Slice.of(marshaled);
    }

    /** The name as rows carry it, computed once. */
    public RawName raw() {
        RawName known = raw;
        if (known == null) {
            known = RawName.of(this);
            raw = known;
        }
        return known;
    }

    /** The metric group as text; empty if there is none. */
    public String metric() {
        return group().utf8();
    }

    /** The bytes of the metric group. */
    public Slice group() {
        return walk(TagCursor::group);
    }

    /** The value of a label, {@code __name__} included, or null if there is no such label. */
    public String label(String name) {
        if (name.equals(GROUP_LABEL)) {
            Slice group = group();
            return group.isEmpty() ? null : group.utf8();
        }
        Slice key = Slice.utf8(name);
        return walk(cursor -> {
            while (cursor.next()) {
                if (cursor.key().equals(key)) {
                    return cursor.value().utf8();
                }
            }
            return null;
        });
    }

    /** All labels as text, the metric group first as {@code __name__} unless it is empty. */
    public void forEachLabel(BiConsumer<String, String> target) {
        Slice group = group();
        if (!group.isEmpty()) {
            target.accept(GROUP_LABEL, group.utf8());
        }
        forEachTag((key, value) -> target.accept(key.utf8(), value.utf8()));
    }

    /** All tags, without the metric group, in canonical order. */
    public void forEachTag(TagConsumer target) {
        walk(cursor -> {
            while (cursor.next()) {
                target.tag(cursor.key(), cursor.value());
            }
            return null;
        });
    }

    public int tagCount() {
        return walk(cursor -> {
            int count = 0;
            while (cursor.next()) {
                count++;
            }
            return count;
        });
    }

    /** The id for a series that gets this name now; see {@link Tsid} on ids that exist already. */
    public Tsid newTsid(long metricId) {
        return walk(cursor -> new Tsid(XxHash64.hash(cursor.group()),
                cursor.next() ? (int) XxHash64.hash(cursor.value()) : 0,
                cursor.next() ? (int) XxHash64.hash(cursor.value()) : 0, metricId));
    }

    private interface Walk<T> {
        T over(TagCursor cursor) throws CorruptedDataException;
    }

    private <T> T walk(Walk<T> walk) {
        try {
            TagCursor cursor = new TagCursor();
            cursor.reset(marshaled, 0, marshaled.length);
            return walk.over(cursor);
        } catch (CorruptedDataException e) {
            throw new AssertionError("bytes that were checked when they came in", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetricName that && Arrays.equals(marshaled, that.marshaled);
    }

    /** The lower half of {@link XxHash64} of the marshaled bytes. */
    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = (int) XxHash64.hash(marshaled);
            hash = known;
        }
        return known;
    }

    /** {@code metric{label="value",...}}, with tags in canonical order. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(metric()).append('{');
        forEachTag((key, value) -> {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",").append(key.utf8()).append("=\"");
            text.append(value.utf8().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")).append('"');
        });
        return text.append('}').toString();
    }

    /**
     * Makes names from labels in the order in which they arrive. Not safe for threads; {@link #build} makes it empty
     * again.
     */
    public static final class Builder {
        private final ByteBuilder texts = new ByteBuilder();
        private final ByteBuilder target = new ByteBuilder();
        private final int[] start = new int[MAX_LABELS];
        private final int[] valueStart = new int[MAX_LABELS];
        private final int[] end = new int[MAX_LABELS];
        private final int[] rank = new int[MAX_LABELS];
        private final int[] order = new int[MAX_LABELS];
        private int labels;
        private int tags;
        private int groupStart;
        private int groupEnd;

        private final boolean settling;

        private Builder(boolean settling) {
            this.settling = settling;
        }

        public Builder add(String name, String value) {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
            return add(nameBytes, 0, nameBytes.length, valueBytes, 0, valueBytes.length);
        }

        public Builder add(Slice name, Slice value) {
            return add(name.array(), name.offset(), name.length(), value.array(), value.offset(), value.length());
        }

        public Builder add(byte[] name, int nameOffset, int nameLength,
                byte[] value, int valueOffset, int valueLength) {
            if (labels == MAX_LABELS) {
                return this;
            }
            labels++;
            if (valueLength == 0) {
                return this;
            }
            int keySize = Math.min(nameLength, MAX_KEY_BYTES);
            int valueSize = Math.min(valueLength, MAX_VALUE_BYTES);
            if (RawName.isGroup(name, nameOffset, keySize)) {
                groupStart = texts.size();
                texts.bytes(value, valueOffset, valueSize);
                groupEnd = texts.size();
                return this;
            }
            start[tags] = texts.size();
            texts.bytes(name, nameOffset, keySize);
            valueStart[tags] = texts.size();
            texts.bytes(value, valueOffset, valueSize);
            end[tags] = texts.size();
            rank[tags] = TagOrder.rank(name, nameOffset, keySize);
            insert(tags++);
            return this;
        }

        /** Stable: behind everything that is not greater. Labels mostly arrive sorted, then this is one comparison. */
        private void insert(int tag) {
            int at = tag;
            while (at > 0 && compare(order[at - 1], tag) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = tag;
        }

        private int compare(int a, int b) {
            byte[] array = texts.array();
            int order = TagOrder.compare(rank[a], array, start[a], valueStart[a] - start[a],
                    rank[b], array, start[b], valueStart[b] - start[b]);
            return order != 0 || !settling ? order
                    : Arrays.compareUnsigned(array, start[a], valueStart[a], array, start[b], valueStart[b]);
        }

        public MetricName build() {
            byte[] array = texts.array();
            target.clear();
            TagCoding.put(array, groupStart, groupEnd - groupStart, target);
            for (int i = 0; i < tags; i++) {
                int tag = order[i];
                if (i + 1 < tags && sameKey(tag, order[i + 1])) {
                    continue;
                }
                TagCoding.put(array, start[tag], valueStart[tag] - start[tag], target);
                TagCoding.put(array, valueStart[tag], end[tag] - valueStart[tag], target);
            }
            clear();
            return new MetricName(target.toByteArray());
        }

        private boolean sameKey(int a, int b) {
            byte[] array = texts.array();
            return Arrays.equals(array, start[a], valueStart[a], array, start[b], valueStart[b]);
        }

        /** Forgets the labels added so far. */
        public void clear() {
            texts.clear();
            labels = 0;
            tags = 0;
            groupStart = 0;
            groupEnd = 0;
        }
    }
}
