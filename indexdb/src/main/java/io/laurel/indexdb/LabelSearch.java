package io.laurel.indexdb;

import io.laurel.bytes.ByteBuilder;
import io.laurel.bytes.Slice;
import io.laurel.series.Days;
import io.laurel.series.MetricIds;
import io.laurel.series.MetricName;
import io.laurel.series.TagCoding;
import io.laurel.series.TagCursor;
import java.io.IOException;
import java.util.List;

/**
 * The names of labels, and the values of one label, of the series that are there on some days and meet some conditions.
 * Deleted series do not count. A few series are asked for their names; for many, or all, the tag rows are walked
 * through, from each name or value that is settled straight to the next.
 */
final class LabelSearch {
    /** Up to so many series, fetching their names costs less than walking through all rows of the day. */
    private static final int MAX_IDS_BY_NAME = 100_000;

    private static final Slice GROUP_LABEL = Slice.utf8(MetricName.GROUP_LABEL);

    private final SeriesSearch search;
    private final MetricIds deleted;
    private final Deadline deadline;
    private final LabelSlice found;
    private final TagCursor tags = new TagCursor();
    private final TagRow row = new TagRow();
    private final ByteBuilder base = new ByteBuilder();
    private final ByteBuilder start = new ByteBuilder();
    private final ByteBuilder next = new ByteBuilder();

    LabelSearch(SeriesSearch search, MetricIds deleted, Deadline deadline, LabelSlice wanted) {
        this.search = search;
        this.found = wanted;
        this.deleted = deleted;
        this.deadline = deadline;
    }

    /** The bytes of the label names, ascending; {@code __name__} is one of them if any series has a metric group. */
    LabelList names(List<List<TagMatcher>> anyOf, Days days) throws IOException {
        for (int i = 0; i < search.generations().size(); i++) {
            for (long day : SeriesSearch.daysOf(days)) {
                MetricIds wanted = anyOf.isEmpty() ? null : search.ids(i, day, anyOf);
                if (wanted != null && wanted.size() <= MAX_IDS_BY_NAME) {
                    for (long id : wanted.toArray()) {
                        addNames(id);
                    }
                } else {
                    scanNames(search.generations().get(i).cursor(), day, wanted);
                }
            }
        }
        return found.toList();
    }

    private void addNames(long id) throws IOException {
        Slice name = search.names().find(id);
        deadline.check();
        if (name == null) {
            return;
        }
        tags.reset(name);
        if (tags.groupEnd() > tags.groupStart()) {
            found.add(GROUP_LABEL);
        }
        while (tags.next()) {
            found.add(tags.key());
        }
    }

    private void scanNames(ItemCursor cursor, long day, MetricIds wanted) throws IOException {
        IndexItems.tagBase(day, base.clear());
        boolean more = cursor.seekPrefix(base);
        while (more) {
            deadline.check();
            row.set(cursor.array(), cursor.offset(), cursor.length());
            Slice key = row.escapedKey();
            if (row.isArtificial(base, next)) {
                more = cursor.seek(next) && cursor.startsWith(base);
            } else if (row.escapedValue().isEmpty() || !isLive(wanted)) {
                more = cursor.next() && cursor.startsWith(base);
            } else {
                found.add(key.isEmpty() ? GROUP_LABEL : TagCoding.unescape(key.array(), key.offset(), key.length()));
                next.clear().bytes(base.slice()).bytes(key).u8(TagCoding.SEPARATOR + 1);
                more = cursor.seek(next) && cursor.startsWith(base);
            }
        }
    }

    private boolean isLive(MetricIds wanted) {
        for (int i = 0; i < row.idsCount(); i++) {
            long id = row.id(i);
            if (!deleted.contains(id) && (wanted == null || wanted.contains(id))) {
                return true;
            }
        }
        return false;
    }

    /** The bytes of the values of a label, ascending. */
    LabelList values(Slice label, List<List<TagMatcher>> anyOf, Days days) throws IOException {
        Slice key = label.equals(GROUP_LABEL) ? Slice.EMPTY : label;
        for (int i = 0; i < search.generations().size(); i++) {
            for (long day : SeriesSearch.daysOf(days)) {
                MetricIds wanted = anyOf.isEmpty() ? null : search.ids(i, day, anyOf);
                if (wanted != null && wanted.size() <= MAX_IDS_BY_NAME) {
                    for (long id : wanted.toArray()) {
                        addValues(id, key);
                    }
                } else {
                    scanValues(search.generations().get(i).cursor(), day, key, wanted);
                }
            }
        }
        return found.toList();
    }

    private void addValues(long id, Slice key) throws IOException {
        Slice name = search.names().find(id);
        deadline.check();
        if (name == null) {
            return;
        }
        tags.reset(name);
        if (key.isEmpty()) {
            if (tags.groupEnd() > tags.groupStart()) {
                found.add(tags.group());
            }
            return;
        }
        while (tags.next()) {
            if (tags.key().equals(key)) {
                found.add(tags.value());
            }
        }
    }

    private void scanValues(ItemCursor cursor, long day, Slice key, MetricIds wanted) throws IOException {
        IndexItems.tagBase(day, base.clear());
        TagCoding.put(key, base);
        start.clear().bytes(base.slice()).bytes(TagCoding.escape(found.prefix()));
        boolean more = cursor.seekPrefix(start);
        while (more) {
            deadline.check();
            row.set(cursor.array(), cursor.offset(), cursor.length());
            Slice value = row.escapedValue();
            if (found.endsAt(value)) {
                return;
            }
            if (value.isEmpty() || !isLive(wanted)) {
                more = cursor.next() && cursor.startsWith(start);
            } else {
                found.add(TagCoding.unescape(value.array(), value.offset(), value.length()));
                next.clear().bytes(base.slice()).bytes(value).u8(TagCoding.SEPARATOR + 1);
                more = cursor.seek(next) && cursor.startsWith(start);
            }
        }
    }
}
