package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.series.TagCoding;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import java.util.ArrayList;
import java.util.List;

/** A condition that asks for one value of a label; expressions are not understood yet. */
final class PlainCondition {
    private final boolean negative;
    private final Slice prefix;

    private PlainCondition(TagFilter filter) {
        if (filter.operator().isRegex() || filter.value().isEmpty()) {
            throw new UnsupportedOperationException("not understood yet: " + filter);
        }
        negative = filter.operator().isNegative();
        ByteBuilder row = new ByteBuilder();
        TagCoding.put(filter.key(), row);
        row.bytes(TagCoding.escape(filter.value()));
        prefix = row.slice();
    }

    static List<List<PlainCondition>> compile(TagFilters filters, boolean composite) {
        List<PlainCondition> conditions = new ArrayList<>();
        for (TagFilter filter : filters.list()) {
            conditions.add(new PlainCondition(filter));
        }
        return List.of(conditions);
    }

    boolean isNegative() {
        return negative;
    }

    boolean isEmptyMatch() {
        return false;
    }

    Slice prefix() {
        return prefix;
    }

    List<Slice> orSuffixes() {
        return List.of(Slice.EMPTY);
    }

    boolean matches(byte[] array, int offset, int length) {
        return length == 0;
    }

    int cost() {
        return 1;
    }
}
